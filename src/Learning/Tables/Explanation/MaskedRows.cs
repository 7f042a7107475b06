using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Explanation;

/// <summary>Rows made of cells of the row that is explained and cells of background rows.</summary>
internal static class MaskedRows
{
    public static IReadOnlyList<Feature> Of(
        IReadOnlyList<Feature> features,
        int row,
        IReadOnlyList<Feature> background,
        IReadOnlyList<SampledShapley.Hybrid> hybrids
    ) => [.. features.Select((f, i) => Mixed(f, row, background[i], hybrids, i))];

    private static Feature Mixed(
        Feature own,
        int row,
        Feature background,
        IReadOnlyList<SampledShapley.Hybrid> hybrids,
        int feature
    )
    {
        T[]? Pick<T>(T[]? mine, T[]? theirs) =>
            mine is null ? null : [.. hybrids.Select(h => h.Own[feature] ? mine[row] : theirs![h.Background])];
        return own with
        {
            Numbers = Pick(own.Numbers, background.Numbers),
            Levels = Pick(own.Levels, background.Levels),
        };
    }
}
