using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Trust;

namespace Xinglin.Learning.Segmentation;

/// <summary>Groups of people among left-out images, measured apart by their Dice.</summary>
internal static class SegmentationSubgroups
{
    /// <summary>What the means of a group are.</summary>
    public static readonly IReadOnlyList<string> Figures = ["dice"];

    /// <param name="list">See <see cref="SegmentationTrainingOptions.Subgroups"/>.</param>
    public static IReadOnlyList<MeanSubgroup> Of(string? list, SegmentationCases cases, OverlapReport report, int seed)
    {
        if (list is null)
            return [];
        var said = SegmentationCases.List(list);
        var names = cases.Outlines.Select(scan => (string?)scan.Name).ToArray();
        var dice = report
            .Scores.Select(labels => labels.Select(one => one.Dice).Where(double.IsFinite).ToArray())
            .Select(known => known.Length == 0 ? double.NaN : known.Average())
            .ToArray();
        return
        [
            .. said.People.SelectMany(column =>
                SubgroupColumns
                    .Divide(column, said.Cells(column, names))
                    .Select(group =>
                        MeanSubgroup.Of(
                            column,
                            group.Level,
                            [Array.ConvertAll(group.Members, member => dice[member])],
                            Array.ConvertAll(group.Members, member => cases.Groups[member]),
                            seed
                        )
                    )
            ),
        ];
    }
}
