using System.Text.RegularExpressions;

namespace Xinglin.Learning.Tables.Features;

/// <summary>The words of a column's name: split at anything but letters and digits, before capitals, and between Chinese and Latin.</summary>
internal static partial class ColumnNameHints
{
    public static IReadOnlyList<string> Of(string column) => [.. Pattern().Matches(column).Select(word => word.Value)];

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\\u4e00-\\u9fff]+|[0-9]+")]
    private static partial Regex Pattern();
}
