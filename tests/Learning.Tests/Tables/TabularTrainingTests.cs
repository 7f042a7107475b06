using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Tables;

namespace Xinglin.Learning.Tests.Tables;

public sealed class TabularTrainingTests : IDisposable
{
    private const string WithId = """ "id":"id", """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TrainingResult Train(
        string text,
        string target,
        string kinds,
        string extra = "",
        string? oof = null,
        string name = "model"
    )
    {
        var data = _folder.Write("data.csv", text);
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, target, kinds, extra));
        return TabularTraining.Run(
            new()
            {
                Plan = plan,
                Out = _folder.File(name),
                Oof = oof,
            }
        );
    }

    private byte[] Weights(string model) =>
        File.ReadAllBytes(Path.Combine(_folder.File(model), Checkpoint.WeightsFile));

    [Theory]
    [InlineData("logistic", 0.75)]
    [InlineData("lightgbm", 0.70)]
    [InlineData("network", 0.70)]
    public void Each_candidate_learns_what_the_table_holds(string kind, double least)
    {
        var result = Train(MadeTables.Binary(500), "outcome", kind, WithId);
        result.Report.Auc.Value.Should().BeGreaterThan(least).And.BeLessThan(0.92);
        result.Report.Ece.Value.Should().BeLessThan(0.12);
        var model = TabularModel.Load(_folder.File("model"));
        model.Classes.Should().Equal("0", "1");
        model.Card.Should().Contain("AUC").And.Contain("预期用途");
        var bins = Checkpoint.Load(_folder.File("model")).Document["metrics"]!["reliability"]!.AsArray();
        bins.Sum(bin => (int)bin!["count"]!).Should().Be(500);
    }

    [Theory]
    [InlineData("logistic,lightgbm,network")]
    [InlineData("network")]
    public void The_same_plan_gives_the_same_weights_bit_for_bit(string kinds)
    {
        Train(MadeTables.Binary(200), "outcome", kinds, WithId, name: "first");
        Train(MadeTables.Binary(200), "outcome", kinds, WithId, name: "second");
        Weights("second").Should().Equal(Weights("first"));
    }

    [Fact]
    public void The_plan_kept_in_the_model_reproduces_the_model()
    {
        var data = _folder.Write("data.csv", MadeTables.Binary(150));
        TabularTraining.Run(
            new()
            {
                Data = data,
                Target = "outcome",
                Id = "id",
                Out = _folder.File("first"),
                Budget = TimeSpan.FromSeconds(1),
            }
        );
        var kept = Models.Document(_folder.File("first"))["plan"]!.ToJsonString();
        TabularTraining.Run(new() { Plan = _folder.Write("kept.json", kept), Out = _folder.File("second") });
        Weights("second").Should().Equal(Weights("first"));
    }

    [Fact]
    public void Out_of_fold_predictions_can_be_scored_by_anyone()
    {
        var result = Train(MadeTables.Binary(300), "outcome", "logistic", WithId, _folder.File("oof.csv"));
        var lines = File.ReadAllLines(_folder.File("oof.csv"));
        lines[0].Should().Be("id,p_0,p_1");
        lines.Should().HaveCount(301);
        lines[1].Should().StartWith("p0,");
        result.ToJson().Select(m => m.Key).Should().Contain(["model", "trials", "data_sha256"]);
    }

    [Fact]
    public void Three_classes_are_told_apart()
    {
        var result = Train(MadeTables.ThreeClasses(300), "kind", "logistic,lightgbm,network");
        result.Report.Auc.Value.Should().BeGreaterThan(0.85);
        var model = TabularModel.Load(_folder.File("model"));
        var answer = model.Predict(new Dictionary<string, double?> { ["x"] = 3, ["y"] = 0 });
        answer.Probabilities.Sum().Should().BeApproximately(1, 1e-9);
        model.Classes[answer.ExplainedClass].Should().Be("mid");
    }

    [Fact]
    public void Heart_disease_stands_at_or_above_the_published_baseline()
    {
        var result = TabularTraining.Run(
            new()
            {
                Data = SharedData.Path("tabular/heart_cleveland.csv"),
                Target = "num",
                Positive = ["1", "2", "3", "4"],
                Folds = SharedData.Path("tabular/folds/heart_cleveland.csv"),
                Budget = TimeSpan.FromSeconds(2),
                Out = _folder.File("heart"),
            }
        );
        result.Report.Auc.Value.Should().BeGreaterThanOrEqualTo(0.912);
        result.Report.Ece.Value.Should().BeLessThan(0.08);
        result.Report.Classes.Should().Equal("negative", "positive");
    }
}
