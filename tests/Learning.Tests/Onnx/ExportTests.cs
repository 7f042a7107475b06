using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Formats.Numpy;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Onnx;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tests.Images;
using Xinglin.Learning.Tests.Tables;

namespace Xinglin.Learning.Tests.Onnx;

public sealed class ExportTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Model => _folder.File("model");
    private string Exported => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        """{"kind":"logistic","c":0.3,"log":true},{"kind":"logistic","c":0.1,"log":true,"splines":true,"pairs":3}"""
    )]
    [InlineData("""{"kind":"logistic","c":0.3,"log":true,"impute":true}""")]
    [InlineData("""{"kind":"neighbours","k":9,"log":false},{"kind":"neighbours","k":20,"log":true}""")]
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
            var data = _folder.Write("data.csv", text);
            var plan = $$"""
                {"format":"xinglin-plan/1","task":"tabular","data":"{{data}}","target":"{{target}}","seed":7,
                 "outer_folds":3,"inner_folds":3,"members":2,{{(
                    target == "outcome" ? "\"id\":\"id\"," : ""
                )}}"search":[{{candidates}}]}
                """;
            TabularTraining.Run(new() { Plan = _folder.Write("plan.json", plan), Out = Model });

            var result = OnnxExport.Run(Model, Exported);
            OnnxPrediction.Run(Exported, data, _folder.File("onnx.csv"));
            TabularPrediction.Run(Model, data, _folder.File("own.csv"));

            result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
            SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"));
        }
    }

    [Fact]
    public void Neighbours_equally_far_are_asked_in_the_same_order_by_folder_and_file()
    {
        // Levels alone: most rows have many twins of either class.
        var random = new Random(4);
        var rows = Enumerable
            .Range(0, 300)
            .Select(_ => (A: random.Next(3), B: random.Next(2)))
            .Select(r => $"{"xyz"[r.A]},{"uv"[r.B]},{(random.NextDouble() < 0.3 + 0.2 * r.A ? "yes" : "no")}");
        var data = _folder.Write("data.csv", "a,b,outcome\n" + string.Join('\n', rows) + "\n");
        var plan = $$"""
            {"format":"xinglin-plan/1","task":"tabular","data":"{{data}}","target":"outcome","seed":7,
             "outer_folds":3,"inner_folds":3,"members":2,"search":[{"kind":"neighbours","k":10,"log":false}]}
            """;
        TabularTraining.Run(new() { Plan = _folder.Write("plan.json", plan), Out = Model });

        var result = OnnxExport.Run(Model, Exported);

        result.Difference.Should().BeLessThan(1e-5);
        result.TrainingRows.Should().Be(300, "whoever exports is told that patients' rows are in the file");
    }

    [Fact]
    public void A_model_of_volumes_answers_from_its_onnx_file_as_from_its_folder()
    {
        const int count = 24,
            size = 12;
        var random = new Random(3);
        var (values, others) = (new byte[count * size * size * size], new byte[count * size * size * size]);
        random.NextBytes(values);
        random.NextBytes(others);
        var labels = Enumerable.Range(0, count).Select(n => (byte)(n % 2)).ToArray();
        var data = _folder.File("volumes.npz");
        NumpyWriter.WriteArchive(
            data,
            [
                ("train_images", [count, size, size, size], values),
                ("train_labels", [count], labels),
                ("val_images", [count, size, size, size], others),
                ("val_labels", [count], labels),
            ]
        );
        ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [data],
                Out = Model,
                Networks = 2,
                Width = 4,
                Epochs = 1,
                Views = 5,
            },
            TimeProvider.System
        );

        AnswersAlike(data);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(48)] // a first layer in steps of two
    public void Images_larger_than_the_network_sees_are_made_smaller_by_folder_and_file_alike(int size)
    {
        var random = new Random(6);
        var films = Directory.CreateDirectory(_folder.File("films")).FullName;
        for (var n = 0; n < 24; n++)
        {
            var pixels = new byte[71 * 83];
            random.NextBytes(pixels);
            for (var i = 0; i < pixels.Length; i += 1 + n % 2)
                pixels[i] /= 3;
            var of = Directory.CreateDirectory(Path.Combine(films, n % 2 == 0 ? "dark" : "light")).FullName;
            PngWriter.Write(Path.Combine(of, $"{n}.png"), 71, 83, pixels);
        }
        ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [films],
                Out = Model,
                Size = size,
                Networks = 1,
                Width = 4,
                Epochs = 1,
                Views = 1,
            },
            TimeProvider.System
        );
        OnnxExport.Run(Model, Exported);
        var light = Path.Combine(films, "light");

        OnnxPrediction.Run(Exported, light, _folder.File("onnx.csv"));
        ImagePredictions.Run(Model, [light], "test", _folder.File("own.csv"));

        SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"));
        File.ReadLines(_folder.File("onnx.csv")).Last().Should().EndWith(".png", "each row says which file it is");
    }

    [Theory]
    [InlineData("small", 4)]
    [InlineData("resnet18", 8)]
    [InlineData("resnet50", 4)]
    [InlineData("mobilenetv2", null)]
    public void An_image_model_answers_from_its_onnx_file_as_from_its_folder(string network, int? width)
    {
        var data = PhantomImages.Archive(_folder.File("phantoms.npz"), training: 48, validation: 24);
        ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [data],
                Out = Model,
                Network = network,
                Width = width,
                Networks = 1,
                // After a single step the running statistics of fifty layers are still those of no data: rounding is blown up.
                Epochs = network == "resnet50" ? 6 : 1,
                Views = network == "small" ? 5 : 1,
            },
            TimeProvider.System
        );

        AnswersAlike(data);
    }

    [Fact]
    public void A_split_of_missing_from_measured_has_an_infinite_threshold_and_is_exported()
    {
        const string tree =
            "tree\nversion=v4\n\nTree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nthreshold=inf\ndecision_type=8\n"
            + "left_child=-1\nright_child=-2\nleaf_value=1 2\nis_linear=0\n\nend of trees\n";
        var graph = new OnnxGraph();
        var answer = new TreeGraph(1)
            .LightGbm(System.Text.Encoding.UTF8.GetBytes(tree))
            .Write(graph, graph.Input("x", "rows", 1));
        graph.Output("y", answer, "rows", 1);
        using var session = OnnxSession.Open(graph.ToModel("tree", new Dictionary<string, string>()), "tree");

        var inputs = new Dictionary<string, (float[], int[])> { ["x"] = ([3e38f, -5, float.NaN], [3, 1]) };

        session.Run(inputs, "y").Values.Should().Equal(1, 1, 2);
    }

    [Fact]
    public void A_changed_weight_is_noticed_before_the_file_is_given_out()
    {
        var graph = new OnnxGraph();
        var layers = new OnnxLayers(graph, new Dictionary<string, NamedTensor>());
        FluentActions
            .Invoking(() => layers.Linear(graph.Input("x", "rows", 2), "main.0.layer0"))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("weight main.0.layer0*");
    }

    /// <summary>Exports the model and asks folder and file for the same images.</summary>
    private void AnswersAlike(string data)
    {
        var result = OnnxExport.Run(Model, Exported);
        OnnxPrediction.Run(Exported, data, _folder.File("onnx.csv"), "val");
        ImagePredictions.Run(Model, [data], "val", _folder.File("own.csv"));

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"));
    }
}
