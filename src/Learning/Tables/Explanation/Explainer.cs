using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.Explanation;

/// <summary>
/// SHAP values of a whole table model in log-odds. Its score is a weighted sum of its parts', and so are its values: exact for
/// logistic regression (linear SHAP) and boosted trees (TreeSHAP, Lundberg et al. 2020), estimated for every other part
/// (<see cref="SampledShapley"/>). Thread-safe.
/// </summary>
public sealed class Explainer
{
    /// <summary>Rounds of <see cref="SampledShapley"/> for one patient.</summary>
    public const int Careful = 4;

    private readonly IReadOnlyList<Part> _parts;
    private readonly Preparation _preparation;
    private readonly Calibration _calibration;
    private readonly IReadOnlyList<Feature> _background;
    private readonly int _backgrounds;
    private readonly int _seed;

    public Explainer(ModelChoice model, BackgroundSample background, int seed)
    {
        (_parts, _preparation, _calibration) = (model.Parts, model.Preparation, model.Calibration);
        (_background, _backgrounds, _seed) = (_preparation.Read(background.AsTable()), background.Count, seed);
    }

    /// <summary>
    /// Steps of arithmetic, about, that the sampled parts need for one row and round: where a great many rows are explained, fewer
    /// rounds are taken.
    /// </summary>
    public double CostOfRow(int features) =>
        _parts.Sum(p =>
            2.0 * _backgrounds * (Math.Min(features, SampledShapley.MostSteps) + 1) * CostOfAnswer(p.Model)
        );

    /// <summary>Whether every part's values are exact.</summary>
    public bool Exact => _parts.All(p => IsExact(p.Model));

    /// <summary>
    /// Base plus all values is the log-odds after calibration where that is linear in the log-odds (none, Platt, temperature),
    /// before it otherwise.
    /// </summary>
    /// <param name="features">In the order of the preparation.</param>
    /// <param name="rounds">More is finer and slower; of no matter where every part is exact.</param>
    public Attribution Explain(IReadOnlyList<Feature> features, int row, int rounds = Careful)
    {
        return _parts
            .Select(p => OfPart(p.Model, features, row, rounds).Times(p.Weight))
            .Aggregate((a, b) => a.Plus(b))
            .After(_calibration);
    }

    private Attribution OfPart(FittedEstimator model, IReadOnlyList<Feature> features, int row, int rounds)
    {
        if (IsExact(model))
            return model.Explain(_preparation.Encode(features, [row], model.Settings.Encoding), features.Count);
        return SampledShapley.Of(
            features.Count,
            _backgrounds,
            rounds,
            _seed,
            hybrids =>
            {
                var made = MaskedRows.Of(features, row, _background, hybrids);
                int[] all = [.. Enumerable.Range(0, hybrids.Count)];
                return model.Score(_preparation.Encode(made, all, model.Settings.Encoding));
            }
        );
    }

    private static double CostOfAnswer(FittedEstimator model) =>
        model switch
        {
            FittedEstimator.Neighbours { Model: var k } => k.Rows.Length,
            FittedEstimator.Forest { Model: var f } => 20.0 * f.Trees.Length,
            FittedEstimator.Network { Model: var n } => 2.0
                * n.Networks.Sum(one => one.Layers.Sum(l => l.Weights.Length)),
            _ => 0,
        };

    private static bool IsExact(FittedEstimator model) => model is FittedEstimator.Logistic or FittedEstimator.Trees;
}
