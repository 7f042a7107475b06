using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>The labelled table that all of training works on.</summary>
/// <param name="Labels">Class index per row.</param>
/// <param name="Groups">Rows of one group stay on one side of every split; null for none.</param>
public sealed record TrainingData(IReadOnlyList<Feature> Features, int[] Labels, int Classes, string?[]? Groups)
{
    /// <summary>The classes of some rows.</summary>
    public int[] LabelsOf(int[] rows) => [.. rows.Select(r => Labels[r])];
}

/// <summary>A candidate that takes part in the model, with its weight in the blend.</summary>
public sealed record Part(FittedEstimator Model, double Weight);
