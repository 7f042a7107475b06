using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Images;

/// <summary>Groups of people among images that a model had not seen, measured apart.</summary>
internal static class ImageSubgroups
{
    /// <summary>What divides people: the columns of a list, or sex and age as DICOM files state them.</summary>
    /// <param name="list">See <see cref="ImageTrainingOptions.Subgroups"/>.</param>
    /// <exception cref="InvalidInputException">The list does not fit the images.</exception>
    public static IReadOnlyList<(string Column, string?[] Cells)> Columns(
        string? list,
        IReadOnlyList<ImageMetadata> origins
    )
    {
        if (list is not null)
        {
            var said = ImageList.Read(list);
            var files = origins.Select(origin => origin.Path ?? origin.File).ToArray();
            return [.. said.People.Select(column => (column, said.Cells(column, files)))];
        }
        return
        [
            .. new (string Column, string?[] Cells)[]
            {
                ("sex", [.. origins.Select(origin => origin.Sex)]),
                ("age", [.. origins.Select(origin => origin.Age)]),
            }.Where(one => one.Cells.Any(cell => cell is not null)),
        ];
    }

    /// <param name="people">See <see cref="Columns"/>.</param>
    /// <param name="probabilities">Of each validation image, calibrated by the others.</param>
    /// <param name="threshold">With two classes, the probability from which an image is called positive.</param>
    public static IReadOnlyList<SubgroupFigures> Of(
        IReadOnlyList<(string Column, string?[] Cells)> people,
        ImageSplit validation,
        double[][] probabilities,
        double threshold,
        int seed
    ) =>
        [
            .. people.SelectMany(one =>
                SubgroupColumns
                    .Divide(one.Column, one.Cells)
                    .Select(group =>
                        SubgroupFigures.Of(
                            one.Column,
                            group.Level,
                            group.Members,
                            probabilities,
                            validation.Labels,
                            new int[validation.Count],
                            threshold,
                            seed
                        )
                    )
            ),
        ];
}
