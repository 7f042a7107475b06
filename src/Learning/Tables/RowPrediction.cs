namespace Xinglin.Learning.Tables;

/// <summary>What a model says of one row.</summary>
/// <param name="Probabilities">Calibrated, per class, in the order of <see cref="TabularModel.Classes"/>.</param>
/// <param name="Low">Lower ends of the 90 % intervals.</param>
/// <param name="High">Upper ends of the 90 % intervals.</param>
/// <param name="ExplainedClass">The class that the contributions speak of: the positive one of two, else the most probable.</param>
/// <param name="Base">Log-odds before any feature spoke.</param>
/// <param name="Contributions">Log-odds that each feature added (above 0) or took away, by feature name.</param>
/// <param name="CalibrationShift">
/// What a calibration that bends log-odds (isotonic, beta) added to the log-odds; 0 otherwise. Base, contributions and this add up to the log-odds of
/// <see cref="Probabilities"/> with two classes.
/// </param>
/// <param name="Imputed">Features the row did not have, and what stood in for them.</param>
/// <param name="Outside">Features whose value is outside what training saw.</param>
public sealed record RowPrediction(
    double[] Probabilities,
    double[] Low,
    double[] High,
    int ExplainedClass,
    double Base,
    IReadOnlyDictionary<string, double> Contributions,
    double CalibrationShift,
    IReadOnlyList<ImputedFeature> Imputed,
    IReadOnlyList<string> Outside
);

/// <param name="Value">The training median or most frequent level, as a table would write it.</param>
public sealed record ImputedFeature(string Name, string Value);
