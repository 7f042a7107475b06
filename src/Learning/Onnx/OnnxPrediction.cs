using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Images;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Columns;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Onnx;

/// <summary><c>xinglin predict --model M.onnx</c>: the answers of an ONNX model, ours or of others, as a CSV.</summary>
public static class OnnxPrediction
{
    /// <summary>Whether a path is that of an ONNX file, not of a model folder.</summary>
    public static bool Is(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <param name="data">
    /// A CSV, an npz or a folder of pictures; for a series model or a forecaster an events CSV; for a segmentation images.
    /// </param>
    /// <param name="outPath">A CSV; for a segmentation the folder of masks.</param>
    /// <param name="split">Of an npz or a folder with splits.</param>
    /// <param name="scale">Of a forecaster: factor from the file's unit to the model's.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="CheckpointRefusedException">The model cannot be run, or does not fit the data.</exception>
    public static int Run(
        string model,
        string data,
        string outPath,
        string split = "test",
        string? statics = null,
        string? idColumn = null,
        string? timeUnit = null,
        double scale = 1,
        CancellationToken cancellation = default
    )
    {
        TorchRuntime.EnsureLoaded();
        using var session = OnnxSession.Open(model);
        if (OwnOnnx.Of(session) is { } own)
            return own.Task switch
            {
                ImageModel.Task => Pictures(outPath, own.Classes, Images(own, Open(data, split))),
                SeriesModel.Task => Series(own, data, outPath, statics, idColumn, timeUnit),
                SegmentationModel.Task => SegmentationPrediction.Run(
                    own.Segmentation.Labels,
                    own.Draw,
                    data,
                    outPath,
                    cancellation
                ),
                ForecastModel.Task => Forecasts(own.Forecaster(), data, outPath, scale),
                _ => Table(CsvTable.Read(data), outPath, own.IdColumn, _ => own.Classes, own.Answer),
            };
        var foreign = new ForeignOnnx(session, OnnxSidecar.Beside(model) ?? new OnnxSidecar());
        if (!foreign.ReadsPictures)
            return Table(CsvTable.Read(data), outPath, foreign.IdColumn, foreign.Classes, foreign.Answer);
        var answers = foreign.Answer(Open(data, split));
        return Pictures(outPath, foreign.Classes(answers[0].Length), answers);
    }

    private static double[][] Images(OwnOnnx own, IReadOnlyList<Picture> pictures)
    {
        var preparation = own.Pictures;
        return own.Answer([.. pictures.Select(preparation.Apply)]);
    }

    private static int Pictures(string outPath, IReadOnlyList<string> classes, double[][] answers)
    {
        ImagePredictions.Write(outPath, classes, answers);
        return answers.Length;
    }

    private static int Series(
        OwnOnnx own,
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
        var moments = SeriesModel.Moments(described.Target, events);
        var answers = own.Answer(events, source.ReadStatics(), moments)
            .Select(
                SeriesOutcome (one) =>
                    described.Target.IsNumber
                        ? new SeriesOutcome.Number(new NumberAnswer(one[0], one[1], one[2], one[3]))
                        : new SeriesOutcome.Classes(one)
            )
            .ToArray();
        return SeriesPrediction.Write(outPath, described.Target, source, events, moments, answers);
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

    /// <summary>A folder may also hold the pictures themselves.</summary>
    private static IReadOnlyList<Picture> Open(string data, string split)
    {
        if (
            Directory.Exists(data)
            && Directory.EnumerateFiles(data).Where(PictureFile.Is).Order(StringComparer.Ordinal).ToArray()
                is { Length: > 0 } files
        )
            return [.. files.Select(PictureFile.Read)];
        var pictures = ImagePredictions.Split([data], split, labelled: false).Pictures;
        return pictures.Count > 0
            ? pictures
            : throw new DataRefusedException(Path.GetFileName(data), "There are no pictures in it.");
    }
}
