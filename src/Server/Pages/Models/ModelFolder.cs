using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Models;

/// <summary>One measured figure: a dotted name, its value and its 95 % interval.</summary>
public sealed record ModelMeasure(string Name, double Value, double? Low, double? High);

/// <summary>How a forecaster did on one variable, in the variable's unit.</summary>
/// <param name="LastValue">Error of "same as the last reading".</param>
/// <param name="Coverage">Share of readings inside the 80 % band, 0 to 1.</param>
public sealed record ForecastMeasure(string Variable, int Readings, double Error, double LastValue, double Coverage);

/// <summary>One bin of a reliability table.</summary>
public sealed record ShownBin(double Predicted, double Observed, int Count, double? Low, double? High);

/// <summary>A model as its folder describes it: <c>model.json</c> and its card in each language. Nothing is run.</summary>
/// <param name="Problem">Why the folder cannot be read; null when it can.</param>
public sealed record ModelFolder(
    string Name,
    string Version,
    BilingualText Title,
    string Task,
    BilingualText CardHtml,
    IReadOnlyList<ModelMeasure> Measures,
    IReadOnlyList<ForecastMeasure> Forecasts,
    IReadOnlyList<ShownBin> Reliability,
    BilingualText? Split,
    string? WeightsDigest,
    string? Problem
)
{
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
            var card = Checkpoint.CardOf(folder);
            var metrics = document["metrics"] as JsonObject ?? [];
            // What stands for the model is what was measured on data that no step of its training saw.
            var held = document["metrics_held_out"] as JsonObject;
            return new(
                name,
                version,
                Titled(new(CardText.Title(card.Zh) ?? name, CardText.Title(card.En) ?? name), version),
                (string?)document["task"] ?? "",
                new(CardText.Html(card.Zh), CardText.Html(card.En)),
                [.. Measured(held ?? metrics)],
                [.. Forecast(metrics)],
                [.. Bins(metrics["reliability"] as JsonArray)],
                held?["data"] is JsonObject data ? new((string?)data["zh"] ?? "", (string?)data["en"] ?? "")
                    : metrics["split"] is JsonValue split && split.TryGetValue<string>(out var stated)
                        ? MeasureWords.Split(stated)
                    : null,
                (string?)document["weights_sha256"],
                null
            );
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A folder of another version, cut off or edited by hand: the other models are shown all the same.
            return new(name, version, new(name, name), "", new("", ""), [], [], [], null, null, fault.Message);
        }
    }

    // The version is next to the title.
    private static BilingualText Titled(BilingualText title, string version) =>
        version.Length == 0 ? title : new(title.Zh.Replace(version, "").Trim(), title.En.Replace(version, "").Trim());

    private static IEnumerable<ModelMeasure> Measured(JsonObject metrics)
    {
        var intervals = metrics["ci95"] as JsonObject;
        foreach (var (name, node) in metrics)
        {
            if (name != "seconds" && node is JsonValue value && value.TryGetValue<double>(out var number))
            {
                var ends = intervals?[name] as JsonArray;
                yield return new(name, number, (double?)ends?[0], (double?)ends?[1]);
            }
        }
    }

    private static IEnumerable<ForecastMeasure> Forecast(JsonObject metrics)
    {
        foreach (var (variable, node) in metrics)
        {
            if (node is JsonObject part && part["mae"] is not null && part["mae_last_value"] is not null)
            {
                yield return new(
                    variable,
                    (int)Number(part, "n"),
                    Number(part, "mae"),
                    Number(part, "mae_last_value"),
                    Number(part, "coverage80")
                );
            }
        }
    }

    private static IEnumerable<ShownBin> Bins(JsonArray? bins)
    {
        foreach (var bin in (bins ?? []).OfType<JsonObject>())
        {
            if (bin["count"] is { } count && (int)count > 0)
            {
                yield return new(
                    Number(bin, "predicted"),
                    Number(bin, "observed"),
                    (int)count,
                    (double?)bin["low"],
                    (double?)bin["high"]
                );
            }
        }
    }

    private static double Number(JsonObject bin, string name) =>
        bin[name] is { } value ? Convert.ToDouble((double)value, CultureInfo.InvariantCulture) : 0;
}
