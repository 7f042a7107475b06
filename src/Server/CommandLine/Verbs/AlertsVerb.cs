using System.CommandLine;
using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Verbs.Training;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin alerts</c>: rising blood pressure and weight gain in an events file, and how good the alerts are.</summary>
public static class AlertsVerb
{
    public static Command Build()
    {
        var events = new Option<string>("--events")
        {
            Description = "CSV id,time,variable,value (time in hours); may be gzipped",
            HelpName = "E.csv",
            Required = true,
        };
        var variable = new Option<string>("--variable")
        {
            Description = "the variable to watch",
            HelpName = "NAME",
            Required = true,
        };
        var rule = new Option<MeasurementAlertRule>("--rule")
        {
            Description =
                "SuddenGain (against the lightest of 3 days), Gain (medians, 4 to 14 days before) or Rise (a week's mean against the four before)",
            Required = true,
        };
        var limit = new Option<double>("--limit")
        {
            Description = "the least change, in the variable's unit: 2 (kg), 8 (mmHg)",
            HelpName = "VALUE",
            Required = true,
        };
        var truth = new Option<string?>("--truth")
        {
            Description =
                "CSV id,variable,change,onset,complete (hours): sensitivity, false alarms and lead time are told",
            HelpName = "T.csv",
        };
        var output = new Option<string?>("--out") { Description = "keep the alerts here", HelpName = "A.csv" };
        var json = CommonOptions.Json();
        var verb = new Command(
            "alerts",
            "alerts on a patient's own course, by rules that learn nothing\n\nexample: xinglin alerts --events readings.csv --variable weight --rule Gain --limit 1.5 --truth truth.csv --json"
        )
        {
            events,
            variable,
            rule,
            limit,
            truth,
            output,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    TrainingTalk.Result(
                        MeasurementAlertFile.Run(
                            parsed.GetValue(events)!,
                            parsed.GetValue(variable)!,
                            parsed.GetValue(rule),
                            parsed.GetValue(limit),
                            parsed.GetValue(truth),
                            parsed.GetValue(output)
                        ),
                        parsed.GetValue(json)
                    )
                )
        );
        return verb;
    }
}
