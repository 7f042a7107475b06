using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Onnx;

namespace Xinglin.Learning.Tests.Onnx;

public sealed class ForeignModelTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One layer of two inputs and three answers.</summary>
    private string Table(object columns)
    {
        var graph = new OnnxGraph();
        var x = graph.Input("x", "rows", columns);
        graph.Output(
            "y",
            graph.Node(
                "Gemm",
                [x, graph.Constant([1, 0, 0, 1, 1, 1], 3, 2), graph.Constant([0, 0, -1], 3)],
                ("transB", 1L)
            ),
            "rows",
            3
        );
        var path = _folder.File("foreign.onnx");
        File.WriteAllBytes(path, graph.ToModel("foreign", Nothing));
        return path;
    }

    [Fact]
    public void A_table_model_of_others_runs_with_a_sidecar_that_names_columns_scale_and_classes()
    {
        var model = Table(2);
        _folder.Write(
            "foreign.json",
            """{"columns":["b","a"],"id":"who","mean":[10,0],"std":[2,1],"classes":["x","y","z"],"activation":"softmax"}"""
        );
        var data = _folder.Write("data.csv", "who,a,b,other\np1,1,12,9\np2,0,10,9\n");

        OnnxPrediction.Run(model, data, _folder.File("p.csv")).Should().Be(2);

        var lines = File.ReadAllLines(_folder.File("p.csv"));
        lines[0].Should().Be("who,p_x,p_y,p_z");
        // b becomes 1, a stays 1: logits 1, 1, 1; then 0, 0, −1.
        lines[1].Should().Be("p1,0.33333333,0.33333333,0.33333333");
        lines[2].Should().StartWith("p2,0.42231");
    }

    [Fact]
    public void Images_reach_a_model_of_others_in_its_size_scale_and_colours()
    {
        var graph = new OnnxGraph();
        var x = graph.Input("pixels", "n", 3, 4, 4);
        graph.Output("mean", graph.Node("ReduceMean", [x, graph.Integers(2, 3)], ("keepdims", 0L)), "n", 3);
        var model = _folder.File("eyes.onnx");
        File.WriteAllBytes(model, graph.ToModel("eyes", Nothing));
        _folder.Write("eyes.json", """{"mean":[0.5],"std":[0.25,0.5,1],"full_scale":1}""");
        var images = Directory.CreateDirectory(_folder.File("films")).FullName;
        PngWriter.Write(Path.Combine(images, "white.png"), 12, 16, [.. Enumerable.Repeat((byte)255, 16 * 12)]);

        OnnxPrediction.Run(model, images, _folder.File("p.csv")).Should().Be(1);

        File.ReadAllLines(_folder.File("p.csv"))[1].Should().Be("0,2,1,0.5,white.png");
    }

    [Fact]
    public void A_file_cut_short_is_refused_with_a_mend()
    {
        var path = Table(2);
        var bytes = File.ReadAllBytes(path);
        for (var kept = 0; kept < bytes.Length; kept += 37)
        {
            File.WriteAllBytes(path, bytes[..kept]);
            FluentActions
                .Invoking(() => OnnxPrediction.Run(path, _folder.Write("d.csv", "a,b\n1,2\n"), _folder.File("p.csv")))
                .Should()
                .Throw<InvalidInputException>()
                .WithMessage("foreign.onnx*");
        }
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", "*3 columns for the model's 2*\"columns\"*")]
    [InlineData("a,b\n1,\n", "*line 2*column 'b'*empty*\"missing\"*")]
    [InlineData("a,b\n1,high\n", "*line 2*column 'b'*not a finite number*")]
    public void A_table_that_does_not_fit_is_refused_with_its_place(string text, string message) =>
        FluentActions
            .Invoking(() => OnnxPrediction.Run(Table(2), _folder.Write("d.csv", text), _folder.File("p.csv")))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage(message);

    [Fact]
    public void A_model_that_wants_another_width_than_it_says_is_refused_not_crashed() =>
        FluentActions
            .Invoking(() =>
                OnnxPrediction.Run(Table("any"), _folder.Write("d.csv", "a,b,c\n1,2,3\n"), _folder.File("p.csv"))
            )
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("foreign.onnx could not be run on these data*");

    [Theory]
    [InlineData("""{"activation":"relu"}""", "*activation 'relu'*softmax*")]
    [InlineData("""{"means":[1]}""", "*no sidecar*full_scale*")]
    [InlineData("""{"classes":["a"]}""", "*answers 3 numbers*1 classes*")]
    [InlineData("""{"output":"z"}""", "*no answer 'z'*y*")]
    [InlineData("{", "*no sidecar*")]
    public void A_sidecar_that_is_wrong_is_refused(string sidecar, string message)
    {
        var model = Table(2);
        _folder.Write("foreign.json", sidecar);
        FluentActions
            .Invoking(() => OnnxPrediction.Run(model, _folder.Write("d.csv", "a,b\n1,2\n"), _folder.File("p.csv")))
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage(message);
    }

    [Fact]
    public void Two_inputs_or_three_dimensions_are_refused()
    {
        var graph = new OnnxGraph();
        var (a, b) = (graph.Input("a", "n", 2), graph.Input("b", "n", 2));
        graph.Output("y", graph.Node("Add", [a, b]), "n", 2);
        Refused(graph, "*2 inputs (a, b)*");

        graph = new OnnxGraph();
        graph.Output("y", graph.Node("Relu", [graph.Input("a", "n", 2, 2)]), "n", 2, 2);
        Refused(graph, "*3 dimensions*");

        void Refused(OnnxGraph graph, string message)
        {
            var path = _folder.File("odd.onnx");
            File.WriteAllBytes(path, graph.ToModel("odd", Nothing));
            FluentActions
                .Invoking(() => OnnxPrediction.Run(path, _folder.Write("d.csv", "a,b\n1,2\n"), _folder.File("p.csv")))
                .Should()
                .Throw<InvalidInputException>()
                .WithMessage(message);
        }
    }
}
