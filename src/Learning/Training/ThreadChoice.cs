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

    private readonly int _given = get_num_threads();
    private readonly List<TimeSpan>[] _seconds =
    [
        [],
        [],
    ];
    private int _step;
    private long _started;

    /// <summary>To be called before a step.</summary>
    public void Begin()
    {
        if (_given == 1 || _step > 2 * StepsEach)
            return;
        if (_step == StepsEach)
            set_num_threads(1);
        if (_step == 2 * StepsEach && Median(_seconds[0]) < Median(_seconds[1]))
            set_num_threads(_given);
        _started = clock.GetTimestamp();
    }

    /// <summary>To be called after a step.</summary>
    public void End()
    {
        if (_given > 1 && _step < 2 * StepsEach && _step % StepsEach >= NotCounted)
            _seconds[_step / StepsEach].Add(clock.GetElapsedTime(_started));
        _step++;
    }

    public void Dispose()
    {
        if (_given > 1)
            set_num_threads(_given);
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
