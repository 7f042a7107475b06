using Xinglin.Formats;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Tables;

public sealed class TabularModelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TabularModel Trained(string kinds = "logistic")
    {
        var data = _folder.Write("data.csv", MadeTables.Binary(300));
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, "outcome", kinds, """ "id":"id", """));
        TabularTraining.Run(new() { Plan = plan, Out = _folder.File("model") });
        return TabularModel.Load(_folder.File("model"));
    }

    private static Dictionary<string, string?> Row(string? marker = "2.5", string? grade = "c") =>
        new()
        {
            ["age"] = "70",
            ["marker"] = marker,
            ["grade"] = grade,
            ["sex"] = "1.0",
            ["noise"] = "0",
        };

    [Theory]
    [InlineData("logistic")]
    [InlineData("lightgbm")]
    [InlineData("network")]
    [InlineData("splines")]
    [InlineData("forest")]
    [InlineData("neighbours")]
    [InlineData("residual")]
    [InlineData("logistic,lightgbm,forest,extra")]
    public void Base_and_contributions_add_up_to_the_log_odds(string kinds)
    {
        var model = Trained(kinds);
        foreach (var row in new[] { Row(), Row(marker: null), Row("0.1", "a"), Row("0.7", "unheard") })
        {
            var answer = model.Predict(row);
            (answer.Base + answer.Contributions.Values.Sum() + answer.CalibrationShift)
                .Should()
                .BeApproximately(Calibration.Logit(answer.Probabilities[1]), 1e-4);
        }
    }

    [Fact]
    public void What_raises_the_risk_contributes_above_zero()
    {
        var answer = Trained().Predict(Row());
        answer.Contributions["age"].Should().BePositive();
        answer.Contributions["marker"].Should().BePositive();
        answer.Contributions["grade"].Should().BePositive();
        Math.Abs(answer.Contributions["noise"]).Should().BeLessThan(0.2);
    }

    [Fact]
    public void A_missing_feature_is_imputed_and_said_to_be()
    {
        var model = Trained();
        var row = Row(marker: null);
        row.Remove("grade");
        var answer = model.Predict(row);
        answer.Imputed.Select(i => i.Name).Should().Equal("marker", "grade");
        double.Parse(answer.Imputed[0].Value).Should().BeApproximately(1, 0.3);
        answer.Imputed[1].Value.Should().BeOneOf("a", "b", "c");
        model.Predict(Row()).Imputed.Should().BeEmpty();
    }

    [Fact]
    public void The_interval_holds_the_probability_and_values_outside_training_are_named()
    {
        var model = Trained();
        var answer = model.Predict(Row());
        answer.Low[1].Should().BeLessThan(answer.Probabilities[1]).And.BeGreaterThan(0);
        answer.High[1].Should().BeGreaterThan(answer.Probabilities[1]).And.BeLessThan(1);
        answer.Outside.Should().BeEmpty();
        model.Predict(Row("900", "z")).Outside.Should().Equal("marker", "grade");
    }

    [Fact]
    public void Columns_are_found_by_name_whatever_their_order()
    {
        var model = Trained();
        var table = CsvTable.Read("noise,grade,extra,sex,marker,age\n0,c,7,1,2.5,70\n", "other.csv");
        model.Probabilities(table)[0].Should().Equal(model.Predict(Row()).Probabilities);
    }

    [Fact]
    public void A_table_without_a_column_is_refused_with_the_columns_it_has()
    {
        var read = () => Trained().Probabilities(CsvTable.Read("age,marker\n50,1\n", "other.csv"));
        var refusal = read.Should().Throw<InvalidInputException>().Which;
        refusal.Place.Should().Contain("'grade'").And.Contain("other.csv");
        refusal.Remedy.Should().Contain("age, marker");
    }

    [Fact]
    public void Prediction_and_evaluation_work_from_files()
    {
        Trained();
        var rows = TabularPrediction.Run(_folder.File("model"), _folder.File("data.csv"), _folder.File("p.csv"));
        rows.Should().Be(300);
        File.ReadLines(_folder.File("p.csv"))
            .First()
            .Should()
            .Be("id,p_0,p_1,low_0,high_0,low_1,high_1,set,imputed,outside");
        var report = TabularEvaluation.Run(_folder.File("model"), _folder.File("data.csv"));
        ((int)report["n"]!).Should().Be(300);
        ((double)report["auc"]!).Should().BeGreaterThan(0.75);
    }
}
