using System.Runtime.ExceptionServices;

namespace Xinglin.Learning.Training;

/// <summary>Independent pieces of work side by side. The results do not depend on how many run at once.</summary>
internal static class Concurrently
{
    /// <param name="most">Pieces at the same time, at least 1.</param>
    /// <exception cref="OperationCanceledException">Asked for through <paramref name="ct"/>.</exception>
    public static void ForEach<T>(IEnumerable<T> pieces, int most, CancellationToken ct, Action<T> work)
    {
        try
        {
            Parallel.ForEach(
                pieces,
                new ParallelOptions { MaxDegreeOfParallelism = most, CancellationToken = ct },
                work
            );
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.Flatten().InnerExceptions[0]);
        }
    }
}
