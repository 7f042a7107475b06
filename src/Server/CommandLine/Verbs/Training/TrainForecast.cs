using System.CommandLine;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Server.CommandLine.Options;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train forecast</c>: recurrent networks and boosted trees that forecast one variable with quantiles.</summary>
public static class TrainForecast
{
    public static Command Build()
    {
        var events = new Option<string>("--events")
        {
            Description = "CSV id,time,variable,value (time in hours); may be gzipped",
            HelpName = "E.csv",
        };
        var variable = new Option<string>("--variable") { Description = "the variable to forecast", HelpName = "NAME" };
        var horizon = new Option<string>("--horizon")
        {
            Description = "next, 24h or 7d",
            DefaultValueFactory = _ => "next",
        };
        horizon.AcceptOnlyFromAmong("next", "24h", "7d");
        var unit = new Option<string>("--unit")
        {
            Description = "the variable's UCUM unit, kept with the model",
            DefaultValueFactory = _ => "",
        };
        var below = new Option<double[]>("--alert-below")
        {
            Description = "limits before whose crossing downwards an alert is wanted, such as 70 for glucose in mg/dL",
            HelpName = "VALUE",
        };
        var above = new Option<double[]>("--alert-above")
        {
            Description = "limits before whose crossing upwards an alert is wanted",
            HelpName = "VALUE",
        };
        var about = CardOptions.About();
        var falseAlarms = new Option<double>("--false-alarms")
        {
            Description = "false alarms per patient-week that are allowed for each limit",
            DefaultValueFactory = _ => 1,
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
        var shipped = new ShippedPlan();
        var verb = new Command(
            "forecast",
            "recurrent networks and boosted trees that forecast one variable with intervals; other variables of the file (doses, meals) are read as well\n\nexample: xinglin train forecast --events events.csv --variable glucose --horizon next --alert-below 70 --alert-above 250 --out models/glucose/1"
        )
        {
            shipped.Plan,
            shipped.Folder,
            events,
            variable,
            horizon,
            unit,
            below,
            above,
            falseAlarms,
            budget,
            seed,
            about,
            threads,
            oof,
            output,
            json,
        };
        shipped.Require(verb, events, variable);
        verb.SetAction(
            (parsed, cancel) =>
            {
                if (shipped.Run(parsed, parsed.GetValue(output)!, parsed.GetValue(json), cancel) is { } done)
                    return Task.FromResult(done);
                var options = new ForecastTrainingOptions
                {
                    Events = parsed.GetValue(events)!,
                    Variable = parsed.GetValue(variable)!,
                    Horizon = parsed.GetValue(horizon) switch
                    {
                        "24h" => ForecastHorizon.Day,
                        "7d" => ForecastHorizon.Week,
                        _ => ForecastHorizon.Next,
                    },
                    Unit = parsed.GetValue(unit)!,
                    Limits =
                    [
                        .. (parsed.GetValue(below) ?? []).Select(value => new AlertLimit(true, value)),
                        .. (parsed.GetValue(above) ?? []).Select(value => new AlertLimit(false, value)),
                    ],
                    FalseAlarms = parsed.GetValue(falseAlarms),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
                    About = CardOptions.Stated(parsed, about),
                    Threads = parsed.GetValue(threads),
                    Oof = parsed.GetValue(oof),
                    Out = parsed.GetValue(output),
                };
                var result = ForecastTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(TrainingTalk.Result(result.Json, parsed.GetValue(json)));
            }
        );
        return verb;
    }
}
