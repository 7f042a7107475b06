namespace Xinglin.Learning.Evaluation;

/// <summary>
/// How stated log-odds relate to observed outcomes (Cox 1958; Van Calster et al. 2019). A slope of 1 is ideal, below 1 the
/// probabilities are too extreme. The intercept is calibration in the large: 0 is ideal, above 0 risks are understated.
/// </summary>
/// <param name="Slope">Coefficient of the stated log-odds in a logistic regression of the outcome, 95 % Wald interval.</param>
/// <param name="Intercept">Intercept with the slope held at 1, 95 % Wald interval.</param>
public sealed record CalibrationSlope(Measure Slope, Measure Intercept)
{
    private const int MostSteps = 50;

    /// <summary>Fits both by Newton's method. Undefined with one class, or where the log-odds never vary: NaN.</summary>
    /// <param name="positive">Stated probabilities of the positive class.</param>
    public static CalibrationSlope Of(IReadOnlyList<double> positive, IReadOnlyList<bool> truth)
    {
        var nothing = new Measure(double.NaN, double.NaN, double.NaN);
        if (truth.All(t => t) || !truth.Any(t => t))
            return new CalibrationSlope(nothing, nothing);
        // Probabilities of 0 and 1 (a step of isotonic calibration) would decide alone; they count as 0.01 %.
        var logits = positive.Select(p => Calibration.Logit(Math.Clamp(p, 1e-4, 1 - 1e-4))).ToArray();
        return new CalibrationSlope(FitSlope(logits, truth) ?? nothing, FitIntercept(logits, truth));
    }

    private static Measure? FitSlope(double[] x, IReadOnlyList<bool> truth)
    {
        double a = 1,
            b = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            double ga = 0,
                gb = 0,
                haa = 0,
                hab = 0,
                hbb = 0;
            for (var i = 0; i < x.Length; i++)
            {
                var p = Calibration.Sigmoid(a * x[i] + b);
                var (error, w) = ((truth[i] ? 1 : 0) - p, p * (1 - p));
                (ga, gb) = (ga + error * x[i], gb + error);
                (haa, hab, hbb) = (haa + w * x[i] * x[i], hab + w * x[i], hbb + w);
            }
            var determinant = haa * hbb - hab * hab;
            if (determinant <= 1e-9 * haa * hbb || haa <= 0)
                return null;
            var (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant);
            var length = Math.Min(1, 2 / Math.Max(1e-12, Math.Max(Math.Abs(da), Math.Abs(db))));
            (a, b) = (a + length * da, b + length * db);
            if (Math.Abs(a) > 100)
                return null; // the log-odds separate the classes: no finite slope
            if (Math.Abs(da) + Math.Abs(db) < 1e-9)
                return Wald(a, hbb / determinant);
        }
        return null;
    }

    private static Measure FitIntercept(double[] x, IReadOnlyList<bool> truth)
    {
        double b = 0,
            weight = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            double error = 0;
            weight = 1e-12;
            for (var i = 0; i < x.Length; i++)
            {
                var p = Calibration.Sigmoid(x[i] + b);
                (error, weight) = (error + (truth[i] ? 1 : 0) - p, weight + p * (1 - p));
            }
            var move = Math.Clamp(error / weight, -2, 2);
            b += move;
            if (Math.Abs(move) < 1e-10)
                break;
        }
        return Wald(b, 1 / weight);
    }

    private static Measure Wald(double value, double variance) =>
        new(value, value - Proportion.Z95 * Math.Sqrt(variance), value + Proportion.Z95 * Math.Sqrt(variance));
}
