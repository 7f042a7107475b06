using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>The same as <see cref="ModelReliabilityOptions"/> as far as a command says it; null leaves what the plan says.</summary>
public sealed record ModelReliabilityRequest(
    double? HarmRatio = null,
    double? Coverage = null,
    IReadOnlyList<string>? Subgroups = null,
    IReadOnlyDictionary<string, BilingualText>? About = null
)
{
    public ModelReliabilityOptions Over(ModelReliabilityOptions plan) =>
        new(HarmRatio ?? plan.HarmRatio, Coverage ?? plan.Coverage, Subgroups ?? plan.Subgroups, About ?? plan.About);
}

/// <summary>What a trainer says about the use of a model; part of the plan.</summary>
/// <param name="HarmRatio">
/// What one needless treatment weighs against one needed treatment, above 0: 0.25 (one to four) gives the threshold 0.2. Null: the
/// threshold is chosen by the decision curve.
/// </param>
/// <param name="Coverage">The share of prediction sets that shall hold the true class, 0.5 to 0.999.</param>
/// <param name="Subgroups">Columns whose groups are measured apart; null: those recognised as sex, age or race.</param>
/// <param name="About">Source attributes that the trainer states, by key, see <see cref="SourceAttributes"/>.</param>
public sealed record ModelReliabilityOptions(
    double? HarmRatio = null,
    double Coverage = ConformalSets.DefaultCoverage,
    IReadOnlyList<string>? Subgroups = null,
    IReadOnlyDictionary<string, BilingualText>? About = null
)
{
    /// <exception cref="InvalidInputException">A figure is out of its range.</exception>
    public ModelReliabilityOptions Checked() =>
        HarmRatio is <= 0 or > 99 || HarmRatio is { } h && !double.IsFinite(h)
            ? throw new InvalidInputException(
                "--harm-ratio is not between 0 and 99",
                "Say what one needless treatment weighs against one needed treatment, such as 1:4 or 0.25."
            )
        : Coverage is < 0.5 or > 0.999 || double.IsNaN(Coverage)
            ? throw new InvalidInputException(
                "--coverage is not between 0.5 and 0.999",
                "Give the share of sets that shall hold the true class, such as 0.9."
            )
        : this;

    public JsonObject ToJson() =>
        new()
        {
            ["harm_ratio"] = HarmRatio,
            ["coverage"] = Coverage,
            ["subgroups"] = Subgroups is null ? null : new JsonArray([.. Subgroups.Select(s => JsonValue.Create(s))]),
            ["about"] = About is null ? null : TabularPlan.Object(About),
        };

    public static ModelReliabilityOptions FromJson(JsonNode? json) =>
        json is null
            ? new ModelReliabilityOptions()
            : new ModelReliabilityOptions(
                (double?)json["harm_ratio"],
                (double?)json["coverage"] ?? ConformalSets.DefaultCoverage,
                json["subgroups"] is JsonArray names ? [.. names.Select(n => (string)n!)] : null,
                json["about"] is JsonObject about ? TabularPlan.Named(about) : null
            );
}
