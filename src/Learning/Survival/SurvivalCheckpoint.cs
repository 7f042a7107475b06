using System.Text.Json.Nodes;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>Writes a survival model as a checkpoint (docs/survival.md).</summary>
internal static class SurvivalCheckpoint
{
    public static void Save(
        SurvivalTrainingOptions o,
        SurvivalTable data,
        SurvivalChoice final,
        IReadOnlyList<IReadOnlyList<SurvivalPart>> members,
        SurvivalResult result
    )
    {
        var weights = new Dictionary<string, NamedTensor>();
        JsonArray Parts(IReadOnlyList<SurvivalPart> parts, string prefix) =>
            [
                .. parts.Select(
                    (p, i) =>
                    {
                        var json = p.Model.Save(weights, $"{prefix}{i}.");
                        json["candidate"] = p.Model.Settings.ToJson();
                        json["weight"] = p.Weight;
                        return (JsonNode)json;
                    }
                ),
            ];
        var metrics = result.Report.ToJson();
        metrics.Remove("seconds");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(o.Out));
        var known = SurvivalCard.Known(o, data, result);
        var document = new JsonObject
        {
            ["task"] = "survival",
            ["name"] = name,
            ["time"] = o.Time,
            ["event"] = o.Event,
            ["event_value"] = SurvivalOutcomes.Read(data.Table, o.Time, o.Event, o.EventValue, o.Where).EventValue,
            ["horizons"] = new JsonArray([.. o.Horizons.Select(h => JsonValue.Create(h))]),
            [FollowUp.Member] = data.Rows.Max(r => data.Times[r]),
            ["times"] = new JsonArray([
                .. SurvivalReport.TimesFor([.. data.Rows.Select(r => data.Times[r])]).Select(t => JsonValue.Create(t)),
            ]),
            ["preparation"] = final.Preparation.ToJson(),
            ["parts"] = Parts(final.Parts, "main."),
            ["members"] = new JsonArray([.. members.Select((m, i) => Parts(m, $"member{i}."))]),
            ["metrics"] = metrics,
            ["subgroups"] = new JsonArray([.. result.Subgroups.Select(s => s.ToJson())]),
            ["hazard_ratios"] = result.RatiosToJson(),
            ["importance"] = result.Importance.ToJson("mean |SHAP| of the risk, log hazard"),
            ["background"] = result.Background.ToJson(),
            ["trials"] = new JsonArray([
                .. final.Trials.Select(t => new JsonObject { ["candidate"] = t.Candidate.ToJson(), ["loss"] = t.Loss }),
            ]),
            ["source_attributes"] = SourceAttributes.ToJson(o.About, known),
            ["data_sha256"] = result.DataSha256,
            ["notes"] = new JsonArray([.. result.Notes.Select(BilingualTextConverter.ToNode)]),
            ["plan"] = o.ToJson(),
        };
        Checkpoint.Save(
            o.Out,
            document,
            weights,
            MarkdownCard.Write(SurvivalCard.Write(name, o, final, result, known))
        );
    }
}
