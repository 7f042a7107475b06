using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Tables.Features;
using static TorchSharp.torch;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// An ONNX model that this program exported: the file says how raw data are prepared, so that it answers as the model folder
/// does.
/// </summary>
public sealed class ExportedModel(OnnxSession session, JsonObject document)
{
    /// <summary>The name of the metadata entry that holds the document.</summary>
    public const string Key = "xinglin";

    /// <summary>The task of a generator of images, which predicts nothing.</summary>
    public const string Generator = "image-generator";

    public const string Format = "xinglin-onnx/1";

    private const int RowsAtOnce = 2048;

    /// <summary>What of <c>model.json</c> goes into the file.</summary>
    private static readonly string[] Members =
    [
        "task",
        "name",
        "classes",
        "target",
        "preparation",
        "parts",
        "model",
        "calibration",
        "calibrations",
        "threshold",
        "prediction_sets",
        "time",
        "horizons",
        FollowUp.Member,
        "proportions",
        "release",
        "weights_sha256",
    ];

    public string Task => (string)document["task"]!;

    /// <summary>The id column of a table model; null: rows are counted.</summary>
    public string? IdColumn => (string?)document["id"];

    /// <summary>The names of the answers' columns, without <c>p_</c>.</summary>
    public IReadOnlyList<string> Classes =>
        Task switch
        {
            ImageModel.Task => Names(document["model"]!["Classes"]!),
            SeriesModel.Task => Series.Target.IsNumber ? [] : Series.Target.Classes,
            _ => Names(document["classes"]!),
        };

    public SeriesDescription Series => document["model"].Deserialize<SeriesDescription>()!;

    public SegmentationDescription Segmentation => document["model"].Deserialize<SegmentationDescription>()!;

    public ImagePreparation Images => document["model"]!["Preparation"].Deserialize<ImagePreparation>()!;

    /// <summary>Of a table or survival model: what it needs of a row.</summary>
    public Preparation Preparation => Preparation.FromJson(document["preparation"]!);

    /// <summary>The rule of a table model's prediction sets; null where the file has none.</summary>
    public ConformalSets? Sets =>
        document["prediction_sets"] is { } sets ? ConformalSets.FromJson(sets, Names(document["classes"]!)) : null;

    /// <summary>The document of an export.</summary>
    public static JsonObject Describe(JsonObject model)
    {
        var document = new JsonObject { ["format"] = Format };
        foreach (var name in Members)
        {
            if (model[name] is { } value)
                document[name] = value.DeepClone();
        }

        document["id"] = (string?)model["plan"]?["id"] is { } id ? JsonValue.Create(id) : null;
        return document;
    }

    /// <returns>Null when the file was made by somebody else.</returns>
    /// <exception cref="InvalidInputException">It is ours, but of another version or not whole.</exception>
    public static ExportedModel? Of(OnnxSession session)
    {
        if (!session.Metadata.TryGetValue(Key, out var text))
            return null;
        JsonObject? document;
        try
        {
            document = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            document = null;
        }
        if ((string?)document?["format"] != Format)
        {
            throw new InvalidInputException(
                $"{session.Name}, metadata '{Key}': the format is unknown, this version reads '{Format}'",
                "Export the model again with this version."
            );
        }

        return new ExportedModel(session, document!);
    }

    /// <summary>Calibrated probabilities [rows][classes].</summary>
    /// <exception cref="InvalidInputException">A column is missing or unreadable.</exception>
    public double[][] Answer(Table table)
    {
        var answers = new List<double[]>();
        foreach (var inputs in Encoded(table))
            answers.AddRange(Rows(session.Run(inputs, "probabilities")));
        return [.. answers];
    }

    /// <summary>The times that a survival model shall speak of; null or empty: those it was trained for.</summary>
    /// <exception cref="InvalidInputException">One is beyond the longest follow-up.</exception>
    public IReadOnlyList<double> Asked(IReadOnlyList<double>? horizons) => FollowUp.Asked(document, horizons);

    /// <summary>Of a survival model: the chance of no event until each time [rows][times], and the risks of the rows.</summary>
    /// <exception cref="InvalidInputException">A column is missing or unreadable.</exception>
    public (double[][] Survival, double[] Risks) Answer(Table table, IReadOnlyList<double> times)
    {
        var (survival, risks) = (new List<double[]>(), new List<double>());
        foreach (var inputs in Encoded(table))
        {
            inputs[SurvivalGraph.Times] = ([.. times.Select(time => (float)time)], [times.Count]);
            survival.AddRange(Rows(session.Run(inputs, SurvivalGraph.Survival)));
            risks.AddRange(session.Run(inputs, SurvivalGraph.Risks).Values.Select(risk => (double)risk));
        }
        return ([.. survival], [.. risks]);
    }

    /// <summary>Rows as each input encodes them, some thousand at a time.</summary>
    private IEnumerable<Dictionary<string, (float[], int[])>> Encoded(Table table)
    {
        var preparation = Preparation;
        var features = preparation.Read(table);
        foreach (var rows in Enumerable.Range(0, table.Rows).Chunk(RowsAtOnce))
        {
            yield return session
                .Inputs.Keys.Where(input => input != SurvivalGraph.Times)
                .ToDictionary(
                    input => input,
                    input => Values(preparation.Encode(features, rows, Enum.Parse<Encoding>(input, ignoreCase: true)))
                );
        }
    }

    /// <summary>Calibrated probabilities [images][classes] of prepared images.</summary>
    public double[][] Answer(IReadOnlyList<float[]> prepared)
    {
        var wanted = session.Inputs[ImageGraph.Input];
        var answers = new List<double[]>();
        foreach (var part in prepared.Chunk(64))
        {
            int[] shape = [part.Length, .. wanted[1..]];
            var inputs = new Dictionary<string, (float[], int[])>
            {
                [ImageGraph.Input] = (part.SelectMany(one => one).ToArray(), shape),
            };
            answers.AddRange(Rows(session.Run(inputs, "probabilities")));
        }
        return [.. answers];
    }

    /// <summary>For each moment its calibrated probabilities, or 10 %, 50 %, 90 % quantile and mean.</summary>
    public double[][] Answer(EventTable events, OutcomeFile? statics, IReadOnlyList<PredictionTime> moments)
    {
        var series = Series;
        var answers = new double[moments.Count][];
        foreach (var part in SeriesModel.WholeSeries(moments, RowsAtOnce))
        {
            var ids = part.Select(i => moments[i].Id).Distinct().ToArray();
            var place = ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
            var rows = Array.ConvertAll(part, i => new SeriesRow(place[moments[i].Id], moments[i].Hour));
            var inputs = new Dictionary<string, (float[], int[])>();
            for (var fold = 0; fold < series.Preparations.Count; fold++)
            {
                using var scope = NewDisposeScope();
                var preparation = series.Preparations[fold];
                using var prepared = new PreparedRows(preparation, events, statics, ids, rows);
                void Give(string name, Func<(float[], int[])> values)
                {
                    if (session.Inputs.ContainsKey($"{name}_{fold}"))
                        inputs[$"{name}_{fold}"] = values();
                }
                Give("steps", () => Values(prepared.Steps));
                Give("steady", () => Values(prepared.Steady));
                Give("statistics", () => Values(prepared.Statistics));
                Give("summaries", () => Values(prepared.Summaries));
                Give(
                    "place",
                    () =>
                        (
                            [.. rows.SelectMany(row => new float[] { row.Series, preparation.StepOf(row.Until) })],
                            [rows.Length, 2]
                        )
                );
            }
            var found = Rows(session.Run(inputs, series.Target.IsNumber ? "numbers" : "probabilities"));
            for (var n = 0; n < part.Length; n++)
                answers[part[n]] = found[n];
        }
        return answers;
    }

    /// <summary>As <see cref="SegmentationModel"/> asks its networks.</summary>
    /// <param name="patch">[1, C, (D,) H, W]</param>
    /// <returns>For each network the probabilities, [classes, (D,) H, W].</returns>
    public Tensor[] Ask(Tensor patch)
    {
        var inputs = new Dictionary<string, (float[], int[])> { [SegmentationGraph.Input] = Values(patch) };
        var (values, shape) = session.Run(inputs, SegmentationGraph.Each);
        var all = tensor(values, Array.ConvertAll(shape, side => (long)side)).squeeze(0);
        return [.. Enumerable.Range(0, shape[1]).Select(i => all.select(0, i))];
    }

    /// <summary>The shapes drawn on an image, as <see cref="SegmentationModel.Draw(Scan)"/> draws them.</summary>
    public SegmentedScan Draw(Scan scan)
    {
        var model = Segmentation;
        return SegmentationModel.Draw(model.Plan, Ask, scan, model.LargestOnly);
    }

    /// <summary>The forecaster, its quantiles from the file.</summary>
    public ForecastModel Forecaster() =>
        ExportedForecaster.Of(session, document["model"].Deserialize<ForecastDescription>()!);

    private static (float[], int[]) Values(Encoded encoded) => (encoded.Values, [encoded.Rows, encoded.Columns]);

    private static (float[], int[]) Values(Tensor tensor) =>
        (tensor.contiguous().data<float>().ToArray(), Array.ConvertAll(tensor.shape, side => (int)side));

    private static double[][] Rows((float[] Values, int[] Shape) answer) =>
        [.. answer.Values.Chunk(answer.Shape[^1]).Select(row => Array.ConvertAll(row, value => (double)value))];

    private static string[] Names(JsonNode names) => [.. names.AsArray().Select(name => (string)name!)];
}
