using System.Text.Json.Nodes;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables;

/// <summary>Writes a trained table model as a checkpoint (docs/formats.md, "Table models").</summary>
internal static class TabularCheckpoint
{
    public static void Save(
        TabularPlan plan,
        TrainingTable ready,
        ModelChoice final,
        IReadOnlyList<IReadOnlyList<Part>> members,
        double intervalScale,
        TrainingResult result
    )
    {
        var weights = new Dictionary<string, NamedTensor>();
        SaveParts(final.Parts, "main.", weights);
        for (var m = 0; m < members.Count; m++)
            SaveParts(members[m], $"member{m}.", weights);
        var metrics = result.Report.ForModel();
        metrics.Remove("seconds"); // the one figure that differs from run to run
        var name =
            plan.Card.GetValueOrDefault("name")?.En ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(plan.Out));
        var document = new JsonObject
        {
            ["task"] = "tabular",
            ["name"] = name,
            ["classes"] = new JsonArray([.. ready.Classes.Names.Select(c => JsonValue.Create(c))]),
            ["target"] = new JsonObject
            {
                ["column"] = plan.Target,
                ["class_of"] = new JsonObject(
                    ready.Classes.ClassOf.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)JsonValue.Create(c.Value)))
                ),
            },
            ["preparation"] = final.Preparation.ToJson(),
            ["parts"] = new JsonArray([
                .. final.Parts.Select(p => new JsonObject
                {
                    ["candidate"] = p.Model.Settings.ToJson(),
                    ["weight"] = p.Weight,
                }),
            ]),
            ["members"] = members.Count,
            ["interval_scale"] = intervalScale,
            ["calibration"] = final.Calibration.ToJson(),
            ["threshold"] = result.Trust?.Report.Positive?.Point.Threshold ?? final.Threshold,
            ["metrics"] = metrics,
            ["fold_auc"] = new JsonArray([
                .. result.Folds.Select(f => double.IsNaN(f) ? null : JsonValue.Create(Math.Round(f, 6))),
            ]),
            ["trials"] = new JsonArray([.. final.Trials.Select(t => t.ToJson())]),
            ["data_sha256"] = result.DataSha256,
            ["notes"] = new JsonArray([.. result.Notes.Select(BilingualTextConverter.ToNode)]),
            ["plan"] = plan.ToJson(),
        };
        result.Trust?.Keep(document);
        Checkpoint.Save(
            plan.Out,
            document,
            weights,
            MarkdownCard.Write(TabularCard.Write(name, plan, ready, final, members.Count, result))
        );
    }

    private static void SaveParts(IReadOnlyList<Part> parts, string prefix, Dictionary<string, NamedTensor> weights)
    {
        for (var i = 0; i < parts.Count; i++)
            parts[i].Model.Save(weights, $"{prefix}{i}.");
    }
}
