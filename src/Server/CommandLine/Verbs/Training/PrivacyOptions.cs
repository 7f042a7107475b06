using System.CommandLine;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary>What all generators have in common on the command line: the privacy check, its override and its words.</summary>
internal static class PrivacyOptions
{
    public static Option<string?> Override() =>
        new("--override-privacy")
        {
            Description =
                "use a model that failed its privacy check, for this reason; recorded in the model and on everything it makes",
            HelpName = "REASON",
        };

    public static Option<double?> Epsilon() =>
        new("--private-epsilon")
        {
            Description = "train with differential privacy: the privacy loss epsilon, such as 1 to 10",
            HelpName = "E",
        };

    public static Option<double?> Delta() =>
        new("--private-delta")
        {
            Description = "with --private-epsilon: the chance delta beyond it (default: 1 / rows^1.1, to two digits)",
            HelpName = "D",
        };

    /// <summary>The report of a training: one document, or the table a person reads.</summary>
    public static int Tell(JsonObject result, string model, bool json)
    {
        if (json)
            Terminal.Json(result);
        else
            Terminal.Line(File.ReadAllText(Path.Combine(model, "report.md")));
        if (!(bool)result["privacy_passed"]!)
            Terminal.Fault($"{model} failed its privacy check: synthesise will reject it");
        return ExitCode.Done;
    }

    /// <summary>Runs a synthesis; a model that failed its privacy check is rejected with exit code 3.</summary>
    public static int Guarded(Func<JsonObject> synthesise, string output, bool json)
    {
        try
        {
            var mark = synthesise();
            if (json)
            {
                Terminal.Json(mark);
            }
            else
            {
                Terminal.Line($"{mark["count"]} synthetic records in {output}");
                Terminal.Line($"合成数据{mark["count"]}条，位于 {output}");
            }
            return ExitCode.Done;
        }
        catch (InvalidInputException refused) when (refused.Code == InvalidInputException.Privacy)
        {
            if (json)
                Terminal.Json(new JsonObject { ["refused"] = refused.Message });
            Terminal.Fault(refused.Message);
            return ExitCode.SomeRefused;
        }
    }
}
