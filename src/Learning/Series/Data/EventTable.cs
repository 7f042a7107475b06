namespace Xinglin.Learning.Series.Data;

/// <summary>
/// Irregular series in long form, column by column: event i says that <c>Variables[Variable[i]]</c> of
/// <c>Ids[Id[i]]</c> was <c>Value[i]</c> at hour <c>Time[i]</c>. Sorted by id (in order of first appearance), then time.
/// </summary>
/// <param name="Blank">Values left out because they were empty.</param>
/// <param name="PredictionTimes">The moments a file in wide form has lines for, in its order; null in the long form.</param>
/// <param name="Begins">Where the file has dates, the moment of hour 0 of each id; null where it has numbers.</param>
public sealed record EventTable(
    IReadOnlyList<string> Ids,
    IReadOnlyList<string> Variables,
    int[] Id,
    double[] Time,
    int[] Variable,
    float[] Value,
    int Blank,
    IReadOnlyList<PredictionTime>? PredictionTimes = null,
    IReadOnlyList<DateTime>? Begins = null
)
{
    private int[]? _starts;

    public int Count => Id.Length;

    /// <summary>The events of one id: positions from <c>Start</c> up to, not including, <c>End</c>.</summary>
    public (int Start, int End) Of(int id)
    {
        _starts ??= Starts();
        return (_starts[id], _starts[id + 1]);
    }

    /// <summary>The position of a variable by name, or -1.</summary>
    public int VariableIndex(string name)
    {
        for (var i = 0; i < Variables.Count; i++)
        {
            if (Variables[i] == name)
                return i;
        }

        return -1;
    }

    /// <summary>The table with no more variables than that: those that most series have, of equal ones the first. The order stays.</summary>
    public EventTable WithMostMeasured(int most)
    {
        if (Variables.Count <= most)
            return this;
        var had = new int[Variables.Count];
        var seen = Enumerable.Repeat(-1, Variables.Count).ToArray();
        for (var i = 0; i < Count; i++)
        {
            if (seen[Variable[i]] != Id[i])
                (seen[Variable[i]], had[Variable[i]]) = (Id[i], had[Variable[i]] + 1);
        }

        var kept = Enumerable.Range(0, had.Length).OrderByDescending(v => had[v]).Take(most).Order().ToArray();
        var place = kept.Index().ToDictionary(one => one.Item, one => one.Index);
        var rows = Enumerable.Range(0, Count).Where(i => place.ContainsKey(Variable[i])).ToArray();
        return new EventTable(
            Ids,
            [.. kept.Select(v => Variables[v])],
            Array.ConvertAll(rows, i => Id[i]),
            Array.ConvertAll(rows, i => Time[i]),
            Array.ConvertAll(rows, i => place[Variable[i]]),
            Array.ConvertAll(rows, i => Value[i]),
            Blank,
            PredictionTimes,
            Begins
        );
    }

    private int[] Starts()
    {
        var counts = new int[Ids.Count + 1];
        foreach (var id in Id)
            counts[id + 1]++;
        for (var i = 1; i < counts.Length; i++)
            counts[i] += counts[i - 1];
        return counts;
    }
}

/// <summary>A moment in one series: what happened up to and at hour <paramref name="Hour"/> is known.</summary>
/// <param name="Id">Position of the series in the table's ids.</param>
public readonly record struct PredictionTime(int Id, double Hour);
