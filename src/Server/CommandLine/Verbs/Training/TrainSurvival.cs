using System.CommandLine;
using System.Globalization;
using Xinglin.Learning.Survival;
using Xinglin.Server.CommandLine.Options;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train survival</c>: time to an event, from a table with follow-up.</summary>
public static class TrainSurvival
{
    public static Command Build()
    {
        var data = Text("--data", "CSV with a header row; may be gzipped", "T.csv");
        var time = Text("--time", "the column with the time to the event or the last look", "COL");
        var @event = Text("--event", "the column that says whether the event came", "COL");
        (data.Required, time.Required, @event.Required) = (true, true, true);
        var eventValue = Text("--event-value", "its value that is the event; all others count as censored", "V");
        var id = Text("--id", "a column that names each row; not a feature", "COL");
        var group = Text("--group", "rows of one group (one patient) stay on one side of each split", "COL");
        var drop = Text("--drop", "columns left out, comma-separated", "A,B");
        var keep = Text("--keep", "only these columns are features", "A,B");
        var categorical = Text("--categorical", "columns that are categories though they hold numbers", "A,B");
        var where = new Option<string[]>("--where")
        {
            Description = "only rows with this value (or one of several): column=v1|v2; may be given several times",
            HelpName = "COL=V",
        };
        var folds = Text("--folds", "a file row,fold; default: five folds stratified by the event", "FILE");
        var horizons = Horizons();
        var subgroups = CardOptions.Subgroups();
        var about = CardOptions.About();
        var budget = CommonOptions.Budget("60s");
        var seed = new Option<int>("--seed")
        {
            Description = "decides every random choice",
            DefaultValueFactory = _ => 42,
        };
        var oof = Text("--oof", "keep the out-of-fold predictions here", "P.csv");
        var output = Text("--out", "the model folder to write", "DIR");
        output.Required = true;
        var json = CommonOptions.Json();
        var verb = new Command(
            "survival",
            "Cox regression, discrete-time trees and a discrete-time network, compared out of fold and blended\n\n"
                + "example: xinglin train survival --data lung.csv --time time --event status --drop inst --horizons 180,365 --out models/lung/1"
        )
        {
            data,
            time,
            @event,
            eventValue,
            id,
            group,
            drop,
            keep,
            categorical,
            where,
            folds,
            horizons,
            subgroups,
            about,
            budget,
            seed,
            oof,
            output,
            json,
        };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var options = new SurvivalTrainingOptions
                {
                    Data = parsed.GetValue(data)!,
                    Time = parsed.GetValue(time)!,
                    Event = parsed.GetValue(@event)!,
                    EventValue = parsed.GetValue(eventValue),
                    Id = parsed.GetValue(id),
                    Group = parsed.GetValue(group),
                    Drop = ModelReliabilityArguments.Names(parsed.GetValue(drop)) ?? [],
                    Keep = ModelReliabilityArguments.Names(parsed.GetValue(keep)) ?? [],
                    Categorical = ModelReliabilityArguments.Names(parsed.GetValue(categorical)) ?? [],
                    Where = parsed.GetValue(where) ?? [],
                    Folds = parsed.GetValue(folds),
                    Horizons = parsed.GetValue(horizons) ?? [],
                    Subgroups = ModelReliabilityArguments.Names(parsed.GetValue(subgroups)),
                    About = CardOptions.Stated(parsed, about),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
                    Oof = parsed.GetValue(oof),
                    Out = parsed.GetValue(output)!,
                };
                var result = SurvivalTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(TrainingTalk.Result(result.ToJson(), parsed.GetValue(json)));
            }
        );
        return verb;
    }

    /// <summary>Times in the unit of the table's time column.</summary>
    public static Option<double[]?> Horizons() =>
        new("--horizons")
        {
            Description = "for survival: times to speak of, comma-separated, in the unit of the time column",
            HelpName = "T1,T2",
            CustomParser = result =>
            {
                var parts = (result.Tokens.Count == 1 ? result.Tokens[0].Value : "").Split(',');
                var times = parts
                    .Select(p =>
                        double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var t) && t > 0 ? t : 0
                    )
                    .ToArray();
                if (times.All(t => t > 0))
                    return [.. times.Distinct().Order()];
                result.AddError("--horizons: write times above zero, such as 365,1825.");
                return null;
            },
        };

    private static Option<string?> Text(string name, string description, string example) =>
        new(name) { Description = description, HelpName = example };
}
