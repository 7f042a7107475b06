using System.CommandLine;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;
using Xinglin.Server.CommandLine.Options;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train series</c>: an ensemble on irregular series, one outcome for each series or each moment.</summary>
public static class TrainSeries
{
    private const string About = """
        an ensemble (LightGBM and a linear model on statistics; GRU, transformer, GRU-D, LSTM) on irregular, gappy series

        Outcomes with one line for each id are learnt for whole series; with several lines for each id and a column time they
        are learnt at each moment, from what was known by then. Classes or numbers are told apart by the outcomes.

        example: xinglin train series --events events.csv.gz --outcomes outcomes.csv --target in_hospital_death --out models/mortality/1
        example: xinglin train series --folder cohorts/sepsis --out models/sepsis/1    (dyn.csv.gz, sta.csv.gz, outc.csv.gz)
        """;

    public static Command Build()
    {
        var folder = new Option<string?>("--folder")
        {
            Description = "a folder of dyn (wide, time in seconds), sta and outc tables, .csv or .csv.gz, as they are",
            HelpName = "DIR",
        };
        var events = new Option<string?>("--events")
        {
            Description =
                "CSV id,time,variable,value, or wide: id,time and one column for each variable; may be gzipped",
            HelpName = "E.csv",
        };
        var outcomes = new Option<string?>("--outcomes")
        {
            Description = "CSV with one line for each id, or for each id and time",
            HelpName = "O.csv",
        };
        var target = new Option<string>("--target")
        {
            Description = "the column of the outcome",
            HelpName = "COL",
            DefaultValueFactory = _ => "label",
        };
        var answer = new Option<SeriesAnswer>("--answer")
        {
            Description = "auto (numbers with more than ten different values are numbers), class or number",
            DefaultValueFactory = _ => SeriesAnswer.Auto,
        };
        var statics = new Option<string?>("--static")
        {
            Description = "features that do not change, one line for each id",
            HelpName = "S.csv",
        };
        var id = new Option<string?>("--id")
        {
            Description = "the id column of all files (default id; in a folder the first column of dyn)",
        };
        var timeUnit = new Option<string?>("--time-unit")
        {
            Description = "hours, minutes, seconds or days (default hours; in a folder seconds)",
        };
        timeUnit.AcceptOnlyFromAmong([.. SeriesSource.TimeUnits]);
        var members = new Option<string>("--members")
        {
            Description = "kinds of the ensemble; the budget is spent on them in this order",
            HelpName = "KINDS",
            DefaultValueFactory = _ => string.Join(",", SeriesTrainingOptions.Kinds),
        };
        var subgroups = CardOptions.Subgroups();
        var about = CardOptions.About();
        var folds = new Option<int>("--folds")
        {
            Description = "folds of the cross-validation",
            DefaultValueFactory = _ => 5,
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "epochs of each network",
            DefaultValueFactory = _ => 14,
        };
        var budget = CommonOptions.Budget("300s");
        var seed = CommonOptions.Seed();
        var threads = new Option<int?>("--threads")
        {
            Description =
                "threads inside one operation (default 1, the quickest for small recurrent networks; repeats bit for bit)",
        };
        var oof = new Option<string?>("--oof")
        {
            Description = "keep the out-of-fold predictions here",
            HelpName = "P.csv",
        };
        var output = CommonOptions.ModelFolder();
        var json = CommonOptions.Json();
        var verb = new Command("series", About)
        {
            folder,
            events,
            outcomes,
            target,
            answer,
            statics,
            id,
            timeUnit,
            members,
            folds,
            epochs,
            budget,
            seed,
            subgroups,
            about,
            threads,
            oof,
            output,
            json,
        };
        verb.Validators.Add(parsed =>
        {
            if (
                parsed.GetValue(folder) is null
                && (parsed.GetValue(events) is null || parsed.GetValue(outcomes) is null)
            )
            {
                parsed.AddError("Name the data: --events and --outcomes, or --folder.");
            }
        });
        verb.SetAction(
            (parsed, cancel) =>
            {
                var options = new SeriesTrainingOptions
                {
                    Folder = parsed.GetValue(folder),
                    Events = parsed.GetValue(events),
                    Outcomes = parsed.GetValue(outcomes),
                    Target = parsed.GetValue(target)!,
                    Answer = parsed.GetValue(answer),
                    Static = parsed.GetValue(statics),
                    Id = parsed.GetValue(id),
                    TimeUnit = parsed.GetValue(timeUnit),
                    Members = [.. parsed.GetValue(members)!.Split(',').Select(kind => kind.Trim()).Distinct()],
                    Folds = parsed.GetValue(folds),
                    Epochs = parsed.GetValue(epochs),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
                    Subgroups = ModelReliabilityArguments.Names(parsed.GetValue(subgroups)),
                    About = CardOptions.Stated(parsed, about),
                    Threads = parsed.GetValue(threads),
                    Oof = parsed.GetValue(oof),
                    Out = parsed.GetValue(output),
                };
                var result = SeriesTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(TrainingTalk.Result(result.Json, parsed.GetValue(json)));
            }
        );
        return verb;
    }
}
