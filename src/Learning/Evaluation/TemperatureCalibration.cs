namespace Xinglin.Learning.Evaluation;

/// <summary>
/// Fits <see cref="Calibration.Temperature"/>: the log loss is convex in the power 1/T, so Newton's method, held between the powers of the
/// temperatures e² and e⁻², finds its only minimum.
/// </summary>
internal static class TemperatureCalibration
{
    private static readonly double MinTemperature = Math.Exp(-2);
    private static readonly double MaxTemperature = Math.Exp(2);

    public static Calibration.Temperature Fit(double[][] probabilities, int[] labels)
    {
        var classes = probabilities[0].Length;
        var logs = Logarithms(probabilities, classes);
        var (low, high, power) = (MinTemperature, MaxTemperature, 1.0);
        for (var step = 0; step < 60; step++)
        {
            var (slope, curvature) = Derivatives(logs, labels, classes, power);
            if (curvature <= 0)
                break; // every class is as probable as every other: no power changes that
            if (slope > 0)
                high = power;
            else
                low = power;
            var next = power - slope / curvature;
            if (!(next > low && next < high))
                next = (low + high) / 2;
            var moved = Math.Abs(next - power);
            power = next;
            if (moved < 1e-12 * power)
                break;
        }
        return new Calibration.Temperature(1 / power);
    }

    /// <summary>ln p less that of the row's most probable class, [rows · classes].</summary>
    private static double[] Logarithms(double[][] probabilities, int classes)
    {
        var logs = new double[probabilities.Length * classes];
        for (var row = 0; row < probabilities.Length; row++)
        {
            var top = Math.Log(Math.Max(probabilities[row].Max(), Metrics.Smallest));
            for (var c = 0; c < classes; c++)
                logs[row * classes + c] = Math.Log(Math.Max(probabilities[row][c], Metrics.Smallest)) - top;
        }
        return logs;
    }

    /// <summary>Of the summed log loss by the power: Σ (E[l] − l of the true class), and Σ Var[l].</summary>
    private static (double Slope, double Curvature) Derivatives(double[] logs, int[] labels, int classes, double power)
    {
        double slope = 0,
            curvature = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var of = logs.AsSpan(row * classes, classes);
            double all = 0,
                first = 0,
                second = 0;
            foreach (var log in of)
            {
                var weight = Math.Exp(power * log);
                all += weight;
                first += weight * log;
                second += weight * log * log;
            }
            var mean = first / all;
            slope += mean - of[labels[row]];
            curvature += second / all - mean * mean;
        }
        return (slope, curvature);
    }
}
