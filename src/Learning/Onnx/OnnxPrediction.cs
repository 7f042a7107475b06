using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Torch;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Onnx;

/// <summary><c>xinglin predict --model M.onnx</c>: the answers of an ONNX model, ours or of others, as a CSV.</summary>
public static class OnnxPrediction
{
    /// <summary>Whether a path is that of an ONNX file, not of a model folder.</summary>
    public static bool Is(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <param name="data">
    /// A CSV, an npz or a folder of images; for a series model or a forecaster an events CSV; for a segmentation images.
    /// </param>
    /// <param name="outPath">A CSV; for a segmentation the folder of masks.</param>
    /// <param name="split">Of an npz or a folder with splits.</param>
    /// <param name="scale">Of a forecaster: factor from the file's unit to the model's.</param>
    /// <param name="horizons">Of a survival model: the times to speak of; null or empty: those of the training.</param>
    /// <param name="note">Called with each thing a person should know of a table given to a model of ours.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="InvalidInputException">The model cannot be run, or does not fit the data.</exception>
    public static int Run(
        string model,
        string data,
        string outPath,
        string split = "test",
        string? statics = null,
        string? idColumn = null,
        string? timeUnit = null,
        double scale = 1,
        IReadOnlyList<double>? horizons = null,
        CancellationToken cancellation = default,
        Action<BilingualText>? note = null
    )
    {
        TorchRuntime.EnsureLoaded();
        using var session = OnnxSession.Open(model);
        if (ExportedModel.Of(session) is { } own)
        {
            return own.Task switch
            {
                ImageModel.Task => Images(outPath, own, Open(data, split, own.Images.Size)),
                SeriesModel.Task => Series(own, data, outPath, statics, idColumn, timeUnit),
                "survival" => Survival(own, CsvTable.Read(data), outPath, horizons, note),
                SegmentationModel.Task => SegmentationPrediction.Run(
                    own.Segmentation.Labels,
                    own.Draw,
                    data,
                    outPath,
                    cancellation
                ),
                ForecastModel.Task => Forecasts(own.Forecaster(), data, outPath, scale),
                ExportedModel.Generator => throw new InvalidInputException(
                    $"{Path.GetFileName(model)} draws images and predicts nothing",
                    "Draw with its folder: xinglin synthesise images."
                ),
                _ => OwnTable(own, CsvTable.Read(data), outPath, note),
            };
        }

        var foreign = new ThirdPartyOnnxModel(session, OnnxSidecar.Beside(model) ?? new OnnxSidecar());
        if (!foreign.ReadsImages)
            return Table(CsvTable.Read(data), outPath, foreign.IdColumn, foreign.Classes, foreign.Answer);
        // As they are: a model of others says itself how large it wants them.
        var (images, files) = Open(data, split, null);
        var answers = foreign.Answer(images);
        ImagePredictions.Write(outPath, foreign.Classes(answers[0].Length), answers, files);
        return answers.Length;
    }

    private static int Images(string outPath, ExportedModel own, (IReadOnlyList<Image> Images, string[] Files) given)
    {
        var preparation = own.Images;
        var answers = own.Answer([.. given.Images.Select(preparation.Apply)]);
        ImagePredictions.Write(outPath, own.Classes, answers, given.Files);
        return answers.Length;
    }

    private static int Series(
        ExportedModel own,
        string data,
        string outPath,
        string? statics,
        string? idColumn,
        string? timeUnit
    )
    {
        var described = own.Series;
        var source = SeriesPrediction.Source(described, data, null, statics, idColumn, timeUnit);
        var events = source.ReadEvents();
        var features = source.ReadStatics();
        SeriesFit.Check(described, events, features);
        var moments = SeriesModel.PredictionTimes(described.Target, events);
        var answers = own.Answer(events, features, moments)
            .Select(
                SeriesOutcome (one) =>
                    described.Target.IsNumber
                        ? new SeriesOutcome.Number(new NumberAnswer(one[0], one[1], one[2], one[3]))
                        : new SeriesOutcome.Classes(one)
            )
            .ToArray();
        return SeriesPrediction.Write(outPath, described.Target, source, events, moments, answers);
    }

    /// <summary>As the folder's, but for the intervals: they come from models that the file does not hold.</summary>
    private static int Survival(
        ExportedModel own,
        Table table,
        string outPath,
        IReadOnlyList<double>? horizons,
        Action<BilingualText>? note
    )
    {
        var at = own.Asked(horizons);
        var (survival, risks) = own.Answer(table, at);
        var id = own.IdColumn is { } named && table.Has(named) ? named : null;
        SurvivalFile.Write(outPath, table, id, [.. Enumerable.Range(0, table.Rows)], at, survival, risks);
        foreach (var one in DataShiftReport.Of(own.Preparation.Columns, table).Notes)
            note?.Invoke(one);
        return table.Rows;
    }

    /// <summary>As the folder's, but for the intervals.</summary>
    private static int OwnTable(ExportedModel own, Table table, string outPath, Action<BilingualText>? note)
    {
        var answers = own.Answer(table);
        var id = own.IdColumn is { } named && table.Has(named) ? named : null;
        var strange = DataShiftReport.Of(own.Preparation.Columns, table);
        Func<double[], string>? sets = own.Sets is { } rule ? p => rule.Text(p, own.Classes) : null;
        PredictionFile.Write(outPath, table, id, own.Classes, answers, sets: sets, strange: strange);
        foreach (var one in strange.Notes)
            note?.Invoke(one);
        return answers.Length;
    }

    private static int Forecasts(ForecastModel model, string data, string outPath, double scale) =>
        ForecastPrediction.Run(
            [(model, ForecastFolder.Scaled(EventFile.Read(data), model.Description.Variable, scale))],
            outPath
        );

    private static int Table(
        Table table,
        string outPath,
        string? id,
        Func<int, IReadOnlyList<string>> classes,
        Func<Table, double[][]> answer
    )
    {
        var answers = answer(table);
        var named = id is not null && table.Has(id) ? id : null;
        PredictionFile.Write(outPath, table, named, classes(answers.Length == 0 ? 0 : answers[0].Length), answers);
        return answers.Length;
    }

    private static (IReadOnlyList<Image> Images, string[] Files) Open(string data, string split, int? atMost)
    {
        var given = ImagePredictions.Read([data], split, atMost);
        return given.Images.Count > 0
            ? given
            : throw InvalidInputException.In(Path.GetFileName(data), "There are no images in it.");
    }
}
