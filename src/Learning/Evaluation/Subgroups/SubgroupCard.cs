using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Evaluation.Subgroups;

/// <summary>What a model card says of groups of people.</summary>
public static class SubgroupCard
{
    private static readonly BilingualText Heading = new("亚组", "Subgroups");
    private static readonly BilingualText Group = new("亚组", "group");

    /// <summary>What is said where no column of a table was recognised.</summary>
    public static readonly BilingualText NoColumn = new(
        "没有识别出性别、年龄或民族列；可用 --subgroups 指定。",
        "No column was recognised as sex, age or race; name columns with --subgroups."
    );

    /// <summary>What is said where images come without their people.</summary>
    public static readonly BilingualText NoList = new(
        "不知道患者的性别和年龄；可用 --subgroups FILE.csv 说明。",
        "Sex and age of the patients are not known; state them with --subgroups FILE.csv."
    );

    /// <summary>The section on a model of classes.</summary>
    /// <param name="none">What is said where no group is known.</param>
    /// <param name="threshold">The probability from which the rates call a case positive, where no other section says it.</param>
    public static CardSection Section(
        IReadOnlyList<SubgroupFigures> groups,
        BilingualText none,
        double? threshold = null
    )
    {
        if (groups.Count == 0)
            return new(Heading, new CardBlock.Item(none));
        var rates =
            threshold is { } from && groups.Any(g => g.FalsePositiveRate is not null)
                ? new[]
                {
                    Of(
                        $"假阳性率与假阴性率按概率不低于 {from:0.000} 判为阳性计。",
                        $"The rates call positive what has a probability of {from:0.000} or more."
                    ),
                }
                : [];
        return new(
            Heading,
            [
                CardBlock.Table.Each(
                    [
                        Group,
                        Same("n"),
                        new("AUC（95 % 区间）", "AUC (95 % CI)"),
                        new("校准斜率", "calibration slope"),
                        new("校准截距", "calibration intercept"),
                        Same("ECE"),
                        new("假阳性率", "false positive rate"),
                        new("假阴性率", "false negative rate"),
                    ],
                    groups,
                    Row
                ),
                .. Enumerable
                    .Empty<BilingualText>()
                    .Append(
                        Of(
                            $"少于 {SubgroupFigures.FewestRows} 行或任一类别少于 {SubgroupFigures.FewestEvents} 例的亚组不作评价。",
                            $"Groups of fewer than {SubgroupFigures.FewestRows} rows, or {SubgroupFigures.FewestEvents} of either class, are not judged."
                        )
                    )
                    .Concat(rates)
                    .Concat(Gaps(groups))
                    .Select(text => new CardBlock.Item(text)),
            ]
        );
    }

    /// <summary>The section on a model whose figures are means: of errors, of overlaps.</summary>
    /// <param name="figures">What the means are, in their order.</param>
    public static CardSection Section(
        IReadOnlyList<MeanSubgroup> groups,
        IReadOnlyList<BilingualText> figures,
        BilingualText none
    ) =>
        groups.Count == 0
            ? new(Heading, new CardBlock.Item(none))
            : new(
                Heading,
                CardBlock.Table.Each(
                    [
                        Group,
                        Same("n"),
                        .. figures.Select(one => one + new BilingualText("（95 % 区间）", " (95 % CI)")),
                    ],
                    groups,
                    g =>
                        [
                            Name(g.Column, g.Level),
                            Of($"{g.N}"),
                            .. g.TooSmall
                                ? figures.Select(
                                    (_, i) => i == 0 ? new("例数不足，不作评价", "too small to judge") : Same("")
                                )
                                : g.Means.Select(m => Text(m, "0.000")),
                        ]
                ),
                new CardBlock.Item(
                    Of(
                        $"少于 {MeanSubgroup.Fewest} 例的亚组不作评价。",
                        $"Groups of fewer than {MeanSubgroup.Fewest} are not judged."
                    )
                )
            );

    /// <summary>Groups of one column whose intervals of an error rate do not touch.</summary>
    public static IEnumerable<BilingualText> Gaps(IReadOnlyList<SubgroupFigures> groups)
    {
        foreach (var column in groups.Where(g => !g.TooSmall).GroupBy(g => g.Column))
        {
            foreach (
                var (rate, of) in new (BilingualText, Func<SubgroupFigures, Proportion?>)[]
                {
                    (new("假阳性率", "false positive rate"), g => g.FalsePositiveRate),
                    (new("假阴性率", "false negative rate"), g => g.FalseNegativeRate),
                }
            )
            {
                var judged = column.Where(g => of(g) is not null).ToList();
                if (judged.Count < 2)
                    continue;
                var (least, most) = (judged.MinBy(g => of(g)!.Value)!, judged.MaxBy(g => of(g)!.Value)!);
                if (of(least)!.High >= of(most)!.Low)
                    continue;
                var (low, high) = (Text(of(least)).En, Text(of(most)).En);
                yield return new(
                    $"{column.Key}：{rate.Zh}在“{most.Level}”为 {high}，在“{least.Level}”为 {low}，区间不重叠。",
                    $"{column.Key}: the {rate.En} is {high} for “{most.Level}” and {low} for “{least.Level}”; the intervals do not overlap."
                );
            }
        }
    }

    /// <summary>A group by its value; what has none, or a rare one, in words.</summary>
    public static BilingualText Name(string column, string level) =>
        level switch
        {
            "(missing)" => new($"{column}：缺失", $"{column}: missing"),
            "(other)" => new($"{column}：其他", $"{column}: other"),
            _ => Same($"{column}: {level}"),
        };

    private static BilingualText[] Row(SubgroupFigures g) =>
        g.TooSmall
            ?
            [
                Name(g.Column, g.Level),
                Of($"{g.N}"),
                Of($"例数不足，不作评价（{g.Events}）", $"too small to judge ({g.Events})"),
                .. Enumerable.Repeat(Same(""), 5),
            ]
            :
            [
                Name(g.Column, g.Level),
                Of($"{g.N}"),
                Text(g.Auc),
                Text(g.Line?.Slope),
                Text(g.Line?.Intercept),
                Of($"{g.Ece!.Value:0.000}"),
                Text(g.FalsePositiveRate),
                Text(g.FalseNegativeRate),
            ];

    private static BilingualText Text(Measure? m, string format = "0.00")
    {
        if (m is null || double.IsNaN(m.Value))
            return Same("–");
        string Number(double value) => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        return Same($"{Number(m.Value)} ({Number(m.Low)}…{Number(m.High)})");
    }

    private static BilingualText Text(Proportion? p) =>
        p is null ? Same("–") : Text(new Measure(p.Value, p.Low, p.High));
}
