namespace Xinglin.Learning.Evaluation.Subgroups;

/// <summary>What the groups measured say as source attributes of a card, see <see cref="Cards.SourceAttributes"/>.</summary>
public static class SubgroupStatements
{
    public const string BiasManagement =
        "按亚组测量误差与校准，见“亚组” · errors and calibration measured by subgroup, see Subgroups";

    /// <summary>How many of each group there were.</summary>
    public static string Representation(IReadOnlyList<SubgroupFigures> groups) =>
        Counts(groups.Select(g => (g.Column, g.Level, g.N)));

    /// <inheritdoc cref="Representation(IReadOnlyList{SubgroupFigures})"/>
    public static string Representation(IReadOnlyList<MeanSubgroup> groups) =>
        Counts(groups.Select(g => (g.Column, g.Level, g.N)));

    /// <summary>How well the model does for each group that is large enough.</summary>
    public static string Fairness(IReadOnlyList<SubgroupFigures> groups) =>
        Told(
            groups
                .Where(g => !g.TooSmall)
                .Select(g => Line($"{g.Column} {g.Level}: AUC {g.Auc!.Value:0.00}, ECE {g.Ece!.Value:0.000}"))
        );

    /// <inheritdoc cref="Fairness(IReadOnlyList{SubgroupFigures})"/>
    /// <param name="figure">What the first mean is.</param>
    public static string Fairness(IReadOnlyList<MeanSubgroup> groups, string figure) =>
        Told(
            groups.Where(g => !g.TooSmall).Select(g => Line($"{g.Column} {g.Level}: {figure} {g.Means[0].Value:0.000}"))
        );

    private static string Counts(IEnumerable<(string Column, string Level, int N)> groups)
    {
        var columns = groups
            .GroupBy(g => g.Column)
            .Select(c => $"{c.Key}: {string.Join(", ", c.Select(g => Line($"{g.Level} ({g.N})")))}")
            .ToArray();
        return columns.Length == 0
            ? "未识别出人口学列 · no demographic column was recognised"
            : string.Join("; ", columns);
    }

    private static string Told(IEnumerable<string> judged) =>
        judged.ToArray() is { Length: > 0 } some
            ? string.Join("; ", some)
            : "没有足够大的亚组 · no subgroup was large enough";

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
