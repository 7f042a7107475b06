using System.Text.Json.Nodes;

namespace Xinglin.Synthesis.Quality;

/// <summary>The four questions that a synthesis report answers.</summary>
public enum ReportSection
{
    /// <summary>Does the synthetic set look like the real one?</summary>
    Fidelity,

    /// <summary>Can one learn from it what one can learn from the real one?</summary>
    Usefulness,

    /// <summary>Does it tell anything about the people it was learnt from?</summary>
    Privacy,

    /// <summary>Does it cover the whole of the real set, or only a part (mode collapse)?</summary>
    Diversity,
}

/// <summary>One figure of a synthesis report.</summary>
/// <param name="Code">Its name in the JSON document.</param>
/// <param name="Value">The figure; null when it could not be measured, which is said in the texts.</param>
/// <param name="Goal">What it should reach; null for a figure without a goal.</param>
/// <param name="AtLeast">True: the goal is a lower bound; false: an upper one. Both inclusive.</param>
/// <param name="Gate">A missed (or unmeasured) goal keeps the model from being used.</param>
/// <param name="Low">Lower end of the 95 % interval, where there is one.</param>
/// <param name="High">Upper end of the 95 % interval, where there is one.</param>
public sealed record QualityFinding(
    ReportSection Section,
    string Code,
    double? Value,
    string Chinese,
    string English,
    double? Goal = null,
    bool AtLeast = true,
    bool Gate = false,
    double? Low = null,
    double? High = null
)
{
    /// <summary>Whether the goal was reached; null without a goal or a value.</summary>
    public bool? Passed =>
        Goal is not { } goal || Value is not { } value || !double.IsFinite(value) ? null
        : AtLeast ? value >= goal
        : value <= goal;

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["value"] = Number(Value) };
        if (Low is not null)
            json["ci95"] = new JsonArray(Number(Low), Number(High));
        if (Goal is { } goal)
        {
            json["goal"] = (AtLeast ? ">= " : "<= ") + goal.ToString(System.Globalization.CultureInfo.InvariantCulture);
            json["passed"] = Passed;
        }
        return json;
    }

    private static JsonNode? Number(double? value) =>
        value is { } number && double.IsFinite(number) ? JsonValue.Create(Math.Round(number, 5)) : null;
}
