using System.Text.Json.Serialization;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Predictions;

/// <summary>What a person's latest readings show by themselves, without a model, against the threshold of a guideline.</summary>
/// <param name="Id">Unique within the reading, such as <c>latest-weight</c>.</param>
/// <param name="Rule">One of <see cref="LatestRules"/>.</param>
/// <param name="Code">LOINC code of the variable.</param>
/// <param name="Value">The latest value, the mean or the gain, in <paramref name="Unit"/>.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Threshold">What it was compared with, in <paramref name="Unit"/>.</param>
/// <param name="Below">True when the threshold is a lower one.</param>
/// <param name="Days">Days of a gain or a mean; 0 for a single reading.</param>
/// <param name="Time">The newest reading's.</param>
/// <param name="Source">The newest reading, <c>Observation/id</c>.</param>
/// <param name="Since">For a gain the reading it is counted from, <c>Observation/id</c>; otherwise null.</param>
/// <param name="Guideline">Where the threshold comes from.</param>
public sealed record LatestAlert(
    string Id,
    string Rule,
    string Code,
    BilingualText Label,
    double Value,
    string Unit,
    double Threshold,
    bool Below,
    int Days,
    DateTimeOffset Time,
    string Source,
    string? Since,
    BilingualText Guideline
)
{
    /// <summary><c>&gt;</c> or <c>&lt;</c> where the device showed a bound only; null where <see cref="Value"/> is the value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Comparator { get; init; }

    /// <summary>What is known is only that it is beyond <see cref="Value"/>.</summary>
    [JsonIgnore]
    public bool IsBound => Comparator is { Length: > 0 };

    /// <summary>A single reading beyond the critical limits of a laboratory (<see cref="CriticalLimits"/>).</summary>
    [JsonIgnore]
    public bool IsCritical =>
        Rule == LatestRules.Level
        && CriticalLimits.Of(Code, Unit) is { } limits
        && (Below ? Value < limits.Low : Value > limits.High);
}

/// <summary>How a <see cref="LatestAlert"/> came about; stable words.</summary>
public static class LatestRules
{
    /// <summary>The newest reading reaches the threshold.</summary>
    public const string Level = "level";

    /// <summary>The mean of the last days reaches the threshold.</summary>
    public const string Mean = "mean";

    /// <summary>The newest reading lies so much above an earlier one.</summary>
    public const string Gain = "gain";
}
