using System.Globalization;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images;
using Xinglin.Learning.Series;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tests;
using Xinglin.Learning.Tests.Tables;

namespace Xinglin.Learning.Onnx;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("model");
    private string Exported => folder.File("model.onnx");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        """{"kind":"logistic","c":0.3,"log":true},{"kind":"logistic","c":0.1,"log":true,"splines":true,"pairs":3}"""
    )]
    [InlineData("""{"kind":"lightgbm","rounds":40,"rate":0.1,"leaves":7,"leaf_rows":10,"columns":0.7,"penalty":1}""")]
    [InlineData("""{"kind":"forest","trees":20,"columns":0.5,"leaf_rows":5,"extra":false,"shrinkage":10}""")]
    [InlineData("""{"kind":"network","epochs":3,"rate":0.002,"weight_decay":0.1,"batch":32,"log":true}""")]
    [InlineData(
        """{"kind":"network","epochs":3,"rate":0.002,"weight_decay":0.1,"batch":32,"log":true,"width":16,"blocks":2,"dropout":0.1,"copies":2}"""
    )]
    public void A_table_model_answers_from_its_onnx_file_as_from_its_folder(string candidates)
    {
        foreach (
            var (text, target) in new[] { (MadeTables.Binary(300), "outcome"), (MadeTables.ThreeClasses(200), "kind") }
        )
        {
            var data = folder.Write("data.csv", text);
            var plan = $$"""
                {"format":"xinglin-plan/1","task":"tabular","data":"{{data}}","target":"{{target}}","seed":7,
                 "outer_folds":3,"inner_folds":3,"members":2,{{(
                    target == "outcome" ? "\"id\":\"id\"," : ""
                )}}"search":[{{candidates}}]}
                """;
            TabularTraining.Run(new() { Plan = folder.Write("plan.json", plan), Out = Model });

            var result = OnnxExport.Run(Model, Exported);
            OnnxPrediction.Run(Exported, data, folder.File("onnx.csv"));
            TabularPrediction.Run(Model, data, folder.File("own.csv"));

            result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
            Same(folder.File("own.csv"), folder.File("onnx.csv"));
        }
    }

    [Fact]
    public void A_part_that_would_carry_the_training_rows_with_it_is_not_exported()
    {
        var data = folder.Write("data.csv", MadeTables.ThreeClasses(200));
        var plan = $$"""
            {"format":"xinglin-plan/1","task":"tabular","data":"{{data}}","target":"kind","seed":7,
             "outer_folds":3,"inner_folds":3,"members":2,"search":[{"kind":"neighbours","k":9,"log":false}]}
            """;
        TabularTraining.Run(new() { Plan = folder.Write("plan.json", plan), Out = Model });

        FluentActions
            .Invoking(() => OnnxExport.Run(Model, Exported))
            .Should()
            .Throw<CheckpointRefusedException>()
            .WithMessage("*neighbours*logistic*");
        File.Exists(Exported).Should().BeFalse();
    }

    [Theory]
    [InlineData("small", 4)]
    [InlineData("resnet18", 8)]
    [InlineData("resnet50", 4)]
    [InlineData("mobilenetv2", null)]
    public void An_image_model_answers_from_its_onnx_file_as_from_its_folder(string network, int? width)
    {
        var data = PhantomPictures.Archive(folder.File("phantoms.npz"), training: 48, validation: 24);
        ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [data],
                Out = Model,
                Network = network,
                Width = width,
                Networks = 1,
                Epochs = 1,
                Views = network == "small" ? 5 : 1,
            },
            TimeProvider.System
        );

        var result = OnnxExport.Run(Model, Exported);
        OnnxPrediction.Run(Exported, data, folder.File("onnx.csv"), "val");
        ImagePredictions.Run(Model, [data], "val", folder.File("own.csv"));

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        Same(folder.File("own.csv"), folder.File("onnx.csv"));
    }

    [Theory]
    [InlineData("linear,trees,gru")]
    [InlineData("lstm,transformer,grud")]
    public void A_series_model_answers_from_its_onnx_file_as_from_its_folder(string members)
    {
        CourseFiles.Write(folder.Path);
        var events = folder.File("events.csv");
        foreach (var member in members.Split(','))
        {
            SeriesTraining.Run(
                new SeriesTrainingOptions
                {
                    Events = events,
                    Outcomes = folder.File("outcomes.csv"),
                    Target = "course",
                    Static = folder.File("static.csv"),
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
            OnnxPrediction.Run(Exported, events, folder.File("onnx.csv"), statics: folder.File("static.csv"));
            SeriesPrediction.Run(Model, events, folder.File("own.csv"), folder.File("static.csv"));

            result.Difference.Should().BeLessThan(OnnxExport.Tolerance, member);
            Same(folder.File("own.csv"), folder.File("onnx.csv"));
        }
    }

    [Fact]
    public void A_changed_weight_is_noticed_before_the_file_is_given_out()
    {
        var graph = new OnnxGraph();
        var layers = new OnnxLayers(graph, new Dictionary<string, NamedTensor>());
        FluentActions
            .Invoking(() => layers.Linear(graph.Input("x", "rows", 2), "main.0.layer0"))
            .Should()
            .Throw<CheckpointRefusedException>()
            .WithMessage("weight main.0.layer0*");
    }

    /// <summary>The same rows, and each probability within the tolerance.</summary>
    private static void Same(string own, string exported)
    {
        var (a, b) = (Read(own), Read(exported));
        b.Count.Should().Be(a.Count).And.BeGreaterThan(10);
        var columns = a[0].Index().Where(cell => cell.Item.StartsWith("p_", StringComparison.Ordinal)).ToArray();
        columns.Should().NotBeEmpty();
        foreach (var (row, other) in a.Zip(b).Skip(1))
        {
            other[0].Should().Be(row[0]);
            foreach (var (at, name) in columns)
                Number(other[b[0].IndexOf(name)]).Should().BeApproximately(Number(row[at]), 1e-4);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        static List<List<string>> Read(string path) =>
            [.. File.ReadLines(path).Select(line => line.Split(',').ToList())];
    }
}
