namespace Xinglin.Learning.Series;

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
    public EventTable Sorted(int blank, IReadOnlyList<SeriesMoment>? moments = null)
    {
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
            moments
        );
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
