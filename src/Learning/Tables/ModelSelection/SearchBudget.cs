namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>How far a search goes: a number of trials, or as many as fit into a time.</summary>
internal sealed class SearchBudget
{
    private readonly int _most;
    private readonly TimeProvider? _clock;
    private readonly long _started;
    private readonly TimeSpan _slice;

    private SearchBudget(int most, TimeProvider? clock, TimeSpan slice)
    {
        (_most, _clock, _slice) = (most, clock, slice);
        _started = clock?.GetTimestamp() ?? 0;
    }

    /// <summary>Exactly so many trials: the repetition of a plan.</summary>
    public static SearchBudget Of(int trials) => new(trials, null, TimeSpan.Zero);

    /// <summary>As many as fit into the time, one at least and so many at most.</summary>
    public static SearchBudget Within(TimeSpan slice, int most, TimeProvider clock) => new(most, clock, slice);

    /// <summary>Whether there is room for another trial.</summary>
    /// <param name="done">Trials finished.</param>
    /// <param name="expected">What the next one may take.</param>
    /// <param name="after">What the final fits will take.</param>
    public bool AllowsAnotherTrial(int done, TimeSpan expected, TimeSpan after) =>
        done < _most && (done == 0 || _clock is null || Left > expected + after);

    /// <summary>Ends the trial that runs beyond the time; the first one may run as long as it takes.</summary>
    public CancellationTokenSource Limit(int done, TimeSpan after, CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (_clock is not null && done > 0)
            limit.CancelAfter(Left > after ? Left - after : TimeSpan.FromMilliseconds(1));
        return limit;
    }

    private TimeSpan Left => _slice - _clock!.GetElapsedTime(_started);
}
