namespace Xinglin.Server.Pages.Layout;

/// <summary>Which rows of a long list are on the page: the first few, or a page of all once the list is open.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="First">Counted from 0.</param>
public readonly record struct ListPart(string Key, bool IsOpen, int First, int Count, int Few, int Total)
{
    public const int Page = 100;

    /// <summary>Rows after those that are shown.</summary>
    public int Left => Total - First - Count;

    public bool IsWhole => Left == 0 && First == 0 && !(IsOpen && Total > Few);

    /// <param name="open">The list that is open, as the address says.</param>
    /// <param name="from">The first row to show, as the address says.</param>
    public static ListPart Of(string key, string? open, int from, int few, int total)
    {
        var isOpen = key == open;
        var first = isOpen ? Math.Clamp(from, 0, Math.Max(0, total - 1) / Page * Page) : 0;
        return new(key, isOpen, first, Math.Min(total - first, isOpen ? Page : few), few, total);
    }

    public IEnumerable<T> In<T>(IReadOnlyList<T> rows) => rows.Skip(First).Take(Count);
}
