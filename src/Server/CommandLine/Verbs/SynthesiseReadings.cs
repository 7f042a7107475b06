using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin synthesise readings</c>: home readings of people who never lived, as an events file.</summary>
public static class SynthesiseReadings
{
    public static Command Build()
    {
        var count = new Option<int>("--count") { Description = "how many people", DefaultValueFactory = _ => 200 };
        var days = new Option<int>("--days") { Description = "days of readings", DefaultValueFactory = _ => 120 };
        var seed = new Option<int>("--seed")
        {
            Description = "the same seed gives the same readings",
            DefaultValueFactory = _ => 1,
        };
        var truth = new Option<string?>("--truth")
        {
            Description = "where the changes that truly happened go (weight gain of 2 kg, systolic rise of 10 mmHg)",
            HelpName = "T.csv",
        };
        var output = new Option<string>("--out")
        {
            Description = "the events file to write: id,time (hours),variable,value",
            HelpName = "E.csv",
            Required = true,
        };
        var json = CommonOptions.Json();
        var verb = new Command(
            "readings",
            "home readings (blood pressure, glucose, weight) of simulated people, ids h0001 and on\n\nexample: xinglin synthesise readings --count 200 --seed 7 --truth truth.csv --out readings.csv"
        )
        {
            count,
            days,
            seed,
            truth,
            output,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
            {
                if (parsed.GetValue(count) is < 1 or > 100_000 || parsed.GetValue(days) is < 1 or > 3650)
                {
                    Terminal.Fault("--count: name a number from 1 to 100000; --days: from 1 to 3650.");
                    return Task.FromResult(ExitCode.WrongUsage);
                }
                using var writer = new StreamWriter(parsed.GetValue(output)!);
                using var changes = parsed.GetValue(truth) is { } path ? new StreamWriter(path) : null;
                var lines = HomePopulation.WriteEvents(
                    writer,
                    parsed.GetValue(count),
                    parsed.GetValue(seed),
                    parsed.GetValue(days),
                    changes
                );
                if (parsed.GetValue(json))
                {
                    Terminal.Json(
                        new
                        {
                            readings = lines,
                            synthetic = true,
                            @out = parsed.GetValue(output),
                        }
                    );
                }
                else
                {
                    Terminal.Line($"{lines} synthetic readings in {parsed.GetValue(output)}");
                }

                return Task.FromResult(ExitCode.Done);
            }
        );
        return verb;
    }
}
