using Xinglin.Formats;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tests.Tables;

public sealed class BadTableTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TrainingResult Train(string csv, Func<TabularTrainingOptions, TabularTrainingOptions>? with = null)
    {
        var options = new TabularTrainingOptions
        {
            Data = _folder.Write("data.csv", csv),
            Target = "y",
            Out = _folder.File("model"),
            Budget = TimeSpan.FromSeconds(1),
        };
        return TabularTraining.Run(with is null ? options : with(options));
    }

    private InvalidInputException Refusal(string csv, Func<TabularTrainingOptions, TabularTrainingOptions>? with = null)
    {
        var refusal = Assert.ThrowsAny<InvalidInputException>(() => Train(csv, with));
        refusal.Remedy.Should().NotBeEmpty();
        Directory.Exists(_folder.File("model")).Should().BeFalse("a rejected training writes nothing");
        return refusal;
    }

    private static string Rows(int count, Func<int, string> row, string header = "x,y") =>
        header + "\n" + string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Fact]
    public void A_constant_target_is_refused() =>
        Refusal(Rows(40, i => $"{i * 1.5},1")).Place.Should().Contain("'1' in every row");

    [Fact]
    public void An_empty_target_is_refused() =>
        Refusal(Rows(40, i => $"{i * 1.5},")).Place.Should().Contain("empty in every row");

    [Fact]
    public void A_target_that_is_a_quantity_is_refused() =>
        Refusal(Rows(40, i => $"{i % 7}.5,{i}")).Remedy.Should().Contain("--positive");

    [Fact]
    public void A_missing_target_column_is_refused_with_the_columns_there_are()
    {
        var refusal = Refusal(Rows(40, i => $"{i},1", "age,outcome"));
        refusal.Place.Should().Contain("no column 'y'");
        refusal.Remedy.Should().Contain("age, outcome");
    }

    [Theory]
    [InlineData("n/d")]
    [InlineData("<0.5")]
    public void A_laboratory_column_with_words_in_an_eighth_of_its_cells_is_refused_and_not_taken_for_a_name(
        string word
    )
    {
        var refusal = Refusal(Rows(80, i => $"{(i % 8 == 0 ? word : i * 1.25)},{i % 2}"));
        refusal
            .Place.Should()
            .Contain("line 2")
            .And.Contain("70 of 80")
            .And.NotContain(word, "the content of a cell may be a patient's");
        refusal.Remedy.Should().ContainAll("--drop", "--categorical");
    }

    [Fact]
    public void Diagnosis_codes_that_are_numbers_or_words_stay_categories() =>
        Train(Rows(80, i => $"{(i % 8 == 0 ? "V" + i % 5 : 250 + i % 6)},{i % 2}"))
            .Notes.Should()
            .NotContain(n => n.En.Contains("left out"));

    [Fact]
    public void Text_in_a_numeric_column_is_refused_with_its_line() =>
        Refusal(Rows(60, i => $"{(i == 17 ? "high" : i * 1.25)},{i % 2}"))
            .Place.Should()
            .Contain("line 19")
            .And.Contain("column 'x'")
            .And.Contain("59 of 60")
            .And.NotContain("high", "the content of a cell may be a patient's");

    [Theory]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    public void An_infinite_value_is_refused_with_its_line(string infinite) =>
        Refusal(Rows(60, i => $"{(i == 3 ? infinite : i * 1.25)},{i % 2}"))
            .Place.Should()
            .Contain("line 5")
            .And.Contain("not finite");

    [Fact]
    public void A_repeated_id_is_refused_and_groups_are_pointed_at()
    {
        var refusal = Refusal(
            Rows(40, i => $"p{(i == 9 ? 4 : i)},{i % 7},{i % 2}", "id,x,y"),
            o => o with { Id = "id" }
        );
        refusal.Place.Should().Contain("line 11").And.Contain("line 6");
        refusal.Remedy.Should().Contain("--group");
    }

    [Fact]
    public void A_class_with_one_row_is_refused_by_name() =>
        Refusal(Rows(40, i => $"{i * 1.5},{(i == 0 ? "rare" : i % 2 == 0 ? "a" : "b")}"))
            .Place.Should()
            .Contain("'rare'");

    [Fact]
    public void Folds_that_leave_no_row_of_a_class_to_train_on_are_refused()
    {
        var folds = _folder.Write("folds.csv", Rows(40, i => $"{i},{i / 20}", "row,fold"));
        Refusal(Rows(40, i => $"{i * 1.5},{i / 20}"), o => o with { Folds = folds })
            .Place.Should()
            .Contain("folds.csv")
            .And.Contain("fold 0");
    }

    [Fact]
    public void A_fold_whose_held_out_rows_have_one_class_is_measured_without_its_auc()
    {
        // The positives stand in folds 0 and 1 alone.
        var folds = _folder.Write("folds.csv", Rows(60, i => $"{i},{(i % 5 == 0 ? i / 5 % 2 : i % 3)}", "row,fold"));
        var result = Train(Rows(60, i => $"{i % 11}.5,{(i % 5 == 0 ? 1 : 0)}"), o => o with { Folds = folds });
        result.Folds.Should().ContainSingle(f => double.IsNaN(f));
        double.IsFinite(result.Report.Auc.Value).Should().BeTrue();
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("x,y\n", "no rows")]
    [InlineData("x,y\n1,2,3\n", "line 2")]
    [InlineData("x,y\n1,\"2\n", "never closed")]
    [InlineData("x,x\n1,2\n", "'x'")]
    [InlineData("x,\n1,2\n", "column 2")]
    public void A_malformed_file_is_refused_with_its_place(string csv, string place) =>
        Refusal(csv).Place.Should().Contain(place);

    [Fact]
    public void A_table_with_nothing_to_learn_from_is_refused() =>
        Refusal(Rows(40, i => $"7,{i % 2}")).Remedy.Should().Contain("'x' never changes");

    [Fact]
    public void A_positive_value_that_does_not_occur_is_refused() =>
        Refusal(Rows(40, i => $"{i * 1.5},{i % 2}"), o => o with { Positive = ["3"] }).Remedy.Should().Contain("0, 1");

    [Fact]
    public void A_budget_of_one_second_gives_a_sensible_model()
    {
        var result = Train(MadeTables.Binary(400), o => o with { Target = "outcome", Id = "id" });
        result.Report.Auc.Value.Should().BeGreaterThan(0.7);
        result.Trials.Should().BeGreaterThan(0);
    }

    [Fact]
    public void A_column_that_is_the_target_in_disguise_is_named_and_an_honest_one_is_not()
    {
        var result = Train(
            Rows(
                80,
                i => $"{i * 37 % 80 + 0.5},{i % 2 * 3 + i * 0.01:F2},{(i % 2 == 0 ? "home" : "ward")},{i % 2}",
                "x,stay,left_to,y"
            )
        );
        result.Notes.Should().HaveCount(2).And.OnlyContain(n => n.En.Contains("'stay'") || n.En.Contains("'left_to'"));
        Train(MadeTables.Binary(300), o => o with { Target = "outcome", Id = "id" }).Notes.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"format":"xinglin-plan/1","task":"tabular","colour":"red"}""", "'colour'")]
    [InlineData("""{"format":"xinglin-plan/2","task":"tabular"}""", "xinglin-plan/1")]
    [InlineData("""{"format":"xinglin-plan/1","task":"tabular","search":[{"kind":"oracle"}]}""", "'oracle'")]
    [InlineData("""{"format":"xinglin-plan/1","task":"tabular","search":[{"kind":"logistic"}]}""", "lacks a setting")]
    [InlineData("[", "plan.json")]
    public void A_malformed_plan_is_refused_with_its_member(string plan, string place)
    {
        var path = _folder.Write("plan.json", plan);
        Refusal(Rows(40, i => $"{i * 1.5},{i % 2}"), o => o with { Plan = path }).Place.Should().Contain(place);
    }

    [Fact]
    public void Ten_thousand_columns_are_learned_from()
    {
        var header = string.Join(',', Enumerable.Range(0, 10_000).Select(c => $"c{c}")) + ",y";
        var csv = Rows(
            30,
            i => string.Join(',', Enumerable.Range(0, 10_000).Select(c => (i * 31 + c * 17) % 101 * 0.1)) + $",{i % 2}",
            header
        );
        Train(csv).Report.N.Should().Be(30);
    }

    [Fact]
    public void A_column_that_repeats_another_is_left_out_and_named()
    {
        var result = Train(
            Rows(60, i => $"{i * 37 % 60 + 0.5},{i * 37 % 60 + 0.5},{i * 11 % 60 * 0.1:F1},{i % 2}", "a,b,c,y")
        );
        result.Notes.Should().Contain(n => n.En.Contains("'b'") && n.En.Contains("'a'"));
    }

    [Fact]
    public void A_row_and_its_copy_stay_on_one_side_of_every_split()
    {
        var random = new SeededRandom(3);
        string[] kept =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i =>
                    $"{random.NextGaussian():F3},{random.NextGaussian():F3},{random.NextGaussian():F3},{i % 2}"
                ),
        ];
        var path = _folder.Write("copies.csv", "a,b,c,y\n" + string.Concat(kept.Concat(kept).Select(r => r + "\n")));
        var ready = TrainingTable.Of(CsvTable.Read(path), new TabularPlan { Data = path, Target = "y" });
        Enumerable.Range(0, 40).Should().OnlyContain(i => ready.Folds[i] == ready.Folds[i + 40]);
    }

    [Fact]
    public void Separators_quotes_and_missing_marks_are_understood()
    {
        var path = _folder.File("t.csv");
        File.WriteAllText(path, "a;b\r\n\"x \"\"y\"\"; z\";1\r\nNA;?\r\n", new System.Text.UTF8Encoding(true));
        var table = CsvTable.Read(path);
        table.Columns.Should().Equal("a", "b");
        table.Column("a").Should().Equal("x \"y\"; z", null);
        table.Column("b").Should().Equal("1", null);
    }

    [Theory]
    [InlineData("comma", "12.5 and 1234")]
    [InlineData("thousand", "12.5 and 1234")]
    [InlineData("unit", "the number alone")]
    [InlineData("age", "the number alone")]
    [InlineData("pressure", "two columns")]
    public void Numbers_that_are_not_written_as_numbers_are_refused_and_not_taken_for_names(string kind, string remedy)
    {
        string Cell(int i) =>
            kind switch
            {
                "comma" => $"\"{i},5\"",
                "thousand" => $"\"{1 + i % 9},{100 + i}\"",
                "unit" => $"{i}.5 mmol/L",
                "age" => $"{i + 20}岁",
                _ => $"{100 + i}/{60 + i % 30}",
            };
        var refusal = Refusal(Rows(60, i => $"{Cell(i)},{i % 2}"));
        refusal.Place.Should().Contain("line 2").And.Contain("'x'");
        refusal.Remedy.Should().Contain(remedy);
    }

    [Theory]
    [InlineData("case", "control", "case", false)]
    [InlineData("abnormal", "normal", "abnormal", false)]
    [InlineData("阳性", "阴性", "阳性", false)]
    [InlineData("no", "yes", "yes", false)]
    [InlineData("early", "late", "late", true)]
    [InlineData("1", "2", "2", false)]
    public void The_healthy_class_is_not_the_positive_one_and_the_alphabet_alone_is_told_of(
        string one,
        string other,
        string positive,
        bool noted
    )
    {
        var result = Train(Rows(60, i => $"{i % 13 + i % 2 * 3}.5,{(i % 2 == 0 ? one : other)}"));
        result.Report.Classes[1].Should().Be(positive);
        result.Notes.Any(n => n.En.Contains("by the alphabet alone")).Should().Be(noted);
    }

    [Fact]
    public void A_plan_that_names_a_member_twice_is_refused()
    {
        var data = _folder.Write("data.csv", Rows(40, i => $"{i * 7 % 40}.5,{i % 2}"));
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, "y", "logistic", """ "seed":1, "seed":2, """));
        Assert
            .ThrowsAny<InvalidInputException>(() =>
                TabularTraining.Run(new() { Plan = plan, Out = _folder.File("model") })
            )
            .Message.Should()
            .Contain("plan.json")
            .And.Contain("seed");
    }

    [Fact]
    public void A_subgroup_column_that_is_not_there_is_refused_before_the_training()
    {
        var steps = 0;
        var refusal = Assert.ThrowsAny<InvalidInputException>(() =>
            TabularTraining.Run(
                new()
                {
                    Data = _folder.Write("data.csv", Rows(40, i => $"{i * 7 % 40}.5,{i % 2}")),
                    Target = "y",
                    Out = _folder.File("model"),
                    Budget = TimeSpan.FromSeconds(1),
                    Trust = new(Subgroups: ["sex"]),
                },
                new Counted(() => steps++)
            )
        );
        refusal.Place.Should().Contain("no column 'sex'");
        steps.Should().Be(0);
    }

    [Fact]
    public void A_place_that_cannot_hold_the_model_is_refused_before_the_training()
    {
        var steps = 0;
        _folder.Write("taken", "a file");
        foreach (var place in new[] { "taken", "taken/model" })
        {
            Assert.Throws<InvalidInputException>(() =>
                TabularTraining.Run(
                    new()
                    {
                        Data = _folder.Write("data.csv", Rows(40, i => $"{i * 7 % 40}.5,{i % 2}")),
                        Target = "y",
                        Out = _folder.File(place),
                        Budget = TimeSpan.FromSeconds(1),
                    },
                    new Counted(() => steps++)
                )
            );
        }

        steps.Should().Be(0);
    }

    private sealed class Counted(Action step) : IProgress<Xinglin.Learning.Training.TrainingProgress>
    {
        public void Report(Xinglin.Learning.Training.TrainingProgress value) => step();
    }
}
