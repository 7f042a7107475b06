using System.Globalization;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Onnx;

namespace Xinglin.Learning.Tests.Onnx;

public sealed class ExportedForecastTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Model => _folder.File("model");
    private string Exported => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, ForecastHorizon.Next)]
    [InlineData(2, ForecastHorizon.Week)]
    [InlineData(0, ForecastHorizon.Day)]
    public void A_forecaster_answers_from_its_onnx_file_as_from_its_folder(int boosters, ForecastHorizon horizon)
    {
        var events = Events();
        ForecastTraining.Run(
            new ForecastTrainingOptions
            {
                Events = events,
                Variable = "glucose",
                Horizon = horizon,
                Out = Model,
                Folds = 2,
                Networks = 2,
                Boosters = boosters,
                Epochs = 2,
                Width = 8,
            },
            TimeProvider.System
        );

        var result = OnnxExport.Run(Model, Exported);
        var count = OnnxPrediction.Run(Exported, events, _folder.File("onnx.csv"), scale: 1.1);
        ForecastPrediction.Run(Model, events, _folder.File("own.csv"), scale: 1.1).Should().Be(count);

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"), 1.1e-3);
    }

    [Fact]
    public void A_folder_of_several_forecasters_is_refused_with_the_way_to_export_each()
    {
        Checkpoint.Save(
            Model,
            new()
            {
                ["task"] = ForecastFolder.AssembledTask,
                ["parts"] = new System.Text.Json.Nodes.JsonArray("glucose"),
            },
            new Dictionary<string, NamedTensor>(),
            new("卡", "card")
        );
        FluentActions
            .Invoking(() => OnnxExport.Run(Model, Exported))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("*several forecasters*");
    }

    /// <summary>Glucose after doses, twenty people, some sixty readings each.</summary>
    private string Events()
    {
        var random = new Random(9);
        var lines = new List<string> { "id,time,variable,value" };
        for (var id = 0; id < 20; id++)
        {
            var level = 6 + 3 * random.NextDouble();
            for (var i = 0; i < 60; i++)
            {
                var hour = 8 * i + 2 * random.NextDouble();
                var dose = i % 3 == 0 ? random.Next(2, 9) : 0;
                if (dose > 0)
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"p{id},{hour - 1:0.00},insulin,{dose}"));
                var value = level - 0.1 * dose + random.NextDouble();
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"p{id},{hour:0.00},glucose,{value:0.0}"));
            }
        }
        return _folder.Write("events.csv", string.Join('\n', lines) + "\n");
    }
}
