namespace Xinglin.Learning.Series.Data;

/// <summary>Gathers events line by line, whatever their order, and sorts them once at the end.</summary>
internal sealed class EventRows
{
    private readonly List<int> id = [];
    private readonly List<double> time = [];
    private readonly List<int> variable = [];
    private readonly List<float> value = [];

    public NameList Ids { get; } = new();

    public NameList Variables { get; } = new();

    public int Count => id.Count;

    public void Add(int idOfRow, double timeOfRow, int variableOfRow, float valueOfRow)
    {
        id.Add(idOfRow);
        time.Add(timeOfRow);
        variable.Add(variableOfRow);
        value.Add(valueOfRow);
    }

    /// <param name="blank">Values that were left out because they were empty.</param>
    /// <param name="moments">In the wide form, the moments the file has lines for; null in the long form.</param>
    /// <param name="dated">The times are dates: they are counted from the first of each series.</param>
    public EventTable Sorted(int blank, IReadOnlyList<SeriesMoment>? moments = null, bool dated = false)
    {
        var begins = dated ? CountFromFirst(ref moments) : null;
        var order = Enumerable.Range(0, Count).ToArray();
        if (!InOrder())
            Array.Sort(order, Compare);
        return new EventTable(
            Ids.List,
            Variables.List,
            Array.ConvertAll(order, row => id[row]),
            Array.ConvertAll(order, row => time[row]),
            Array.ConvertAll(order, row => variable[row]),
            Array.ConvertAll(order, row => value[row]),
            blank,
            moments,
            begins
        );
    }

    private DateTime[] CountFromFirst(ref IReadOnlyList<SeriesMoment>? moments)
    {
        var first = Enumerable.Repeat(double.PositiveInfinity, Ids.List.Count).ToArray();
        for (var row = 0; row < Count; row++)
            first[id[row]] = Math.Min(first[id[row]], time[row]);
        foreach (var moment in moments ?? [])
            first[moment.Id] = Math.Min(first[moment.Id], moment.Hour);
        for (var row = 0; row < Count; row++)
            time[row] = Math.Round(time[row] - first[id[row]], 6);
        moments = moments?.Select(one => one with { Hour = Math.Round(one.Hour - first[one.Id], 6) }).ToArray();
        return Array.ConvertAll(first, hour => EventTimes.Epoch.AddHours(double.IsFinite(hour) ? hour : 0));
    }

    private bool InOrder()
    {
        for (var row = 1; row < Count; row++)
            if (Compare(row - 1, row) > 0)
                return false;
        return true;
    }

    private int Compare(int left, int right)
    {
        var byId = id[left].CompareTo(id[right]);
        if (byId != 0)
            return byId;
        var byTime = time[left].CompareTo(time[right]);
        return byTime != 0 ? byTime : left.CompareTo(right);
    }
}

/// <summary>Names in order of first appearance, each with its number.</summary>
internal sealed class NameList
{
    private readonly Dictionary<string, int> positions = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public NameList() => lookup = positions.GetAlternateLookup<ReadOnlySpan<char>>();

    public List<string> List { get; } = [];

    public int Of(ReadOnlySpan<char> name)
    {
        if (lookup.TryGetValue(name, out var position))
            return position;
        lookup[name] = List.Count;
        List.Add(name.ToString());
        return List.Count - 1;
    }
}
