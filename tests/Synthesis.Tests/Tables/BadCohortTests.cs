using System.Text;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables;

namespace Xinglin.Synthesis.Tests.Tables;

public sealed class BadCohortTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private System.Text.Json.Nodes.JsonObject Train(
        string csv,
        string? target = null,
        string method = "copula",
        double budget = 5,
        double? epsilon = null
    ) =>
        CohortTraining.Run(
            new CohortTrainingOptions
            {
                Data = _folder.Write("real.csv", csv),
                Target = target,
                Method = method,
                Budget = TimeSpan.FromSeconds(budget),
                Epsilon = epsilon,
                OverridePrivacy = "test",
                Out = _folder.File("model"),
            },
            TimeProvider.System
        );

    private Table Make(int count)
    {
        TableSynthesis.Run(_folder.File("model"), count, 1, _folder.File("made.csv"), false, null, TimeProvider.System);
        return CsvTable.Read(_folder.File("made.csv"));
    }

    [Fact]
    public void Ten_rows_are_refused_because_they_would_be_repeated()
    {
        var train = () => Train(MadeCohort.Csv(10), "sick");
        train.Should().Throw<InvalidInputException>().WithMessage("*10 rows*repeat the patients*");
        Directory.Exists(_folder.File("model")).Should().BeFalse();
    }

    [Fact]
    public void A_constant_and_an_empty_column_are_made_as_they_are()
    {
        var text = new StringBuilder("x,same,never\n");
        for (var i = 0; i < 60; i++)
            text.AppendLine($"{i * 7 % 31}.5,ward,");
        Train(text.ToString());
        var made = Make(30);
        made.Column("same").Should().OnlyContain(c => c == "ward");
        made.Column("never").Should().OnlyContain(c => c == null);
    }

    [Fact]
    public void A_target_of_one_class_is_made_and_said_not_to_be_useful()
    {
        var text = new StringBuilder("x,y\n");
        for (var i = 0; i < 60; i++)
            text.AppendLine($"{i * 7 % 31}.5,alive");
        var report = Train(text.ToString(), "y");
        report["usefulness"]!["auc_ratio"]!["value"].Should().BeNull();
        report["notes"]!.ToJsonString().Should().Contain("same in every row");
        Make(10).Column("y").Should().OnlyContain(c => c == "alive");
    }

    [Fact]
    public void Free_text_and_names_are_never_made()
    {
        var text = new StringBuilder("note,x,site\n");
        for (var i = 0; i < 120; i++)
            text.AppendLine($"seen by nurse {i},{i * 7 % 31}.5,{"AB"[i % 2]}");
        var report = Train(text.ToString());
        report["notes"]!.ToJsonString().Should().Contain("free text");
        Make(10).Columns.Should().Equal("x", "site");
    }

    [Fact]
    public void A_category_of_thousands_of_levels_keeps_only_those_that_many_share()
    {
        var text = new StringBuilder("code,x\n");
        var random = new Random(1);
        for (var i = 0; i < 6_000; i++)
            text.AppendLine($"{(i % 2 == 0 ? "common" + i % 3 : "c" + random.Next(2_500))},{random.Next(100)}");
        Train(text.ToString());
        Make(300).Column("code").Distinct().Count().Should().BeLessThan(220);
    }

    [Fact]
    public void A_budget_of_a_second_gives_a_model_all_the_same()
    {
        var report = Train(MadeCohort.Csv(120), "sick", "auto", budget: 1);
        ((string?)report["method"]).Should().BeOneOf("vae", "gan", "copula");
        Make(10).Rows.Should().Be(10);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        var train = () => Train(MadeCohort.Csv(60), "ill");
        train.Should().Throw<InvalidInputException>().WithMessage("*no column 'ill'*sick*");
    }

    [Fact]
    public void An_epsilon_of_nothing_is_refused()
    {
        var train = () => Train(MadeCohort.Csv(60), "sick", "auto", epsilon: 0);
        train.Should().Throw<InvalidInputException>().WithMessage("*private-epsilon*");
    }

    [Fact]
    public void A_model_that_copies_is_refused_until_a_reason_is_recorded()
    {
        var findings = PrivacyFindings.Of(0.71, copies: 4, coincidences: 0).ToList();
        var report = new SynthesisReport(new("", ""), findings, [], []);
        report.PrivacyPassed.Should().BeFalse();
        Learning.Checkpoints.Checkpoint.Save(
            _folder.File("model"),
            new System.Text.Json.Nodes.JsonObject
            {
                ["task"] = "cohort-generator",
                ["release"] = ReleaseGate.ToJson(report, null, TimeProvider.System),
            },
            new Dictionary<string, NamedTensor>(),
            new("# 卡\n", "# card\n")
        );
        var loaded = Learning.Checkpoints.Checkpoint.Load(_folder.File("model"));
        var pass = () => ReleaseGate.Pass(loaded, null, TimeProvider.System);
        pass.Should()
            .Throw<InvalidInputException>()
            .WithMessage("*membership_auc: 0.71*copies_beyond_chance: 4*--override-privacy*");

        ReleaseGate
            .Pass(loaded, "teaching in a closed room", TimeProvider.System)
            .Should()
            .Be("teaching in a closed room");
        var again = Learning.Checkpoints.Checkpoint.Load(_folder.File("model"));
        again.Document["release"]!["overrides"]!.ToJsonString().Should().Contain("teaching in a closed room");
        again.Card.Zh.Should().Contain("凭理由放行").And.Contain("teaching in a closed room");
        again.Card.En.Should().Contain("overridden").And.Contain("teaching in a closed room");
        ReleaseGate.Pass(again, null, TimeProvider.System).Should().Be("teaching in a closed room");
    }

    [Fact]
    public void A_patient_number_that_repeats_is_not_made_and_every_note_is_told_in_both_languages()
    {
        var rows = Enumerable
            .Range(0, 300)
            .Select(i => $"P{i / 6:000},{20 + i % 60},{0.5 * (i % 37)},{(i % 3 == 0 ? "a" : "b")}");
        var report = Train("patient_id,age,crp,y\n" + string.Join('\n', rows) + "\n", "y");
        report["notes"]!.ToJsonString().Should().Contain("patient_id").And.Contain("--group");
        Make(50).Columns.Should().NotContain("patient_id");
        var text = File.ReadAllText(_folder.File("model/report.md"));
        text.Should()
            .Contain("列“patient_id”似为患者编号")
            .And.Contain("Column 'patient_id' looks like a patient identifier");
        text[..text.IndexOf("## Synthesis report", StringComparison.Ordinal)]
            .Should()
            .NotContain("Column 'patient_id'");
    }
}
