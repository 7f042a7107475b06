using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tests.Series;

public sealed class SeriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("series-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_rising_course_is_told_from_a_falling_one_out_of_fold_and_after_loading()
    {
        var result = SeriesTraining.Run(Quick, TimeProvider.System);

        result.Report!.Auc.Value.Should().BeGreaterThan(0.9);
        result.Report!.N.Should().Be(120);
        File.ReadLines(Quick.Oof!).Should().HaveCount(121).And.StartWith("id,p_falling,p_rising");
        var again = SeriesEvaluation.Run(
            Quick.Out!,
            Quick.Events!,
            Quick.Outcomes,
            TimeProvider.System,
            staticPath: Quick.Static
        );
        ((double)again["auc"]!).Should().BeGreaterThan(0.9);
        var predictions = Path.Combine(_folder, "p.csv");
        SeriesPrediction.Run(Quick.Out!, Quick.Events!, predictions, Quick.Static).Should().Be(120);
    }

    [Fact]
    public void Groups_of_people_are_measured_apart_by_static_features_and_by_variables()
    {
        var result = SeriesTraining.Run(
            Quick with
            {
                Members = ["linear"],
                Subgroups = ["ward", "lactate"],
                About = new Dictionary<string, BilingualText> { ["developer"] = BilingualText.Same("Ward 7") },
            },
            TimeProvider.System
        );
        var groups = result.Json["subgroups"]!.AsArray();
        groups.Where(g => (string)g!["column"]! == "ward").Sum(g => (int)g!["n"]!).Should().Be(120);
        groups.Count(g => (string)g!["column"]! == "lactate").Should().BeInRange(4, 5);
        ((double)groups[1]!["fpr"]!["high"]!).Should().BeGreaterThan((double)groups[1]!["fpr"]!["value"]!);
        var checkpoint = Checkpoint.Load(Quick.Out!);
        checkpoint.Card.En.Should().ContainAll("| ward: B | 80 |", "The rates call positive", "HTI-1", "Ward 7");
        CardLanguages.Check("a series model", checkpoint.Card.Zh, checkpoint.Card.En);
        ((string)checkpoint.Document["source_attributes"]!["fairness_internal"]!).Should().Contain("ward B: AUC");
        var unknown = () => SeriesTraining.Run(Quick with { Subgroups = ["sex"] }, TimeProvider.System);
        unknown.Should().Throw<InvalidInputException>().WithMessage("option --subgroups*'sex'*ward*hr*");
    }

    [Fact]
    public void Ten_thousand_variables_were_trained_on_for_minutes_beyond_the_budget()
    {
        var random = new Random(6);
        var (events, outcomes) = (Path.Combine(_folder, "wide.csv"), Path.Combine(_folder, "classes.csv"));
        File.WriteAllText(
            events,
            $"id,time,{string.Join(",", Enumerable.Range(0, 2_000).Select(v => $"v{v}"))}\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 40)
                        .Select(i =>
                            $"p{i},0,{string.Join(",", Enumerable.Range(0, 2_000).Select(v => v == 1_999 ? $"{i % 2}" : random.Next(3) == 0 ? $"{random.Next(9)}" : ""))}\n"
                        )
                )
        );
        File.WriteAllText(
            outcomes,
            "id,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"p{i},{i % 2}\n"))
        );
        var result = SeriesTraining.Run(
            Quick with
            {
                Events = events,
                Outcomes = outcomes,
                Static = null,
                Target = "label",
                Members = ["linear"],
                Oof = null,
            },
            TimeProvider.System
        );
        result.Json["notes"]!.AsArray().Should().ContainSingle();
        Checkpoint
            .Load(Quick.Out!)
            .Card.En.Should()
            .Contain("Of 2000 variables the 500 that most series have are read");
        using var model = SeriesModel.Load(Quick.Out!);
        model.Description.Preparations[0].Variables.Should().HaveCount(500).And.Contain("v1999");
    }

    [Fact]
    public void Files_of_another_kind_were_answered_as_if_nothing_had_been_measured()
    {
        SeriesTraining.Run(Quick with { Members = ["linear"], Oof = null }, TimeProvider.System);
        var other = Path.Combine(_folder, "other.csv");
        File.WriteAllText(other, "id,time,variable,value\np0,0,x,1\n");
        var to = Path.Combine(_folder, "p.csv");
        var strange = () => SeriesPrediction.Run(Quick.Out!, other, to, Quick.Static);
        strange.Should().Throw<InvalidInputException>().WithMessage("events: They hold x; the model reads *hr*");
        var without = () => SeriesPrediction.Run(Quick.Out!, Quick.Events!, to);
        without.Should().Throw<InvalidInputException>().WithMessage("option --static*age, ward*");
        var scored = () => SeriesEvaluation.Run(Quick.Out!, Quick.Events!, Quick.Outcomes, TimeProvider.System);
        scored.Should().Throw<InvalidInputException>().WithMessage("option --static*");
    }

    [Fact]
    public void Predictions_do_not_depend_on_the_order_of_the_variables_in_the_file()
    {
        SeriesTraining.Run(Quick with { Epochs = 1, Oof = null }, TimeProvider.System);
        using var model = SeriesModel.Load(Quick.Out!);
        var events = EventFile.Read(
            new StringReader("id,time,variable,value\nx,0,hr,70\nx,2,lactate,3\nx,9,hr,90\n"),
            "a"
        );
        var turned = EventFile.Read(
            new StringReader("id,time,variable,value\nx,2,lactate,3\nx,0,hr,70\nx,9,hr,90\n"),
            "b"
        );
        var stranger = EventFile.Read(
            new StringReader("id,time,variable,value\nx,0,unheard,1\nx,2,lactate,3\nx,0,hr,70\nx,9,hr,90\n"),
            "c"
        );
        var one = model.Predict(events)[0][1];
        model.Predict(turned)[0][1].Should().Be(one);
        model.Predict(stranger)[0][1].Should().BeApproximately(one, 1e-9, "an unknown variable is not looked at");
    }

    [Fact]
    public void The_grid_says_what_was_measured_and_how_long_ago()
    {
        var events = EventFile.Read(
            new StringReader("id,time,variable,value\na,0,hr,60\na,1,hr,80\na,6,hr,100\na,8,hr,80\n"),
            "e"
        );
        var preparation = new SeriesPreparation(8, 4, false, ["hr"], [new VariableScale(false, 0, 200, 80, 20)], []);
        var (steps, summary) = (new float[12], new float[10]);

        preparation.WriteGrid(events, 0, [0], steps);
        preparation.WriteSummary(events, 0, double.PositiveInfinity, [0], [], summary);

        steps.Should().Equal([-0.5f, 1, 0, -0.5f, 0, 0.25f, -0.5f, 0, 0.5f, 0.5f, 1, 0]);
        summary[1].Should().Be(-1, "the first value");
        summary[2].Should().Be(0, "the last value");
        summary[4].Should().Be(1, "the highest");
    }

    [Fact]
    public void Preparation_is_fitted_on_training_series_only()
    {
        var events = EventFile.Read(
            new StringReader("id,time,variable,value\na,0,hr,60\na,5,hr,80\nb,0,hr,1000\nb,90,hr,5000\n"),
            "e"
        );
        var preparation = SeriesPreparation.Fit(events, [0], null, 4);
        preparation.Hours.Should().Be(5);
        preparation.Scales[0].Mean.Should().Be(70);
        preparation.Scales[0].High.Should().Be(80);
    }

    [Theory]
    [InlineData("id,other\np1,1\n", "no column course")]
    [InlineData("who,course\np1,1\n", "no column id")]
    [InlineData("id,course\np1,1\np1,0\n", "line 3*came before")]
    [InlineData("id,course\np1\n", "line 2*2 fields")]
    [InlineData("id,course\nsomebody,1\n", "written alike")]
    public void Outcomes_that_do_not_fit_are_refused_with_their_place(string text, string reason)
    {
        var path = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(path, text);
        var train = () => SeriesTraining.Run(Quick with { Outcomes = path }, TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage($"*bad.csv*{reason}*");
    }

    [Fact]
    public void A_constant_target_is_refused()
    {
        var path = Path.Combine(_folder, "constant.csv");
        File.WriteAllText(path, "id,course\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"p{i},1\n")));
        var train = () => SeriesTraining.Run(Quick with { Outcomes = path }, TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage("*Every outcome is the same*");
    }

    [Fact]
    public void A_folder_of_another_kind_of_model_is_refused()
    {
        SeriesTraining.Run(Quick with { Epochs = 1, Oof = null }, TimeProvider.System);
        var load = () => Xinglin.Learning.Forecasts.ForecastModel.Load(Quick.Out!);
        load.Should().Throw<InvalidInputException>().WithMessage("*no forecaster*");
    }

    [Fact]
    public void A_budget_of_a_second_still_gives_a_model()
    {
        SeriesTraining
            .Run(Quick with { Budget = TimeSpan.FromSeconds(1) }, TimeProvider.System)
            .Report!.N.Should()
            .Be(120);
    }

    private SeriesTrainingOptions Quick
    {
        get
        {
            WriteFiles();
            return new SeriesTrainingOptions
            {
                Events = Path.Combine(_folder, "events.csv"),
                Outcomes = Path.Combine(_folder, "outcomes.csv"),
                Static = Path.Combine(_folder, "static.csv"),
                Target = "course",
                Out = Path.Combine(_folder, "model"),
                Oof = Path.Combine(_folder, "oof.csv"),
                Folds = 3,
                Members = ["linear", "trees", "gru"],
                Boosters = 1,
                Bins = 8,
                Width = 8,
                Epochs = 12,
            };
        }
    }

    private void WriteFiles() => SeriesFiles.Write(_folder);
}
