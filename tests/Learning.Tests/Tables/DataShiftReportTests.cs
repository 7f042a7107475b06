using Xinglin.Formats;
using Xinglin.Learning.Onnx;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tests.Tables;

public sealed class DataShiftReportTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Model => _folder.File("model");

    /// <summary>Trained on ages 30 to 79 and grades a to c; then the header and six rows of another hospital.</summary>
    private string Another()
    {
        var data = _folder.Write("data.csv", MadeTables.Binary(300));
        var plan = MadeTables.Plan(data, "outcome", "logistic", """ "id":"id", """);
        TabularTraining.Run(new() { Plan = _folder.Write("plan.json", plan), Out = Model });
        return _folder.Write(
            "other.csv",
            "noise,grade,ward,sex,marker,age,outcome\n"
                + "0,c,7,1,2.5,70,1\n0,,7,1,2.5,70,0\n0,d,7,1,250,70,1\n0,d,7,1,300,70,1\n0,d,7,0,2.5,999,0\n0,d,7,0,,50,0\n"
        );
    }

    [Fact]
    public void A_file_of_predictions_says_which_cells_were_not_as_in_training()
    {
        var other = Another();
        var notes = new List<BilingualText>();
        TabularPrediction.Run(Model, other, _folder.File("p.csv"), note: notes.Add);
        var told = CsvTable.Read(_folder.File("p.csv"));
        told.Column("imputed").Should().Equal(null, "grade", null, null, "age", "marker");
        told.Column("outside").Should().Equal(null, null, "marker|grade", "marker|grade", "grade", "grade");
        notes
            .Should()
            .Contain(n =>
                n.En.Contains("'grade': 4 of 6 cells hold a level that training did not see (it saw a, b, c)")
            );
        notes.Should().Contain(n => n.En.Contains("'marker': 2 of 6 values lie outside"));
        notes.Should().Contain(n => n.En.Contains("'age': 1 of 6 values are outside of what life allows"));
        notes.Should().HaveCount(3);
        TabularEvaluation.Run(Model, other)["notes"]!.AsArray().Should().HaveCount(3);
    }

    [Fact]
    public void A_model_evaluated_on_its_own_training_file_is_told_so_and_on_another_of_its_kind_not()
    {
        Another();
        TabularEvaluation.Run(Model, _folder.File("data.csv"))["notes"]!.AsArray().Should().ContainSingle().Which![
            "en"
        ]!
            .ToString()
            .Should()
            .Contain("is the file that the model was trained on");
        var fresh = _folder.Write("fresh.csv", MadeTables.Binary(300, seed: 6));
        TabularEvaluation.Run(Model, fresh)["notes"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public void An_onnx_file_tells_prediction_sets_and_strange_cells_as_the_folder_does()
    {
        var other = Another();
        OnnxExport.Run(Model, _folder.File("m.onnx"));
        var (own, exported) = (new List<BilingualText>(), new List<BilingualText>());
        TabularPrediction.Run(Model, other, _folder.File("p.csv"), note: own.Add);
        OnnxPrediction.Run(_folder.File("m.onnx"), other, _folder.File("q.csv"), note: exported.Add);
        var (p, q) = (CsvTable.Read(_folder.File("p.csv")), CsvTable.Read(_folder.File("q.csv")));
        foreach (var column in new[] { "set", "imputed", "outside" })
            q.Column(column).Should().Equal(p.Column(column));
        exported.Should().Equal(own);
    }

    [Fact]
    public void A_subgroup_column_that_the_evaluated_file_lacks_is_refused_when_it_was_asked_for()
    {
        var other = Another();
        FluentActions
            .Invoking(() => TabularEvaluation.Run(Model, other, subgroups: ["race"]))
            .Should()
            .Throw<InvalidInputException>()
            .Which.Place.Should()
            .Contain("no column 'race'");
    }
}
