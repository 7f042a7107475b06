using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables;

/// <summary>The card's table of features: what each means where the trainer said so, its kind, range and missing share.</summary>
internal static class FeatureCard
{
    private const int Most = 100;

    /// <param name="meanings">What columns mean, by name; those not among them show their name alone.</param>
    public static void Append(
        StringBuilder card,
        IReadOnlyList<PreparedColumn> columns,
        IReadOnlyDictionary<string, string> meanings
    )
    {
        var told = meanings.Count > 0;
        card.Append("| 特征 · feature |")
            .Append(told ? " 含义 · meaning |" : "")
            .Append(
                " 类型 · kind | 训练数据中的范围或取值 · range or levels in training | 缺失 · missing |\n|---|---|---|---|"
            )
            .Append(told ? "---|\n" : "\n");
        foreach (var c in columns.Take(Most))
            card.Append(
                CultureInfo.InvariantCulture,
                $"| {CardLines.Cell(c.Name)} |{(told ? $" {CardLines.Cell(meanings.GetValueOrDefault(c.Name) ?? "")} |" : "")} {KindOf(c)} | {Range(c)} | {c.MissingShare:P1} |\n"
            );
        if (columns.Count > Most)
            card.Append(
                CultureInfo.InvariantCulture,
                $"\n另有{columns.Count - Most}项见 model.json · {columns.Count - Most} more stand in model.json.\n"
            );
    }

    private static string KindOf(PreparedColumn c) =>
        c.Kind switch
        {
            ColumnKind.Number => "数值 · number",
            ColumnKind.Code => "编码 · code",
            ColumnKind.Category => "类别 · category",
            _ => c.Kind.ToString().ToLowerInvariant(),
        };

    /// <summary>Values beyond what life allows were taken as missing.</summary>
    private static string Possible(PreparedColumn c, string word) => c.Possible is { } range ? $"{word}{range}" : "";

    private static string Range(PreparedColumn c) =>
        c.HasNumbers
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{c.Low:G6}～{c.High:G6}，中位数{c.Median:G6}{Possible(c, "；限").Replace(" years", "岁", StringComparison.Ordinal)} · {c.Low:G6} to {c.High:G6}, median {c.Median:G6}{Possible(c, "; limits ")}"
            )
            : string.Join(", ", c.Levels.Take(12).Select(l => $"`{CardLines.Cell(l)}`"))
                + (c.Levels.Length > 12 ? ", …" : "");
}
