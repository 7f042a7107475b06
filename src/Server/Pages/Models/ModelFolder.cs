using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Markdig;

namespace Xinglin.Server.Pages.Models;

/// <summary>One measured figure: a dotted name, its value and its 95 % interval.</summary>
public sealed record ModelMeasure(string Name, double Value, double? Low, double? High);

/// <summary>One bin of a reliability table.</summary>
public sealed record ReliabilityBin(double Predicted, double Observed, int Count, double? Low, double? High);

/// <summary>A model as its folder describes it: <c>model.json</c> and <c>card.md</c>. Nothing is run.</summary>
/// <param name="Problem">Why the folder cannot be read; null when it can.</param>
public sealed record ModelFolder(
    string Name,
    string Version,
    string Title,
    string Task,
    string CardHtml,
    IReadOnlyList<ModelMeasure> Measures,
    IReadOnlyList<ReliabilityBin> Reliability,
    string? Split,
    string? WeightsDigest,
    string? Problem
)
{
    // Raw HTML in a card is shown as text: a card is data.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .DisableHtml()
        .Build();

    /// <summary>Every <c>name/version</c> folder with a <c>model.json</c>, by name.</summary>
    public static IReadOnlyList<ModelFolder> All(string modelsFolder) =>
        !Directory.Exists(modelsFolder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(
                        modelsFolder,
                        "model.json",
                        new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }
                    )
                    .Select(Path.GetDirectoryName)
                    .OfType<string>()
                    .Where(folder => !File.Exists(Path.Combine(Path.GetDirectoryName(folder)!, "model.json")))
                    .Order(StringComparer.Ordinal)
                    .Select(folder => Read(modelsFolder, folder)),
            ];

    private static ModelFolder Read(string root, string folder)
    {
        var parts = Path.GetRelativePath(root, folder).Split(Path.DirectorySeparatorChar);
        var (name, version) = (parts[0], parts.Length > 1 ? parts[1] : "");
        try
        {
            var document = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "model.json")))!.AsObject();
            var cardPath = Path.Combine(folder, "card.md");
            var card = File.Exists(cardPath) ? File.ReadAllText(cardPath) : "";
            var metrics = document["metrics"] as JsonObject ?? [];
            return new(
                name,
                version,
                Heading(card) ?? name,
                (string?)document["task"] ?? "",
                Markdown.ToHtml(WithoutHeading(card), Pipeline),
                [.. Measured(metrics, "")],
                [.. Bins(metrics["reliability"] as JsonArray)],
                metrics["split"] is JsonValue split && split.TryGetValue<string>(out var words) ? words : null,
                (string?)document["weights_sha256"],
                null
            );
        }
        catch (Exception fault)
            when (fault is JsonException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return new(name, version, name, "", "", [], [], null, null, fault.Message);
        }
    }

    // Of a model with several parts, what tells most of each.
    private static readonly string[] InParts = ["n", "mae", "mae_last_value", "coverage80"];

    private static string? Heading(string card) =>
        card.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))
            ?[2..];

    private static string WithoutHeading(string card) =>
        string.Join(
            '\n',
            card.Split('\n')
                .SkipWhile(line => line.Trim().Length == 0 || line.StartsWith("# ", StringComparison.Ordinal))
        );

    private static IEnumerable<ModelMeasure> Measured(JsonObject metrics, string prefix)
    {
        var intervals = metrics["ci95"] as JsonObject;
        foreach (var (name, node) in metrics)
        {
            if (node is JsonObject inner && name != "ci95")
                foreach (var measure in Measured(inner, prefix + name + " "))
                    yield return measure;
            if (
                node is JsonValue value
                && value.TryGetValue<double>(out var number)
                && (prefix.Length == 0 ? name != "seconds" : InParts.Contains(name))
            )
            {
                var ends = intervals?[name] as JsonArray;
                yield return new(prefix + name, number, (double?)ends?[0], (double?)ends?[1]);
            }
        }
    }

    private static IEnumerable<ReliabilityBin> Bins(JsonArray? bins)
    {
        foreach (var bin in (bins ?? []).OfType<JsonObject>())
            if (bin["count"] is { } count && (int)count > 0)
                yield return new(
                    Number(bin, "predicted"),
                    Number(bin, "observed"),
                    (int)count,
                    (double?)bin["low"],
                    (double?)bin["high"]
                );
    }

    private static double Number(JsonObject bin, string name) =>
        bin[name] is { } value ? Convert.ToDouble((double)value, CultureInfo.InvariantCulture) : 0;
}
