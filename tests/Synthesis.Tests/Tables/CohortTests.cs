using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Tables;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.Tests.Tables;

public sealed class CohortTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private JsonObject Train(
        string method,
        int rows = 240,
        double budget = 12,
        double? epsilon = null,
        IProgress<TrainingProgress>? progress = null
    ) =>
        CohortTraining.Run(
            new CohortTrainingOptions
            {
                Data = _folder.Write("real.csv", MadeCohort.Csv(rows)),
                Target = "sick",
                Method = method,
                Budget = TimeSpan.FromSeconds(budget),
                Epsilon = epsilon,
                Out = _folder.File("model"),
                OverridePrivacy = "a test of what is made",
            },
            TimeProvider.System,
            progress
        );

    private sealed class Listener : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Heard { get; } = [];

        public void Report(TrainingProgress value) => Heard.Add(value);
    }

    private Table Make(int count, int seed, string name = "made.csv", bool marked = true)
    {
        TableSynthesis.Run(_folder.File("model"), count, seed, _folder.File(name), marked, null, TimeProvider.System);
        return CsvTable.Read(_folder.File(name));
    }

    [Theory]
    [InlineData("copula")]
    [InlineData("vae")]
    public void A_synthetic_table_keeps_columns_ranges_decimals_gaps_and_proportions(string method)
    {
        var report = Train(method);
        var made = Make(600, 5);

        made.Columns.Should().Equal("age", "lab", "marker", "grade", "site", "day", "sick", "synthetic");
        made.Column("age").Should().OnlyContain(c => c!.All(char.IsDigit) && int.Parse(c) >= 18 && int.Parse(c) <= 95);
        made.Column("lab").Where(c => c != null).Should().OnlyContain(c => c!.Length - c.IndexOf('.') == 2);
        made.Column("lab").Count(c => c is null).Should().BeInRange(60, 190);
        made.Column("marker").Count(c => c is "0" or "0.00").Should().BeInRange(140, 340);
        made.Column("grade").Distinct().Should().BeSubsetOf(["0", "1", "2", "3"]);
        made.Column("day").Should().OnlyContain(c => c!.StartsWith("2020-"));
        var sick = CsvTable.Read(_folder.File("real.csv")).Column("sick").Count(c => c == "yes") / 240.0;
        (made.Column("sick").Count(c => c == "yes") / 600.0).Should().BeApproximately(sick, 0.02);
        ((double)report["usefulness"]!["auc_ratio"]!["value"]!).Should().BeGreaterThan(0.6);
        ((double)report["privacy"]!["copies"]!["value"]!).Should().Be(0);
    }

    [Fact]
    public void A_quick_machine_does_not_let_the_autoencoder_learn_its_rows_by_heart()
    {
        var told = new Listener();
        Train("vae", budget: 600, progress: told);
        told.Heard.Should()
            .OnlyContain(p => p.Validation != null, "rows that are not learnt from are written each time");
        told.Heard.GroupBy(p => p.Stage)
            .Should()
            .HaveCount(5)
            .And.OnlyContain(stage => stage.Max(p => p.Epoch) < stage.First().Epochs, "each ends before its epochs do");
    }

    [Fact]
    public void The_same_seed_makes_the_same_table_and_another_seed_another()
    {
        Train("copula");
        Make(50, 7, "a.csv");
        Make(50, 7, "b.csv");
        Make(50, 8, "c.csv");
        File.ReadAllText(_folder.File("b.csv")).Should().Be(File.ReadAllText(_folder.File("a.csv")));
        File.ReadAllText(_folder.File("c.csv")).Should().NotBe(File.ReadAllText(_folder.File("a.csv")));
    }

    [Fact]
    public void Every_table_says_that_it_is_synthetic_within_and_beside()
    {
        Train("copula");
        Make(20, 1).Column("synthetic").Should().OnlyContain(c => c == "1");
        var beside = JsonNode.Parse(File.ReadAllText(_folder.File("made.csv.synthetic.json")))!;
        ((bool)beside["synthetic"]!).Should().BeTrue();
        ((int)beside["seed"]!).Should().Be(1);
        Make(20, 1, "plain.csv", marked: false).Has("synthetic").Should().BeFalse();
        File.Exists(_folder.File("plain.csv.synthetic.json")).Should().BeTrue();
    }

    [Fact]
    public void A_network_against_a_critic_learns_too_little_in_a_second_but_makes_a_whole_table()
    {
        Train("gan", budget: 2);
        var made = Make(100, 2);
        made.Rows.Should().Be(100);
        made.Column("site").Distinct().Should().BeSubsetOf(["A", "B", "C"]);
    }

    [Fact]
    public void Private_training_states_its_guarantee_and_keeps_within_it()
    {
        var report = Train("auto", rows: 400, epsilon: 4);
        var guarantee = report["differential_privacy"]!;
        ((double)guarantee["epsilon"]!).Should().BeInRange(3, 4);
        ((double)guarantee["delta"]!).Should().Be(0.0024, "240 rows are learnt from, and 240^-1.1 is 0.00241");
        Make(50, 1).Rows.Should().Be(50);
        var (zh, en) = (
            File.ReadAllText(_folder.File("model/card.zh.md")),
            File.ReadAllText(_folder.File("model/card.en.md"))
        );
        zh.Should().Contain("δ =").And.Contain("差分隐私");
        CardLanguages.Check("a cohort generator", zh, en);
    }

    [Fact]
    public void Two_bells_are_found_as_two()
    {
        var random = new Random(1);
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var modes = GaussianMixture.Fit([
            .. Enumerable.Range(0, 900).Select(i => i % 3 == 0 ? 10 + Normal() : -10 + 2 * Normal()),
        ]);
        modes.Where(m => m.Mean > 0).Sum(m => m.Weight).Should().BeApproximately(1.0 / 3, 0.03);
        modes.Count.Should().BeInRange(2, 6);
        modes.Sum(m => m.Weight * m.Mean).Should().BeApproximately(-10.0 / 3, 0.5);
    }

    [Fact]
    public void Numbers_are_written_as_the_column_writes_them()
    {
        var column = new CohortColumn("x", CohortKind.Number, [], [], [], [], -3, 8, 2, false, false, 0);
        column.Text(1.23456).Should().Be("1.23");
        column.Text(99).Should().Be("8.00");
        column.Text(-0.001).Should().Be("0.00");
        (column with { Trimmed = true }).Text(1.5).Should().Be("1.5");
        (column with { Decimals = 0 }).Text(1.6).Should().Be("2");
        column.Text(double.Parse("1e0", CultureInfo.InvariantCulture)).Should().Be("1.00");
    }
}
