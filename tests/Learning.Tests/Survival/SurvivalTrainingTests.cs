using System.Globalization;
using System.Text;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Survival;

public sealed class SurvivalTrainingTests : IDisposable
{
    private static readonly SurvivalCandidate Cox = new SurvivalCandidate.Cox(5, 0, false);
    private static readonly SurvivalCandidate Splines = new SurvivalCandidate.Cox(5, 0, true);
    private static readonly SurvivalCandidate Trees = new SurvivalCandidate.Trees(
        new BoostedTreesSettings(40, 0.1, 4, 20, 1, 1),
        6
    );
    private static readonly SurvivalCandidate Network = new SurvivalCandidate.Network(
        new HazardNetworkSettings(8, 8, 1e-2, 0.1, 6)
    );

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Exponential times whose rate rises with age and marker; a third is lost to follow-up; some markers are missing.</summary>
    private static string Made(int rows, bool bent = false)
    {
        var random = new SeededRandom(12);
        var text = new StringBuilder("id,age,marker,sex,months,died\n");
        for (var i = 0; i < rows; i++)
        {
            var age = 40 + random.Next(40);
            var marker = random.NextGaussian();
            var sex = "fm"[random.Next(2)];
            var log = bent ? 1.2 * (marker * marker - 1) : 0.05 * (age - 60) + 0.9 * marker;
            var time = -Math.Log(1 - random.NextDouble()) * 20 * Math.Exp(-log);
            var lost = 5 + 60 * random.NextDouble();
            var told = i % 15 == 2 ? "" : marker.ToString("F3", CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $"p{i},{age},{told},{sex},{Math.Min(time, lost):F2},{(time <= lost ? 1 : 0)}\n"
            );
        }
        return text.ToString();
    }

    private SurvivalTrainingOptions Options(string text, params SurvivalCandidate[] search) =>
        new()
        {
            Data = _folder.Write("data.csv", text),
            Time = "months",
            Event = "died",
            Id = "id",
            Horizons = [12, 24],
            Search = search,
            OuterFolds = 3,
            InnerFolds = 3,
            Members = 4,
            Out = _folder.File("model"),
        };

    private static SurvivalResult Run(SurvivalTrainingOptions options) =>
        SurvivalTraining.Run(options, TimeProvider.System);

    public static TheoryData<string> Kinds => ["cox", "trees", "network"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_candidate_learns_and_survives_load_predict_and_evaluate(string kind)
    {
        var candidate = new[] { Cox, Trees, Network }.Single(c => c.Kind == kind);
        var options = Options(Made(300), candidate);
        var result = Run(options);
        result.Report.Harrell.Value.Should().BeGreaterThan(0.65).And.BeLessThan(0.85);
        result.Report.Integrated.Value.Should().BeLessThan(result.Report.IntegratedReference);
        result.Subgroups.Select(g => g.Column).Distinct().Should().Equal("age", "sex");

        SurvivalPrediction.Run(options.Out, options.Data, _folder.File("p.csv"), [], explain: _folder.File("why.csv"));
        var told = CsvTable.Read(_folder.File("p.csv"));
        told.Columns.Should().Equal("id", "horizon", "survival", "low", "high", "risk");
        told.Rows.Should().Be(600);
        double Cell(string column, int row) => double.Parse(told.Column(column)[row]!, CultureInfo.InvariantCulture);
        for (var row = 0; row < 600; row += 2)
        {
            Cell("survival", row).Should().BeInRange(Cell("low", row), Cell("high", row));
            Cell("survival", row + 1).Should().BeLessThanOrEqualTo(Cell("survival", row), "curves never rise");
        }
        var why = CsvTable.Read(_folder.File("why.csv"));
        why.Columns.Should().Equal("id", "base", "age", "marker", "sex", "risk");
        double Reason(string column) => double.Parse(why.Column(column)[4]!, CultureInfo.InvariantCulture);
        (Reason("base") + Reason("age") + Reason("marker") + Reason("sex"))
            .Should()
            .BeApproximately(Reason("risk"), 1e-5)
            .And.BeApproximately(Cell("risk", 8), 1e-5);

        var evaluated = SurvivalEvaluation.Run(options.Out, options.Data, TimeProvider.System, horizons: []);
        ((double)evaluated["harrell_c"]!).Should().BeGreaterThan(0.65);
        evaluated["horizons"]!.AsArray().Should().HaveCount(2);
        var card = SurvivalModel.Load(options.Out).Card;
        card.Zh.Should().ContainAll("Harrell C", "风险比", "训练者未说明");
        card.En.Should().ContainAll("Harrell C", "Hazard ratios", "not stated by the trainer");
        CardLanguages.Check("a survival model", card.Zh, card.En);
    }

    [Fact]
    public void A_bent_effect_is_found_by_splines_and_not_by_a_straight_line()
    {
        Run(Options(Made(400, bent: true), Cox)).Report.Harrell.Value.Should().BeLessThan(0.6);
        Run(Options(Made(400, bent: true), Cox, Splines)).Report.Harrell.Value.Should().BeGreaterThan(0.65);
    }

    [Fact]
    public void Stated_chances_are_calibrated_at_the_horizons()
    {
        var report = Run(Options(Made(600), Cox)).Report;
        foreach (var horizon in report.Horizons)
            horizon.CalibrationError.Should().BeLessThan(0.08);
    }

    [Fact]
    public void For_a_small_table_with_straight_effects_the_simple_model_wins()
    {
        Run(Options(Made(150), Cox, Network));
        var parts = Models.Document(_folder.File("model"))["parts"]!.AsArray();
        ((double)parts[0]!["weight"]!).Should().BeGreaterThanOrEqualTo(0.5);
        ((string)parts[0]!["candidate"]!["kind"]!).Should().Be("cox");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_bit_for_bit()
    {
        byte[] Weights(string name)
        {
            Run(Options(Made(120), Cox, Trees) with { Out = _folder.File(name) });
            return File.ReadAllBytes(Path.Combine(_folder.File(name), Checkpoint.WeightsFile));
        }
        Weights("first").Should().Equal(Weights("second"));
    }

    [Fact]
    public void A_second_time_of_follow_up_is_named_as_a_leak_and_a_competing_event_is_said_to_count_as_censored()
    {
        var lines = Made(200).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(
            '\n',
            lines.Select((l, i) => i == 0 ? l + ",last_seen" : $"{(i % 9 == 0 ? l[..^1] + "2" : l)},{l.Split(',')[4]}")
        );
        var result = Run(Options(text, Cox) with { EventValue = "1" });
        result.Notes.Should().Contain(n => n.En.Contains("'last_seen' alone ranks the times"));
        result.Notes.Should().Contain(n => n.En.Contains("competing"));
    }

    [Fact]
    public void Bad_tables_are_refused_with_the_place_and_the_mend()
    {
        var options = Options(Made(60), Cox);
        void Refused(SurvivalTrainingOptions o, string message) =>
            ((Action)(() => Run(o))).Should().Throw<InvalidInputException>().WithMessage(message);
        Refused(options with { Time = "weeks" }, "*no column 'weeks'*months*");
        Refused(options with { EventValue = "9" }, "*'9' does not occur*Its values are*");
        Refused(options with { Where = ["sex=x"] }, "*no row meets sex=x*");
        Refused(options with { Horizons = [1e9] }, "*not between 0 and the longest follow-up*");
        Refused(options with { Event = "age" }, "*which of its*--event-value*");
        Refused(options with { Keep = ["sex"], Drop = ["sex"] }, "*no column to learn from*");
        Refused(
            options with
            {
                Id = null,
                Data = _folder.Write("n.csv", "a,months,died\n1,-1,1\n2,3,0\n"),
            },
            "*line 2*not a time*"
        );
        Refused(
            options with
            {
                Data = _folder.Write("f.csv", "a,months,died\n1,1,1\n2,3,0\n"),
                Id = null,
            },
            "*1 events in 2 rows*"
        );
    }
}
