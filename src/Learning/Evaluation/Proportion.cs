using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation;

/// <summary>
/// A share <paramref name="Count"/> / <paramref name="Of"/> with the ends of its 95 % interval after Wilson (1927), which holds for
/// few rows and near 0 and 1. Of no rows the share is <see cref="double.NaN"/>.
/// </summary>
public sealed record Proportion(int Count, int Of)
{
    /// <summary>The normal quantile behind a two-sided 95 % interval.</summary>
    public const double Z95 = 1.959963984540054;

    public double Value => Of == 0 ? double.NaN : (double)Count / Of;

    public double Low => Of == 0 ? double.NaN : Reliability.Wilson(Count, Of).Low;

    public double High => Of == 0 ? double.NaN : Reliability.Wilson(Count, Of).High;

    /// <summary><c>{ value, low, high, count, of }</c>; value and ends are null of no rows.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["value"] = Rounded(Value),
            ["low"] = Rounded(Low),
            ["high"] = Rounded(High),
            ["count"] = Count,
            ["of"] = Of,
        };

    /// <summary>A number for a document, six decimals; null where it is undefined.</summary>
    internal static JsonValue? Rounded(double value, int decimals = 6) =>
        double.IsFinite(value) ? JsonValue.Create(Math.Round(value, decimals)) : null;
}
