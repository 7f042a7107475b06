using Xinglin.Learning.Onnx;
using Xinglin.Learning.Series;
using Xinglin.Learning.Tests.Series;

namespace Xinglin.Learning.Tests.Onnx;

public sealed class ExportedSeriesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Model => _folder.File("model");
    private string Exported => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("linear,trees,gru")]
    [InlineData("lstm,transformer,grud")]
    public void A_series_model_answers_from_its_onnx_file_as_from_its_folder(string members)
    {
        SeriesFiles.Write(_folder.Path);
        var events = _folder.File("events.csv");
        foreach (var member in members.Split(','))
        {
            SeriesTraining.Run(
                new SeriesTrainingOptions
                {
                    Events = events,
                    Outcomes = _folder.File("outcomes.csv"),
                    Target = "course",
                    Static = _folder.File("static.csv"),
                    Members = [member],
                    Out = Model,
                    Folds = 2,
                    Boosters = 1,
                    Bins = 8,
                    Width = 8,
                    Epochs = 1,
                    Threads = 1,
                },
                TimeProvider.System
            );

            var result = OnnxExport.Run(Model, Exported);
            OnnxPrediction.Run(Exported, events, _folder.File("onnx.csv"), statics: _folder.File("static.csv"));
            SeriesPrediction.Run(Model, events, _folder.File("own.csv"), _folder.File("static.csv"));

            result.Difference.Should().BeLessThan(OnnxExport.Tolerance, member);
            SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"));
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Series_answers_at_each_moment_and_in_numbers_are_the_same_from_the_file(bool number, bool hourly)
    {
        foreach (var member in new[] { "linear", "trees", "gru", "lstm", "grud", "transformer" })
        {
            string events;
            var options = new SeriesTrainingOptions
            {
                Members = [member],
                Out = Model,
                Folds = 2,
                Boosters = 3,
                Bins = 8,
                Width = 8,
                Epochs = 1,
                Threads = 1,
            };
            if (hourly)
            {
                options = options with { Folder = events = SeriesFiles.WriteFolder(_folder.Path, number, 24) };
            }
            else
            {
                SeriesFiles.Write(_folder.Path);
                events = _folder.File("events.csv");
                var ages = File.ReadLines(_folder.File("static.csv"))
                    .Select(line => string.Join(',', line.Split(',')[..2]));
                options = options with
                {
                    Events = events,
                    Outcomes = _folder.Write("ages.csv", string.Join('\n', ages)),
                    Target = "age",
                };
            }
            SeriesTraining.Run(options, TimeProvider.System);

            var result = OnnxExport.Run(Model, Exported);
            OnnxPrediction.Run(Exported, events, _folder.File("onnx.csv"));
            SeriesPrediction.Run(Model, events, _folder.File("own.csv"));

            result.Difference.Should().BeLessThan(OnnxExport.Tolerance, member);
            SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"), number ? 1e-3 : 1e-4);
        }
    }
}
