using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Segmentation;

/// <summary>Groups of people among left-out images, measured apart by their Dice.</summary>
internal static class SegmentationSubgroups
{
    /// <summary>What the means of a group are.</summary>
    public static readonly IReadOnlyList<string> Figures = ["dice"];

    /// <summary>What divides people.</summary>
    /// <param name="list">See <see cref="SegmentationTrainingOptions.Subgroups"/>.</param>
    /// <exception cref="InvalidInputException">The list does not fit the images.</exception>
    public static IReadOnlyList<(string Column, string?[] Cells)> Columns(string? list, SegmentationCases cases)
    {
        if (list is null)
            return [];
        var said = SegmentationCases.List(list);
        string?[] names = [.. cases.Outlines.Select(scan => scan.Name)];
        return [.. said.People.Select(column => (column, said.Cells(column, names)))];
    }

    /// <param name="people">See <see cref="Columns"/>.</param>
    public static IReadOnlyList<MeanSubgroup> Of(
        IReadOnlyList<(string Column, string?[] Cells)> people,
        SegmentationCases cases,
        OverlapReport report,
        int seed
    )
    {
        var dice = report
            .Scores.Select(labels => labels.Select(label => label.Dice).Where(double.IsFinite).ToArray())
            .Select(known => known.Length == 0 ? double.NaN : known.Average())
            .ToArray();
        return
        [
            .. people.SelectMany(one =>
                SubgroupColumns
                    .Divide(one.Column, one.Cells)
                    .Select(group =>
                        MeanSubgroup.Of(
                            one.Column,
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
