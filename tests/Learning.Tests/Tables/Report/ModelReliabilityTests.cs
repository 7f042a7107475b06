using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tests.Tables.Report;

public sealed class ModelReliabilityTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Train(
        string text,
        string target,
        string kinds,
        ModelReliabilityRequest? trust = null,
        string extra = ""
    )
    {
        var data = _folder.Write("data.csv", text);
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, target, kinds, extra));
        TabularTraining.Run(
            new()
            {
                Plan = plan,
                Out = _folder.File("model"),
                Trust = trust,
            }
        );
        return data;
    }

    [Fact]
    public void Threshold_sets_and_subgroups_survive_load_predict_and_evaluate_and_stand_on_the_card()
    {
        var data = Train(
            MadeTables.Binary(500),
            "outcome",
            "logistic",
            new ModelReliabilityRequest(0.25, 0.8),
            """ "id":"id", """
        );
        var document = Models.Document(_folder.File("model"));
        ((double)document["threshold"]!).Should().BeApproximately(0.2, 1e-9);
        ((string)document["operating_point"]!["rule"]!).Should().Be("stated_harm");
        ((double)document["prediction_sets"]!["measured"]!["covered"]!["value"]!).Should().BeInRange(0.72, 0.88);
        document["subgroups"]!.AsArray().Select(g => (string)g!["column"]!).Distinct().Should().Equal("age", "sex");
        document["partial_dependence"]!.AsArray().Should().NotBeEmpty();

        TabularPrediction.Run(_folder.File("model"), data, _folder.File("p.csv"), _folder.File("why.csv"));
        var predictions = CsvTable.Read(_folder.File("p.csv"));
        predictions
            .Columns.Should()
            .Equal("id", "p_0", "p_1", "low_0", "high_0", "low_1", "high_1", "set", "imputed", "outside");
        predictions.Column("set").Should().OnlyContain(s => s == "0" || s == "1" || s == "0|1");

        var evaluation = TabularEvaluation.Run(_folder.File("model"), data);
        ((double)evaluation["operating_point"]!["threshold"]!).Should().BeApproximately(0.2, 1e-9);
        evaluation["subgroups"]!.AsArray().Should().NotBeEmpty();

        var card = TabularModel.Load(_folder.File("model")).Card;
        card.Zh.Should().ContainAll("决策曲线", "预测集", "亚组", "sex: 1");
        card.En.Should().ContainAll("decision curve", "Prediction sets", "Subgroups", "sex: 1");
        CardLanguages.Check("a table of two classes", card.Zh, card.En);
    }

    [Fact]
    public void The_explanation_of_a_patient_adds_up_to_the_log_odds_of_the_probability()
    {
        var data = Train(MadeTables.Binary(200), "outcome", "logistic,lightgbm,network", extra: """ "id":"id", """);
        TabularPrediction.Run(_folder.File("model"), data, _folder.File("p.csv"), _folder.File("why.csv"));
        var (p, why) = (CsvTable.Read(_folder.File("p.csv")), CsvTable.Read(_folder.File("why.csv")));
        double Of(Table table, string column, int row) =>
            double.Parse(table.Column(column)[row]!, CultureInfo.InvariantCulture);
        string[] added = ["base", "age", "marker", "grade", "sex", "noise", "calibration"];
        for (var row = 0; row < 20; row++)
        {
            var sum = added.Sum(c => Of(why, c, row));
            sum.Should().BeApproximately(Of(why, "log_odds", row), 1e-4);
            var stated = Of(p, "p_1", row);
            sum.Should().BeApproximately(Math.Log(stated / (1 - stated)), 1e-3);
        }
    }

    [Fact]
    public void Each_of_more_classes_has_a_decision_curve_and_a_threshold_against_the_others()
    {
        var data = Train(MadeTables.ThreeClasses(300), "kind", "logistic");
        var document = Models.Document(_folder.File("model"));
        document["operating_point"].Should().BeNull("it is that of two classes");
        document["threshold"].Should().BeNull();
        ((double)document["prediction_sets"]!["measured"]!["covered"]!["value"]!).Should().BeInRange(0.84, 0.96);

        var decisions = document["class_decisions"]!.AsArray();
        decisions.Select(d => (string)d!["class"]!).Should().Equal(TabularModel.Load(_folder.File("model")).Classes);
        foreach (var decision in decisions)
        {
            var point = decision!["operating_point"]!;
            var (caught, spared) = (point["sensitivity"]!, point["specificity"]!);
            ((int)caught["of"]! + (int)spared["of"]!).Should().Be(300, "a class is held against all others");
            ((double)caught["value"]! + (double)spared["value"]!)
                .Should()
                .BeGreaterThan(1, "the model knows something");
            decision["decision_curve"]!["useful"].Should().NotBeNull();
        }
        var evaluated = TabularEvaluation.Run(_folder.File("model"), data)["class_decisions"]!.AsArray();
        evaluated
            .Select(Threshold)
            .Should()
            .Equal(decisions.Select(Threshold), "thresholds are held, not chosen again");
        var card = TabularModel.Load(_folder.File("model")).Card;
        card.En.Should().Contain("Threshold and decision curve").And.Contain("against all others together");
        CardLanguages.Check("a table of three classes", card.Zh, card.En);

        static double Threshold(System.Text.Json.Nodes.JsonNode? decision) =>
            (double)decision!["operating_point"]!["threshold"]!;
    }

    [Fact]
    public void A_stated_harm_ratio_holds_for_each_of_more_classes()
    {
        Train(MadeTables.ThreeClasses(200), "kind", "logistic", new ModelReliabilityRequest(0.25));
        foreach (var decision in Models.Document(_folder.File("model"))["class_decisions"]!.AsArray())
            ((double)decision!["operating_point"]!["threshold"]!).Should().BeApproximately(0.2, 1e-9);
    }

    [Fact]
    public void The_31_source_attributes_stand_on_the_card_and_what_nobody_stated_is_said_to_be_unstated()
    {
        SourceAttributes.All.Should().HaveCount(31);
        SourceAttributes.All.Select(a => a.Key).Should().OnlyHaveUniqueItems();
        var about = _folder.Write("about.json", """{"developer":"Ward 5","funding":{"zh":"自筹","en":"own funds"}}""");
        Train(
            MadeTables.Binary(200),
            "outcome",
            "logistic",
            new ModelReliabilityRequest(About: SourceAttributes.Read(about))
        );
        var card = TabularModel.Load(_folder.File("model")).Card;
        card.Zh.Should().ContainAll("`developer` | Ward 5", "`funding` | 自筹 |", "`external_party` | 训练者未说明 |");
        card.En.Should()
            .ContainAll(
                "`developer` | Ward 5",
                "`funding` | own funds |",
                "`external_party` | not stated by the trainer |"
            );
        var funding = Models.Document(_folder.File("model"))["source_attributes"]!["funding"]!;
        ((string)funding["zh"]!).Should().Be("自筹");
    }

    [Theory]
    [InlineData("""{"developr":"x"}""", "*'developr'*developer*")]
    [InlineData("[1]", "*one JSON object*")]
    [InlineData("{", "*not JSON*")]
    public void A_wrong_file_of_source_attributes_is_refused_with_the_keys_there_are(string text, string message)
    {
        var read = () => SourceAttributes.Read(_folder.Write("about.json", text));
        read.Should().Throw<InvalidInputException>().WithMessage(message);
    }

    [Fact]
    public void A_subgroup_column_that_does_not_exist_is_refused()
    {
        var train = () =>
            Train(MadeTables.Binary(100), "outcome", "logistic", new ModelReliabilityRequest(Subgroups: ["ward"]));
        train.Should().Throw<InvalidInputException>().WithMessage("*'ward'*");
    }
}
