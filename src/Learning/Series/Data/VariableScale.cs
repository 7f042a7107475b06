using System.Globalization;

namespace Xinglin.Learning.Series.Data;

/// <summary>How one variable is brought to a common scale; fitted on training series only.</summary>
/// <param name="Logarithm">True for a long-tailed positive variable: log(1 + x) first.</param>
/// <param name="Low">Values below (the 0.2 % quantile) are raised to it: typing errors.</param>
/// <param name="High">Values above (the 99.8 % quantile) are lowered to it.</param>
/// <param name="UsualLow">The 10 % quantile: what lies below is counted as low.</param>
/// <param name="UsualHigh">The 90 % quantile: what lies above is counted as high.</param>
public sealed record VariableScale(
    bool Logarithm,
    float Low,
    float High,
    float Mean,
    float Deviation,
    float UsualLow = 0,
    float UsualHigh = 0
)
{
    public float Apply(float value)
    {
        value = Math.Clamp(value, Low, High);
        return ((Logarithm ? MathF.Log(1 + value) : value) - Mean) / Deviation;
    }

    public static VariableScale Fit(List<float> values)
    {
        if (values.Count == 0)
            return new VariableScale(false, 0, 0, 0, 1);
        values.Sort();
        var low = values[(int)(0.002 * (values.Count - 1))];
        var high = values[(int)Math.Ceiling(0.998 * (values.Count - 1))];
        var clipped = values.Select(value => (double)Math.Clamp(value, low, high)).ToArray();
        var (mean, deviation, skew) = Moments(clipped);
        var logarithm = low >= 0 && skew > 1.5;
        if (logarithm)
            (mean, deviation, _) = Moments(Array.ConvertAll(clipped, value => Math.Log(1 + value)));
        return new VariableScale(
            logarithm,
            low,
            high,
            (float)mean,
            (float)Math.Max(deviation, 1e-4),
            values[(int)(0.1 * (values.Count - 1))],
            values[(int)Math.Ceiling(0.9 * (values.Count - 1))]
        );
    }

    private static (double Mean, double Deviation, double Skew) Moments(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation, values.Average(value => Math.Pow((value - mean) / Math.Max(deviation, 1e-9), 3)));
    }
}

/// <summary>One static feature: a number, or one level of a category (then <paramref name="Level"/> is set).</summary>
public sealed record StaticFeature(string Column, string? Level, float Mean, float Deviation)
{
    /// <summary>0 (the training mean) when the value is missing or no number.</summary>
    public float Apply(string? text)
    {
        if (Level is not null)
            return text == Level ? 1 : 0;
        return
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && float.IsFinite(value)
            ? Math.Clamp((value - Mean) / Deviation, -5, 5)
            : 0;
    }

    /// <summary>The number as it is, or 1 and 0 for a level; NaN when it is missing or no number.</summary>
    public float Plain(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return float.NaN;
        if (Level is not null)
            return text == Level ? 1 : 0;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : float.NaN;
    }
}
