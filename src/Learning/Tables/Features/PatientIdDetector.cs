namespace Xinglin.Learning.Tables.Features;

/// <summary>Columns that are called like a number or name given to a person, a stay or a row.</summary>
internal static class PatientIdDetector
{
    private static readonly HashSet<string> Ends = new(StringComparer.OrdinalIgnoreCase)
    {
        "id",
        "ids",
        "mrn",
        "no",
        "nr",
        "nbr",
        "num",
        "number",
        "pid",
        "uid",
        "patient",
        "subject",
    };

    private static readonly string[] Chinese = ["号", "编号", "编码", "患者", "病人", "ID"];

    /// <summary>Whether the column's last word is one such as id, mrn, number, patient, 号 or 编号.</summary>
    public static bool Are(string column) =>
        Chinese.Any(c => column.EndsWith(c, StringComparison.Ordinal))
        || ColumnNameHints.Of(column) is { Count: > 0 } words && Ends.Contains(words[^1]);
}
