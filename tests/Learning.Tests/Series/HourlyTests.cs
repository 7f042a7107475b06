using Xinglin.Formats;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Tests.Series;

public sealed class HourlyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hourly-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_of_wide_tables_is_learnt_hour_by_hour_and_scored_from_its_files_as_they_are()
    {
        var cohort = SeriesFiles.WriteFolder(_folder, number: false);
        var result = SeriesTraining.Run(Quick(cohort), TimeProvider.System);

        result.Report!.N.Should().Be(60 * 16);
        ((bool)result.Json["hourly"]!).Should().BeTrue();
        var women = result.Json["subgroups"]!.AsArray().Single(g => (string)g!["level"]! == "Female")!;
        ((int)women["n"]!).Should().Be(30, "stays are counted, not hours");
        result.Report.Auc.Value.Should().BeGreaterThan(0.85);
        File.ReadLines(Path.Combine(_folder, "oof.csv")).Take(2).Should().StartWith("stay_id,time,p_false,p_true");
        var again = SeriesEvaluation.Run(Quick(cohort).Out!, cohort, null, TimeProvider.System);
        ((double)again["auc"]!).Should().BeGreaterThan(0.85);
        var predictions = Path.Combine(_folder, "p.csv");
        SeriesPrediction.Run(Quick(cohort).Out!, cohort, predictions).Should().Be(60 * 16);
        File.ReadLines(predictions).Skip(2).First().Should().StartWith("1000,3600,", "times stay in the file's unit");
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("grud")]
    [InlineData("transformer")]
    [InlineData("trees")]
    [InlineData("linear")]
    public void What_comes_later_never_changes_an_earlier_answer(string kind)
    {
        var cohort = SeriesFiles.WriteFolder(_folder, number: false);
        SeriesTraining.Run(Quick(cohort) with { Members = [kind], Folds = 2, Epochs = 1 }, TimeProvider.System);
        using var model = SeriesModel.Load(Quick(cohort).Out!);
        const string early = "stay_id,time,sbp,hr,lact\nx,0,120,80,\nx,1,110,82,\nx,2,,84,2\n";
        var all = EventFile.Read(new StringReader(early + "x,3,60,150,9\nx,4,50,160,\n"), "all", "stay_id");
        var part = EventFile.Read(new StringReader(early), "part", "stay_id");

        var whole = Probabilities(model, all);
        var cut = Probabilities(model, part);

        whole.Should().HaveCount(5);
        for (var hour = 0; hour < cut.Length; hour++)
            whole[hour].Should().BeApproximately(cut[hour], 1e-5);
    }

    [Fact]
    public void A_number_at_each_hour_comes_with_an_interval_that_holds_what_it_promises()
    {
        var cohort = SeriesFiles.WriteFolder(_folder, number: true);
        var json = SeriesTraining.Run(Quick(cohort), TimeProvider.System).Json;

        ((string)json["task"]!).Should().Be("number");
        ((double)json["r2"]!).Should().BeGreaterThan(0.7);
        var men = json["subgroups"]!.AsArray().Single(g => (string)g!["level"]! == "Male")!;
        ((int)men["n"]!).Should().Be(30);
        ((double)men["mae"]!["value"]!).Should().BeApproximately((double)json["mae"]!, (double)json["mae"]!);
        ((double)json["coverage80"]!).Should().BeInRange(0.74, 0.86);
        var again = SeriesEvaluation.Run(Quick(cohort).Out!, cohort, null, TimeProvider.System);
        ((double)again["r2"]!).Should().BeGreaterThan(0.7);
        var predictions = Path.Combine(_folder, "p.csv");
        SeriesPrediction.Run(Quick(cohort).Out!, cohort, predictions);
        File.ReadLines(predictions).First().Should().Be("stay_id,time,q10,q50,q90,mean");
    }

    [Fact]
    public void A_moment_that_comes_twice_is_refused_with_its_line()
    {
        var cohort = SeriesFiles.WriteFolder(_folder, number: false);
        File.AppendAllText(Path.Combine(cohort, "outc.csv"), "1000,0,false\n");
        var train = () => SeriesTraining.Run(Quick(cohort), TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage("outc.csv, line 962*same time*");
    }

    [Fact]
    public void A_folder_without_tables_is_refused_with_what_belongs_there()
    {
        var train = () => SeriesTraining.Run(Quick(_folder), TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage("*no dyn.csv*sta and outc*");
    }

    private static double[] Probabilities(SeriesModel model, EventTable events) =>
        [
            .. model
                .Answer(events, null, model.PredictionTimes(events))
                .Select(answer => ((SeriesOutcome.Classes)answer).Probabilities[1]),
        ];

    private SeriesTrainingOptions Quick(string cohort) =>
        new()
        {
            Folder = cohort,
            Out = Path.Combine(_folder, "model"),
            Oof = Path.Combine(_folder, "oof.csv"),
            Members = ["trees", "gru"],
            Boosters = 1,
            Folds = 3,
            Width = 8,
            Epochs = 4,
        };
}
