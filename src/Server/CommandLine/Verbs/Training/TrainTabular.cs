using System.CommandLine;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Work.Trials;
using Xinglin.Synthesis.DifferentialPrivacy;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train tabular</c>: candidates compared out of fold, the best kept, calibrated.</summary>
public static class TrainTabular
{
    public static Command Build()
    {
        var data = new Option<string?>("--data")
        {
            Description = "CSV with a header row; may be gzipped",
            HelpName = "T.csv",
        };
        var target = new Option<string?>("--target") { Description = "the column to predict", HelpName = "COL" };
        var id = new Option<string?>("--id")
        {
            Description = "a column that names each row; not a feature",
            HelpName = "COL",
        };
        var group = new Option<string?>("--group")
        {
            Description = "rows of one group (one patient) stay on one side of each split",
            HelpName = "COL",
        };
        var drop = List("--drop", "columns left out, comma-separated", "A,B");
        var positive = List("--positive", "target values that count as positive, comma-separated", "V1,V2");
        var categorical = List("--categorical", "columns that are categories though they hold numbers", "A,B");
        var folds = new Option<string?>("--folds")
        {
            Description = "a file row,fold; default: five stratified folds",
            HelpName = "FILE",
        };
        var budget = CommonOptions.Budget("60s");
        var plan = new Option<string?>("--plan")
        {
            Description = "a plan that was kept; repeats its experiment",
            HelpName = "P.json",
        };
        var seed = new Option<int?>("--seed") { Description = "decides every random choice (default 42)" };
        var oof = new Option<string?>("--oof")
        {
            Description = "keep the out-of-fold predictions here",
            HelpName = "P.csv",
        };
        var output = new Option<string?>("--out") { Description = "the model folder to write", HelpName = "DIR" };
        var trust = new ModelReliabilityArguments();
        var silos = new Option<int[]?>("--silos")
        {
            Description =
                "gateway ports of running workers that run the hyper-parameter trials (see: xinglin worker --help)",
            HelpName = "PORT,PORT",
            CustomParser = result =>
            {
                var ports = result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray();
                if (ports.All(text => int.TryParse(text, out var one) && one is > 0 and < 65_536))
                    return Array.ConvertAll(ports, int.Parse);
                result.AddError("--silos: write ports with commas between them, such as 11201,11211.");
                return null;
            },
        };
        var json = CommonOptions.Json();
        var verb = new Command(
            "tabular",
            "logistic regression (splines, interactions), forests, boosted trees, nearest neighbours and networks, tuned within the budget, blended and calibrated out of fold\n\nexample: xinglin train tabular --data heart.csv --target num --positive 1,2,3,4 --out models/heart/1"
        )
        {
            data,
            target,
            id,
            group,
            drop,
            positive,
            categorical,
            folds,
            budget,
            plan,
            seed,
            oof,
            output,
            silos,
            json,
        };
        trust.AddTo(verb);
        var epsilon = PrivacyOptions.Epsilon();
        var delta = PrivacyOptions.Delta();
        verb.Add(epsilon);
        verb.Add(delta);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(delta) is not null && result.GetResult(epsilon) is null)
                result.AddError("Option '--private-delta' goes with '--private-epsilon'.");
            if (result.GetResult(silos) is not null && result.GetResult(epsilon) is not null)
            {
                result.AddError(
                    "Option '--silos' does not go with '--private-epsilon': private training makes no trials."
                );
            }
        });
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var options = new TabularTrainingOptions
                {
                    Data = parsed.GetValue(data),
                    Target = parsed.GetValue(target),
                    Id = parsed.GetValue(id),
                    Group = parsed.GetValue(group),
                    Drop = Split(parsed.GetValue(drop)),
                    Positive = Split(parsed.GetValue(positive)),
                    Categorical = Split(parsed.GetValue(categorical)),
                    Folds = parsed.GetValue(folds),
                    Budget = parsed.GetResult(budget) is { Implicit: false } ? parsed.GetValue(budget) : null,
                    Plan = parsed.GetValue(plan),
                    Seed = parsed.GetValue(seed),
                    Oof = parsed.GetValue(oof),
                    Trust = trust.Of(parsed),
                    Out = parsed.GetValue(output),
                };
                if (parsed.GetValue(epsilon) is { } loss)
                {
                    return TrainingTalk.Result(
                        PrivateTable.Run(
                            options,
                            loss,
                            parsed.GetValue(delta),
                            TimeProvider.System,
                            TrainingTalk.Progress(),
                            cancel
                        ),
                        parsed.GetValue(json)
                    );
                }

                await using var cluster = parsed.GetValue(silos) is { Length: > 0 } gateways
                    ? await TrialCluster.ConnectAsync(gateways, cancel)
                    : null;
                if (cluster is not null)
                    options = options with { Trials = cluster.CarryAsync };
                var result = TabularTraining.Run(options, TrainingTalk.Progress(), cancel);
                foreach (var (silo, count) in cluster?.Done ?? new Dictionary<string, int>())
                    Terminal.Progress($"{count} trials by the worker {silo}");
                return TrainingTalk.Result(result.ToJson(), parsed.GetValue(json));
            }
        );
        return verb;
    }

    private static Option<string?> List(string name, string description, string example) =>
        new(name) { Description = description, HelpName = example };

    private static string[]? Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
