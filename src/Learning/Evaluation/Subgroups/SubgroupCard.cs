using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation.Cards;

namespace Xinglin.Learning.Evaluation.Subgroups;

/// <summary>What a model card says of groups of people, in both languages.</summary>
public static class SubgroupCard
{
    /// <summary>The section on a model of classes.</summary>
    /// <param name="none">What is said where no group is known.</param>
    /// <param name="noneEnglish">The same.</param>
    /// <param name="threshold">The probability from which the rates call a case positive, where no other section says it.</param>
    public static void Append(
        StringBuilder card,
        IReadOnlyList<SubgroupFigures> groups,
        string none,
        string noneEnglish,
        double? threshold = null
    )
    {
        card.Heading("亚组", "Subgroups");
        if (groups.Count == 0)
        {
            card.Both($"{none}", $"{noneEnglish}");
            return;
        }
        card.Append(
            "| 亚组 · group | n | AUC (95 % CI) | 校准斜率 · slope | 校准截距 · intercept | ECE | 假阳性率 · FPR | 假阴性率 · FNR |\n|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var g in groups)
            if (g.TooSmall)
                card.Line(
                    $"| {Name(g.Column, g.Level)} | {g.N} | 例数不足，不作评价 · too small to judge ({g.Events}) | | | | | |"
                );
            else
                card.Line(
                    $"| {Name(g.Column, g.Level)} | {g.N} | {Text(g.Auc)} | {Text(g.Line?.Slope)} | {Text(g.Line?.Intercept)} | {g.Ece!.Value:0.000} | {Text(g.FalsePositiveRate)} | {Text(g.FalseNegativeRate)} |"
                );
        card.Line($"");
        card.Both(
            $"少于 {SubgroupFigures.FewestRows} 行或任一类别少于 {SubgroupFigures.FewestEvents} 例的亚组不作评价。",
            $"Groups of fewer than {SubgroupFigures.FewestRows} rows, or {SubgroupFigures.FewestEvents} of either class, are not judged."
        );
        if (threshold is { } from && groups.Any(g => g.FalsePositiveRate is not null))
            card.Both(
                $"假阳性率与假阴性率按概率不低于 {from:0.000} 判为阳性计。",
                $"The rates call positive what has a probability of {from:0.000} or more."
            );
        foreach (var (zh, en) in Gaps(groups))
            card.Both($"{zh}", $"{en}");
    }

    /// <summary>The section on a model whose figures are means: of errors, of overlaps.</summary>
    /// <param name="figures">What the means are, in their order.</param>
    public static void Append(
        StringBuilder card,
        IReadOnlyList<MeanSubgroup> groups,
        IReadOnlyList<string> figures,
        string none,
        string noneEnglish
    )
    {
        card.Heading("亚组", "Subgroups");
        if (groups.Count == 0)
        {
            card.Both($"{none}", $"{noneEnglish}");
            return;
        }
        card.Line($"| 亚组 · group | n | {string.Join(" | ", figures.Select(one => $"{one} (95 % CI)"))} |");
        card.Line($"|---|---|{string.Concat(figures.Select(_ => "---|"))}");
        foreach (var g in groups)
            card.Line(
                $"| {Name(g.Column, g.Level)} | {g.N} | {(g.TooSmall ? "例数不足，不作评价 · too small to judge" + string.Concat(figures.Skip(1).Select(_ => " |")) : string.Join(" | ", g.Means.Select(m => Text(m, "0.000"))))} |"
            );
        card.Line($"");
        card.Both(
            $"少于 {MeanSubgroup.Fewest} 例的亚组不作评价。",
            $"Groups of fewer than {MeanSubgroup.Fewest} are not judged."
        );
    }

    /// <summary>Groups of one column whose intervals of an error rate do not touch.</summary>
    public static IEnumerable<(string Zh, string En)> Gaps(IReadOnlyList<SubgroupFigures> groups)
    {
        foreach (var column in groups.Where(g => !g.TooSmall).GroupBy(g => g.Column))
        foreach (
            var (zh, en, of) in new (string, string, Func<SubgroupFigures, Proportion?>)[]
            {
                ("假阳性率", "false positive rate", g => g.FalsePositiveRate),
                ("假阴性率", "false negative rate", g => g.FalseNegativeRate),
            }
        )
        {
            var judged = column.Where(g => of(g) is not null).ToList();
            if (judged.Count < 2)
                continue;
            var (least, most) = (judged.MinBy(g => of(g)!.Value)!, judged.MaxBy(g => of(g)!.Value)!);
            if (of(least)!.High >= of(most)!.Low)
                continue;
            yield return (
                $"{column.Key}：{zh}在“{most.Level}”为 {Text(of(most))}，在“{least.Level}”为 {Text(of(least))}，区间不重叠。",
                $"{column.Key}: the {en} is {Text(of(most))} for “{most.Level}” and {Text(of(least))} for “{least.Level}”; the intervals do not overlap."
            );
        }
    }

    /// <summary>A group by its value; what has none, or a rare one, in both languages.</summary>
    public static string Name(string column, string level) =>
        CardLines.Cell(
            level switch
            {
                "(missing)" => $"{column}：缺失 · {column}: missing",
                "(other)" => $"{column}：其他 · {column}: other",
                _ => $"{column}: {level}",
            }
        );

    private static string Text(Measure? m, string format = "0.00") =>
        m is null || double.IsNaN(m.Value)
            ? "–"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{m.Value.ToString(format, CultureInfo.InvariantCulture)} ({m.Low.ToString(format, CultureInfo.InvariantCulture)}…{m.High.ToString(format, CultureInfo.InvariantCulture)})"
            );

    private static string Text(Proportion? p) => p is null ? "–" : Text(new Measure(p.Value, p.Low, p.High));
}
