namespace Xinglin.Learning.Series.Data;

/// <summary>Gathers events line by line, whatever their order, and sorts them once at the end.</summary>
internal sealed class EventRows
{
    private readonly List<int> _id = [];
    private readonly List<double> _time = [];
    private readonly List<int> _variable = [];
    private readonly List<float> _value = [];

    public NameList Ids { get; } = new();

    public NameList Variables { get; } = new();

    public int Count => _id.Count;

    public void Add(int idOfRow, double timeOfRow, int variableOfRow, float valueOfRow)
    {
        _id.Add(idOfRow);
        _time.Add(timeOfRow);
        _variable.Add(variableOfRow);
        _value.Add(valueOfRow);
    }

    /// <param name="blank">Values that were left out because they were empty.</param>
    /// <param name="moments">In the wide form, the moments the file has lines for; null in the long form.</param>
    /// <param name="dated">The times are dates: they are counted from the first of each series.</param>
    public EventTable Sorted(int blank, IReadOnlyList<PredictionTime>? moments = null, bool dated = false)
    {
        var begins = dated ? CountFromFirst(ref moments) : null;
        var order = Enumerable.Range(0, Count).ToArray();
        if (!InOrder())
            Array.Sort(order, Compare);
        return new EventTable(
            Ids.List,
            Variables.List,
            Array.ConvertAll(order, row => _id[row]),
            Array.ConvertAll(order, row => _time[row]),
            Array.ConvertAll(order, row => _variable[row]),
            Array.ConvertAll(order, row => _value[row]),
            blank,
            moments,
            begins
        );
    }

    private DateTime[] CountFromFirst(ref IReadOnlyList<PredictionTime>? moments)
    {
        var first = Enumerable.Repeat(double.PositiveInfinity, Ids.List.Count).ToArray();
        for (var row = 0; row < Count; row++)
            first[_id[row]] = Math.Min(first[_id[row]], _time[row]);
        foreach (var moment in moments ?? [])
            first[moment.Id] = Math.Min(first[moment.Id], moment.Hour);
        for (var row = 0; row < Count; row++)
            _time[row] = Math.Round(_time[row] - first[_id[row]], 6);
        moments = moments?.Select(one => one with { Hour = Math.Round(one.Hour - first[one.Id], 6) }).ToArray();
        return Array.ConvertAll(first, hour => EventTimes.Epoch.AddHours(double.IsFinite(hour) ? hour : 0));
    }

    private bool InOrder()
    {
        for (var row = 1; row < Count; row++)
        {
            if (Compare(row - 1, row) > 0)
                return false;
        }

        return true;
    }

    private int Compare(int left, int right)
    {
        var byId = _id[left].CompareTo(_id[right]);
        if (byId != 0)
            return byId;
        var byTime = _time[left].CompareTo(_time[right]);
        return byTime != 0 ? byTime : left.CompareTo(right);
    }
}

/// <summary>Names in order of first appearance, each with its number.</summary>
internal sealed class NameList
{
    private readonly Dictionary<string, int> _positions = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NameList() => _lookup = _positions.GetAlternateLookup<ReadOnlySpan<char>>();

    public List<string> List { get; } = [];

    public int Of(ReadOnlySpan<char> name)
    {
        if (_lookup.TryGetValue(name, out var position))
            return position;
        _lookup[name] = List.Count;
        List.Add(name.ToString());
        return List.Count - 1;
    }
}
