using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>
/// Finds out in the first steps of a training whether its operations are quicker on all threads that torch was given or on
/// one: threads of a small network wait for each other longer than they compute. With one thread given it does nothing, so
/// that such a training stays repeatable bit for bit. When disposed, torch has its threads back.
/// </summary>
internal sealed class ThreadChoice(TimeProvider clock) : IDisposable
{
    /// <summary>Steps on all threads, then on one; the first of each are not counted.</summary>
    private const int StepsEach = 8;

    private const int NotCounted = 3;

    private readonly int given = get_num_threads();
    private readonly List<TimeSpan>[] seconds =
    [
        [],
        [],
    ];
    private int step;
    private long started;

    /// <summary>To be called before a step.</summary>
    public void Begin()
    {
        if (given == 1 || step > 2 * StepsEach)
            return;
        if (step == StepsEach)
            set_num_threads(1);
        if (step == 2 * StepsEach && Median(seconds[0]) < Median(seconds[1]))
            set_num_threads(given);
        started = clock.GetTimestamp();
    }

    /// <summary>To be called after a step.</summary>
    public void End()
    {
        if (given > 1 && step < 2 * StepsEach && step % StepsEach >= NotCounted)
            seconds[step / StepsEach].Add(clock.GetElapsedTime(started));
        step++;
    }

    public void Dispose()
    {
        if (given > 1)
            set_num_threads(given);
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
