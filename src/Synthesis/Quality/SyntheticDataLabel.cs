using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Quality;

/// <summary>What goes with everything synthetic: that it is, which model made it, with which seed, and under which reason.</summary>
public static class SyntheticDataLabel
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly BilingualText Statement = new(
        "由生成模型合成的数据，不对应任何患者。",
        "Synthetic data made by a generative model; no record is of a patient."
    );

    /// <param name="reason">Why a model that failed its privacy check was used; null for one that passed.</param>
    public static JsonObject Of(Checkpoint model, string kind, int count, int seed, string? reason, TimeProvider clock)
    {
        var json = new JsonObject
        {
            ["synthetic"] = true,
            ["statement"] = BilingualTextConverter.ToNode(Statement),
            ["kind"] = kind,
            ["count"] = count,
            ["seed"] = seed,
            ["model_task"] = model.Task,
            ["weights_sha256"] = (string?)model.Document["weights_sha256"],
            ["trained_on_sha256"] = model.Document["plan"]?["data_sha256"]?.DeepClone(),
            ["privacy_passed"] = (bool)model.Document["release"]!["privacy_passed"]!,
            ["differential_privacy"] = model.Document["differential_privacy"]?.DeepClone(),
            ["made"] = clock.GetUtcNow().ToString("O"),
        };
        if (reason is not null)
            json["privacy_override"] = reason;
        return json;
    }

    /// <summary>Writes <c>F.synthetic.json</c> next to a file <c>F</c>.</summary>
    public static void WriteBeside(string path, JsonObject mark) =>
        File.WriteAllText(path + ".synthetic.json", mark.ToJsonString(Indented) + "\n");
}
