using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables;

namespace Xinglin.Learning.Tests.Tables;

public sealed class TabularTrainingTests : IDisposable
{
    private const string WithId = """ "id":"id", """;

    private readonly TestFolder _folder = new();

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
    [InlineData("splines", 0.75)]
    [InlineData("imputed", 0.75)]
    [InlineData("neighbours", 0.68)]
    [InlineData("forest", 0.70)]
    [InlineData("extra", 0.70)]
    [InlineData("residual", 0.70)]
    public void Each_candidate_learns_what_the_table_holds(string kind, double least)
    {
        var result = Train(MadeTables.Binary(500), "outcome", kind, WithId);
        result.Report.Auc.Value.Should().BeGreaterThan(least).And.BeLessThan(0.92);
        result.Report.Ece.Value.Should().BeLessThan(0.12);
        var model = TabularModel.Load(_folder.File("model"));
        model.Classes.Should().Equal("0", "1");
        model.Card.Zh.Should().ContainAll("AUC", "预期用途");
        CardLanguages.Check(kind, model.Card.Zh, model.Card.En);
        var bins = Checkpoint.Load(_folder.File("model")).Document["metrics"]!["reliability"]!.AsArray();
        bins.Sum(bin => (int)bin!["count"]!).Should().Be(500);
    }

    [Theory]
    [InlineData("logistic,lightgbm,network")]
    [InlineData("network")]
    [InlineData("splines,forest,extra,neighbours,residual")]
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
    public void A_plan_with_trials_beyond_its_list_proposes_the_same_settings_again()
    {
        const string Trials = """ "id":"id", "trials":[6,7,6,8], "inner_splits":4, """;
        var result = Train(MadeTables.Binary(160), "outcome", "paths", Trials, name: "first");
        result.Trials.Should().Be(8, "the last of the numbers is the final model's");
        Train(MadeTables.Binary(160), "outcome", "paths", Trials, name: "second");
        Weights("second").Should().Equal(Weights("first"));
        var trials = Models.Document(_folder.File("first"))["trials"]!.AsArray();
        trials.Should().HaveCount(8);
        trials.Should().Contain(t => (int)t!["splits"]! == 4);
    }

    [Fact]
    public void A_risk_that_is_low_in_the_middle_is_seen_by_splines_and_not_by_a_straight_line()
    {
        var random = new SeededRandom(12);
        var csv = "x,noise,y\n";
        for (var i = 0; i < 400; i++)
        {
            var x = random.NextGaussian();
            var p = Xinglin.Learning.Evaluation.Calibration.Sigmoid(2 * x * x - 2);
            csv += FormattableString.Invariant(
                $"{x:F3},{random.NextGaussian():F3},{(random.NextDouble() < p ? 1 : 0)}\n"
            );
        }
        Train(csv, "y", "logistic", name: "straight").Report.Auc.Value.Should().BeLessThan(0.65);
        Train(csv, "y", "splines", name: "bent").Report.Auc.Value.Should().BeGreaterThan(0.8);
    }

    [Fact]
    public void A_risk_that_two_columns_make_together_is_seen_by_their_product()
    {
        var random = new SeededRandom(13);
        var csv = "a,b,c,y\n";
        for (var i = 0; i < 400; i++)
        {
            var (a, b, c) = (random.NextGaussian(), random.NextGaussian(), random.NextGaussian());
            var p = Xinglin.Learning.Evaluation.Calibration.Sigmoid(2 * a * b);
            csv += FormattableString.Invariant($"{a:F3},{b:F3},{c:F3},{(random.NextDouble() < p ? 1 : 0)}\n");
        }
        Train(csv, "y", "logistic", name: "alone").Report.Auc.Value.Should().BeLessThan(0.65);
        Train(csv, "y", "splines", name: "together").Report.Auc.Value.Should().BeGreaterThan(0.75);
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
