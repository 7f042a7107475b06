using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables;

/// <summary>The fitted parts of a table model with their bootstrap members: what turns rows of features into answers.</summary>
/// <param name="Members">The same parts, each time fitted to a resample of the training rows.</param>
/// <param name="IntervalScale">By what the spread over members is multiplied, where resamples were smaller than the training rows.</param>
internal sealed record FittedEnsemble(
    Preparation Preparation,
    IReadOnlyList<Part> Parts,
    IReadOnlyList<IReadOnlyList<Part>> Members,
    Calibration Calibration,
    double IntervalScale
)
{
    /// <summary>Standard deviations of the normal distribution that hold 90 % in the middle.</summary>
    private const double Ninety = 1.6449;

    /// <summary>Calibrated probabilities [rows][classes].</summary>
    public double[][] Probabilities(IReadOnlyList<Feature> features, int rows) =>
        Calibrated(ModelChoice.BlendedScores(Parts, Encoded(features, rows)));

    /// <summary>Calibrated probabilities with their 90 % intervals, each [rows][classes].</summary>
    public (double[][] Probabilities, double[][] Low, double[][] High) WithIntervals(
        IReadOnlyList<Feature> features,
        int rows
    )
    {
        var encoded = Encoded(features, rows);
        var p = Calibrated(ModelChoice.BlendedScores(Parts, encoded));
        var members = Members.Select(m => Calibrated(ModelChoice.BlendedScores(m, encoded))).ToList();
        var low = p.Select(row => new double[row.Length]).ToArray();
        var high = p.Select(row => new double[row.Length]).ToArray();
        for (var r = 0; r < p.Length; r++)
        {
            for (var c = 0; c < p[r].Length; c++)
                (low[r][c], high[r][c]) = Interval(p[r][c], [.. members.Select(m => m[r][c])]);
        }

        return (p, low, high);
    }

    /// <summary>What each feature adds to every class's score of a row, after calibration where it is linear.</summary>
    public Attribution Explain(IReadOnlyList<Feature> features, int row)
    {
        return Parts
            .Select(p =>
                p.Model.Explain(Preparation.Encode(features, [row], p.Model.Settings.Encoding), features.Count)
                    .Times(p.Weight)
            )
            .Aggregate((a, b) => a.Plus(b))
            .After(Calibration);
    }

    /// <summary>What a calibration that bends log-odds added to those of the first row; 0 where it is linear.</summary>
    /// <param name="probabilities">The row's calibrated probabilities.</param>
    public double CalibrationShift(IReadOnlyList<Feature> features, double[] probabilities) =>
        Calibration.IsLinear
            ? 0
            : Calibration.Logit(probabilities[1]) - ModelChoice.BlendedScores(Parts, Encoded(features, 1))[0][1];

    private IReadOnlyDictionary<Encoding, Encoded> Encoded(IReadOnlyList<Feature> features, int rows) =>
        ModelChoice.Encode(Parts, Preparation, features, [.. Enumerable.Range(0, rows)]);

    private double[][] Calibrated(double[][] scores) =>
        [.. scores.Select(s => Calibration.Apply(Scores.Probabilities(s)))];

    /// <summary>
    /// The point estimate's log-odds plus and minus 1.645 standard deviations of the log-odds over the models trained on
    /// bootstrap resamples of the training rows: the uncertainty that comes from having seen these rows and not others.
    /// </summary>
    private (double Low, double High) Interval(double p, double[] members)
    {
        var logits = members.Select(Calibration.Logit).ToArray();
        var mean = logits.Average();
        var deviation =
            IntervalScale * Math.Sqrt(logits.Sum(z => (z - mean) * (z - mean)) / Math.Max(1, logits.Length - 1));
        var centre = Calibration.Logit(p);
        return (
            Math.Min(p, Calibration.Sigmoid(centre - Ninety * deviation)),
            Math.Max(p, Calibration.Sigmoid(centre + Ninety * deviation))
        );
    }
}
