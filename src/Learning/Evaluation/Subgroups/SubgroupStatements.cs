using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Learning.Evaluation.Subgroups;

/// <summary>What the groups measured say as source attributes of a card, see <see cref="Cards.SourceAttributes"/>.</summary>
public static class SubgroupStatements
{
    public static readonly BilingualText BiasManagement = new(
        "按亚组测量误差与校准，见“亚组”",
        "errors and calibration measured by subgroup, see Subgroups"
    );

    /// <summary>How many of each group there were.</summary>
    public static BilingualText Representation(IReadOnlyList<SubgroupFigures> groups) =>
        Counts(groups.Select(g => (g.Column, g.Level, g.N)));

    /// <inheritdoc cref="Representation(IReadOnlyList{SubgroupFigures})"/>
    public static BilingualText Representation(IReadOnlyList<MeanSubgroup> groups) =>
        Counts(groups.Select(g => (g.Column, g.Level, g.N)));

    /// <summary>How well the model does for each group that is large enough.</summary>
    public static BilingualText Fairness(IReadOnlyList<SubgroupFigures> groups) =>
        Shown(
            groups
                .Where(g => !g.TooSmall)
                .Select(g => Of($"{g.Column} {g.Level}: AUC {g.Auc!.Value:0.00}, ECE {g.Ece!.Value:0.000}"))
        );

    /// <inheritdoc cref="Fairness(IReadOnlyList{SubgroupFigures})"/>
    /// <param name="figure">What the first mean is.</param>
    public static BilingualText Fairness(IReadOnlyList<MeanSubgroup> groups, string figure) =>
        Shown(
            groups.Where(g => !g.TooSmall).Select(g => Of($"{g.Column} {g.Level}: {figure} {g.Means[0].Value:0.000}"))
        );

    /// <summary>What is said where no demographic column is known.</summary>
    public static readonly BilingualText NoColumn = new("未识别出人口学列", "no demographic column was recognised");

    /// <summary>Measured groups in a row, or that there were none.</summary>
    public static BilingualText Shown(IEnumerable<BilingualText> judged) =>
        judged.ToArray() is { Length: > 0 } some
            ? Join("; ", "; ", some)
            : new("没有足够大的亚组", "no subgroup was large enough");

    private static BilingualText Counts(IEnumerable<(string Column, string Level, int N)> groups)
    {
        var columns = groups
            .GroupBy(g => g.Column)
            .Select(c => Same($"{c.Key}: ") + Join(", ", ", ", c.Select(g => Of($"{g.Level} ({g.N})"))))
            .ToArray();
        return columns.Length == 0 ? NoColumn : Join("; ", "; ", columns);
    }
}
