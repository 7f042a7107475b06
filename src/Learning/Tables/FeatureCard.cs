using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Tables;

/// <summary>The card's table of features: what each means where the trainer said so, its kind, range and missing share.</summary>
internal static class FeatureCard
{
    private const int MaxFeatures = 100;
    private const int MaxLevels = 12;

    /// <param name="meanings">What columns mean, by name; those not among them show their name alone.</param>
    public static IEnumerable<CardBlock> Blocks(
        IReadOnlyList<PreparedColumn> columns,
        IReadOnlyDictionary<string, BilingualText> meanings
    )
    {
        var stated = meanings.Count > 0;
        yield return CardBlock.Table.Each(
            [
                new("特征", "feature"),
                .. stated ? new[] { new BilingualText("含义", "meaning") } : [],
                new("类型", "kind"),
                new("训练数据中的范围或取值", "range or levels in training"),
                new("缺失", "missing"),
            ],
            columns.Take(MaxFeatures),
            c =>
                [
                    Same(c.Name),
                    .. stated ? new[] { meanings.GetValueOrDefault(c.Name) ?? Same("") } : [],
                    KindOf(c),
                    Range(c),
                    Of($"{c.MissingShare:P1}"),
                ]
        );
        if (columns.Count > MaxFeatures)
        {
            yield return new CardBlock.Paragraph(
                Of(
                    $"另有{columns.Count - MaxFeatures}项见 model.json",
                    $"{columns.Count - MaxFeatures} more stand in model.json."
                )
            );
        }
    }

    private static BilingualText KindOf(PreparedColumn c) =>
        c.Kind switch
        {
            ColumnKind.Number => new("数值", "number"),
            ColumnKind.Code => new("编码", "code"),
            ColumnKind.Category => new("类别", "category"),
            _ => Same(c.Kind.ToString().ToLowerInvariant()),
        };

    private static BilingualText Range(PreparedColumn c)
    {
        if (!c.HasNumbers)
        {
            return Same(
                string.Join(", ", c.Levels.Take(MaxLevels).Select(l => $"`{l}`"))
                    + (c.Levels.Length > MaxLevels ? ", …" : "")
            );
        }

        var seen = Of(
            $"{c.Low:G6}～{c.High:G6}，中位数{c.Median:G6}",
            $"{c.Low:G6} to {c.High:G6}, median {c.Median:G6}"
        );
        // Values beyond what life allows were taken as missing.
        return c.Possible is { } range
            ? seen
                + new BilingualText(
                    $"；限{range}".Replace(" years", "岁", StringComparison.Ordinal),
                    $"; limits {range}"
                )
            : seen;
    }
}
