namespace Xinglin.Server.Pages.Audit;

/// <summary>A line of a table that goes to a spreadsheet.</summary>
internal static class CsvCells
{
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell));

    // Quoted always; a spreadsheet would run what begins like a formula.
    private static string Cell(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return $"\"{safe?.Replace("\"", "\"\"")}\"";
    }
}
