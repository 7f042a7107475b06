using System.CommandLine;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Synthesis.Recipes;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>--plan plans/….json</c>: makes a shipped model again.</summary>
internal sealed class ShippedPlan
{
    public Option<string?> Plan { get; } =
        new("--plan")
        {
            Description = "a plan of plans/: makes that shipped model again; needs only --out",
            HelpName = "P.json",
        };

    public Option<string> Folder { get; } =
        new("--data-folder")
        {
            Description = "with --plan: the folder of the public data sets (default ../shared/data)",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("..", "shared", "data"),
        };

    /// <summary>Runs the plan when one is named; null when the command is to be told by its other options.</summary>
    public int? Run(ParseResult parsed, string output, bool json, CancellationToken cancel)
    {
        if (parsed.GetValue(Plan) is not { } plan)
            return null;
        var model = ShippedModels.Train(
            plan,
            output,
            parsed.GetValue(Folder)!,
            TimeProvider.System,
            TrainingTalk.Progress(),
            cancel
        );
        if (json)
            Terminal.Json(model);
        else
            Terminal.Line($"{output}: made again from {plan}");
        return ExitCode.Done;
    }

    /// <summary>Says which of these options is missing when there is no plan.</summary>
    public void Require(Command verb, params Option[] needed) =>
        verb.Validators.Add(result =>
        {
            if (result.GetResult(Plan) is not null)
                return;
            foreach (var option in needed.Where(option => result.GetResult(option) is null))
                result.AddError($"Option '{option.Name}' is required (or a --plan).");
        });
}
