namespace Xinglin.Records.Charts;

/// <summary>One measured value in the unit that was asked for.</summary>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Time">When it was measured; the start of a period.</param>
/// <param name="Source">The observation it came from, <c>Observation/id</c>.</param>
/// <param name="Original">The value and unit as sent, where they were converted or bounded; otherwise null.</param>
/// <param name="ReferenceLow">Lower end of the sender's reference range in <paramref name="Unit"/>, inclusive.</param>
/// <param name="ReferenceHigh">Upper end of the sender's reference range in <paramref name="Unit"/>, inclusive.</param>
/// <param name="Home">True when it was taken at home.</param>
/// <param name="Code">LOINC code it was recorded under.</param>
public sealed record Measurement(
    double Value,
    string Unit,
    DateTimeOffset Time,
    string Source,
    string? Original,
    double? ReferenceLow,
    double? ReferenceHigh,
    bool Home = false,
    string Code = ""
)
{
    /// <summary><c>&lt;</c>, <c>≤</c>, <c>≥</c> or <c>&gt;</c> where the value is only a bound; empty where it is the value.</summary>
    public string Comparator { get; init; } = "";

    /// <summary>It is above the limit for certain: "&lt; 50" may be below any.</summary>
    public bool IsAbove(double? limit) =>
        Comparator is not ("<" or "≤") && (Value > limit || Comparator == ">" && Value >= limit);

    /// <summary>It is below the limit for certain: "&gt; 50" may be above any.</summary>
    public bool IsBelow(double? limit) =>
        Comparator is not (">" or "≥") && (Value < limit || Comparator == "<" && Value <= limit);

    /// <summary>When it was measured, as recorded: perhaps the year alone.</summary>
    public ChartTime Recorded { get; init; } = Time;
}
