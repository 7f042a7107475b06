using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Verbs.Training;
using Xinglin.Synthesis.Images;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin synthesise images</c>: images drawn by a generator, each marked as synthetic.</summary>
public static class SynthesiseImages
{
    public static Command Build()
    {
        var model = new Option<string>("--model")
        {
            Description = "a model made by train gan",
            HelpName = "DIR",
            Required = true,
        };
        var count = new Option<int>("--count") { Description = "how many", DefaultValueFactory = _ => 100 };
        var seed = CommonOptions.Seed("the same seed draws the same images");
        var only = new Option<string?>("--class")
        {
            Description = "draw this class only (default: all, in the training set's proportions)",
            HelpName = "NAME",
        };
        var output = new Option<string>("--out")
        {
            Description = "a new folder for PNG images, or a file F.npz",
            HelpName = "PATH",
            Required = true,
        };
        var overriding = PrivacyOptions.Override();
        var json = CommonOptions.Json();
        var verb = new Command(
            "images",
            "synthetic images, marked as such (text entries of each PNG, array 'synthetic' of an npz)\n\n"
                + "example: xinglin synthesise images --model models/films/1 --count 100 --seed 7 --class pneumonia --out var/films"
        )
        {
            model,
            count,
            seed,
            only,
            output,
            overriding,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    PrivacyOptions.Guarded(
                        () =>
                            ImageSynthesis.Run(
                                parsed.GetValue(model)!,
                                parsed.GetValue(count),
                                parsed.GetValue(seed),
                                parsed.GetValue(only),
                                parsed.GetValue(output)!,
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
