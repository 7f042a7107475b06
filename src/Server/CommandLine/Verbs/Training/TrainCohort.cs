using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Synthesis.Tables;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train cohort</c>: a generator of synthetic tables with its synthesis report.</summary>
public static class TrainCohort
{
    public static Command Build()
    {
        var data = new Option<string>("--data")
        {
            Description = "CSV with a header row; may be gzipped",
            HelpName = "T.csv",
            Required = true,
        };
        var target = new Option<string?>("--target")
        {
            Description = "the column the others are made for, in its own proportions; usefulness is measured on it",
            HelpName = "COL",
        };
        var drop = List("--drop", "columns that are not made, comma-separated");
        var group = new Option<string?>("--group")
        {
            Description =
                "the column that says whose row it is: a patient's rows are not both learnt from and held out",
            HelpName = "COL",
        };
        var categorical = List("--categorical", "columns that are categories though they hold numbers");
        var method = new Option<string>("--method")
        {
            Description = "vae, gan, copula, or auto: whichever does best on rows held out",
            DefaultValueFactory = _ => "auto",
        };
        method.AcceptOnlyFromAmong("auto", "vae", "gan", "copula");
        var epsilon = PrivacyOptions.Epsilon();
        var delta = PrivacyOptions.Delta();
        var budget = CommonOptions.Budget("120s");
        var seed = CommonOptions.Seed("decides every random choice but the noise of differential privacy");
        var overriding = PrivacyOptions.Override();
        var output = CommonOptions.ModelFolder();
        var json = CommonOptions.Json();
        var verb = new Command(
            "cohort",
            "a generator of synthetic tables, with a report on fidelity, usefulness, privacy and diversity\n\n"
                + "example: xinglin train cohort --data heart.csv --target num --budget 120s --out models/cohort/1"
        )
        {
            data,
            target,
            drop,
            group,
            categorical,
            method,
            epsilon,
            delta,
            budget,
            seed,
            overriding,
            output,
            json,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(delta) is not null && result.GetResult(epsilon) is null)
                result.AddError("Option '--private-delta' goes with '--private-epsilon'.");
        });
        verb.SetAction(
            (parsed, cancel) =>
            {
                var options = new CohortTrainingOptions
                {
                    Data = parsed.GetValue(data)!,
                    Target = parsed.GetValue(target),
                    Drop = Split(parsed.GetValue(drop)),
                    Group = parsed.GetValue(group),
                    Categorical = Split(parsed.GetValue(categorical)),
                    Method = parsed.GetValue(method)!,
                    Epsilon = parsed.GetValue(epsilon),
                    Delta = parsed.GetValue(delta),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
                    OverridePrivacy = parsed.GetValue(overriding),
                    Out = parsed.GetValue(output)!,
                };
                var result = CohortTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(PrivacyOptions.Tell(result, options.Out, parsed.GetValue(json)));
            }
        );
        return verb;
    }

    private static Option<string?> List(string name, string description) =>
        new(name) { Description = description, HelpName = "A,B" };

    private static string[] Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
