using System.CommandLine;
using Xinglin.Learning.Series;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train series</c>: recurrent networks on irregular series, one outcome for each.</summary>
public static class TrainSeries
{
    public static Command Build()
    {
        var events = new Option<string>("--events")
        {
            Description = "CSV id,time,variable,value (time in hours); may be gzipped",
            HelpName = "E.csv",
            Required = true,
        };
        var outcomes = new Option<string>("--outcomes")
        {
            Description = "CSV with one line for each id",
            HelpName = "O.csv",
            Required = true,
        };
        var target = new Option<string>("--target")
        {
            Description = "the column of the outcome",
            HelpName = "COL",
            Required = true,
        };
        var statics = new Option<string?>("--static")
        {
            Description = "features that do not change, one line for each id",
            HelpName = "S.csv",
        };
        var id = new Option<string>("--id")
        {
            Description = "the id column of outcomes and static",
            DefaultValueFactory = _ => "id",
        };
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
        var seed = new Option<int>("--seed")
        {
            Description = "decides every random choice",
            DefaultValueFactory = _ => 1,
        };
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
        var output = new Option<string>("--out")
        {
            Description = "the model folder to write",
            HelpName = "DIR",
            Required = true,
        };
        var json = CommonOptions.Json();
        var verb = new Command(
            "series",
            "a recurrent network (GRU) on irregular, gappy series\n\nexample: xinglin train series --events events.csv.gz --outcomes outcomes.csv --target in_hospital_death --out models/mortality/1"
        )
        {
            events,
            outcomes,
            target,
            statics,
            id,
            folds,
            epochs,
            budget,
            seed,
            threads,
            oof,
            output,
            json,
        };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var options = new SeriesTrainingOptions
                {
                    Events = parsed.GetValue(events)!,
                    Outcomes = parsed.GetValue(outcomes)!,
                    Target = parsed.GetValue(target)!,
                    Static = parsed.GetValue(statics),
                    Id = parsed.GetValue(id)!,
                    Folds = parsed.GetValue(folds),
                    Epochs = parsed.GetValue(epochs),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
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
