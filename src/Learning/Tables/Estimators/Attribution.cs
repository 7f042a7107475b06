using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// How each feature moved a model's scores for one row, in log-odds (for more than two classes: in the logarithm of the
/// unnormalised probability). <see cref="Base"/> plus all contributions is the row's score, for every class.
/// </summary>
/// <param name="Base">[classes] the score of the reference row, or the mean score of the training rows.</param>
/// <param name="ByFeature">[features][classes]</param>
public sealed record Attribution(double[] Base, double[][] ByFeature)
{
    /// <summary>The score of each class: base plus all contributions.</summary>
    public double[] Total() => [.. Base.Select((b, c) => b + ByFeature.Sum(f => f[c]))];

    /// <summary>Every part multiplied by a factor.</summary>
    public Attribution Times(double factor) =>
        new([.. Base.Select(b => b * factor)], [.. ByFeature.Select(f => f.Select(v => v * factor).ToArray())]);

    /// <summary>The sum of two attributions of the same row.</summary>
    public Attribution Plus(Attribution other) =>
        new(
            [.. Base.Select((b, c) => b + other.Base[c])],
            [.. ByFeature.Select((f, i) => f.Select((v, c) => v + other.ByFeature[i][c]).ToArray())]
        );

    /// <summary>The same after a calibration where that is linear in the log-odds (Platt, temperature); otherwise as it is.</summary>
    public Attribution After(Calibration calibration)
    {
        switch (calibration)
        {
            case Calibration.Platt platt:
                var scaled = Times(platt.Slope);
                scaled.Base[1] += platt.Intercept;
                return scaled;
            case Calibration.Temperature t:
                return Times(1 / t.T);
            default:
                return this;
        }
    }
}
