using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Verbs.Training;
using Xinglin.Synthesis.Tables;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin synthesise table</c>: a cohort of people who never lived, marked as such.</summary>
public static class SynthesiseTable
{
    public static Command Build()
    {
        var model = new Option<string>("--model")
        {
            Description = "a model made by train cohort",
            HelpName = "DIR",
            Required = true,
        };
        var count = new Option<int>("--count") { Description = "how many rows", DefaultValueFactory = _ => 1000 };
        var seed = CommonOptions.Seed("the same seed makes the same rows");
        var output = new Option<string>("--out")
        {
            Description = "the CSV to write (gzipped if it ends with .gz); F.csv.synthetic.json is next to it",
            HelpName = "F.csv",
            Required = true,
        };
        var mark = new Option<string>("--mark")
        {
            Description =
                "column: a last column 'synthetic' says 1 in every row; sidecar: only the file next to it says so",
            DefaultValueFactory = _ => "column",
        };
        mark.AcceptOnlyFromAmong("column", "sidecar");
        var overriding = PrivacyOptions.Override();
        var json = CommonOptions.Json();
        var verb = new Command(
            "table",
            "a synthetic table, marked as such\n\nexample: xinglin synthesise table --model models/cohort/1 --count 1000 --seed 7 --out var/cohort.csv"
        )
        {
            model,
            count,
            seed,
            output,
            mark,
            overriding,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    PrivacyOptions.Guarded(
                        () =>
                            TableSynthesis.Run(
                                parsed.GetValue(model)!,
                                parsed.GetValue(count),
                                parsed.GetValue(seed),
                                parsed.GetValue(output)!,
                                parsed.GetValue(mark) == "column",
                                parsed.GetValue(overriding),
                                TimeProvider.System
                            ),
                        parsed.GetValue(output)!,
                        parsed.GetValue(json)
                    )
                )
        );
        return verb;
    }
}
