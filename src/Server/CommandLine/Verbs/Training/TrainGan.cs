using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Synthesis.Images;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train gan</c>: a class-conditional image generator with its synthesis report.</summary>
public static class TrainGan
{
    public static Command Build()
    {
        var data = new Option<string[]>("--data")
        {
            Description = "an npz with train_images and, if there are, train_labels, val_…; may be given several times",
            HelpName = "X.npz",
        };
        var folder = new Option<string[]>("--folder")
        {
            Description =
                "a folder of images (.png, .jpg, .dcm), or of one folder for each class; may be given several times",
            HelpName = "DIR",
        };
        var classes = new Option<string?>("--classes")
        {
            Description = "names of the classes in the order of their numbers, comma-separated",
            HelpName = "A,B",
        };
        var groups = PatientOptions.List();
        var pattern = PatientOptions.Pattern();
        var size = new Option<int?>("--size")
        {
            Description =
                "rows and columns to draw, a multiple of 4 from 16 to 128 (default: 28, 32 or 64 by the images)",
        };
        var width = new Option<int>("--width")
        {
            Description = "channels of the widest maps",
            DefaultValueFactory = _ => 24,
        };
        var batch = new Option<int>("--batch") { Description = "images of one step", DefaultValueFactory = _ => 64 };
        var steps = new Option<int?>("--steps")
        {
            Description = "steps of the duel (default: what fits into the budget)",
        };
        var budget = CommonOptions.Budget("2400s");
        var seed = CommonOptions.Seed();
        var threads = new Option<int?>("--threads")
        {
            Description = "threads inside one operation (default 1; repeats bit for bit)",
        };
        var from = new Option<string?>("--from")
        {
            Description = "weights (safetensors, as for train image) by which the kernel distance is measured too",
            HelpName = "WEIGHTS",
        };
        var overriding = PrivacyOptions.Override();
        var output = CommonOptions.ModelFolder();
        var json = CommonOptions.Json();
        var verb = new Command(
            "gan",
            "a generator of synthetic images, with a report on fidelity, usefulness, privacy and diversity; goes on where it was killed\n\n"
                + "example: xinglin train gan --data pneumoniamnist.npz --classes normal,pneumonia --budget 40m --out models/films/1"
        )
        {
            data,
            folder,
            classes,
            groups,
            pattern,
            size,
            width,
            batch,
            steps,
            budget,
            seed,
            threads,
            from,
            overriding,
            output,
            json,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(data) is null && result.GetResult(folder) is null)
                result.AddError("Option '--data' or '--folder' is required.");
        });
        verb.SetAction(
            (parsed, cancel) =>
            {
                var options = new GanTrainingOptions
                {
                    Data = [.. parsed.GetValue(data) ?? [], .. parsed.GetValue(folder) ?? []],
                    Classes = parsed.GetValue(classes)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
                    Groups = parsed.GetValue(groups),
                    GroupPattern = parsed.GetValue(pattern),
                    Size = parsed.GetValue(size),
                    Width = parsed.GetValue(width),
                    Batch = parsed.GetValue(batch),
                    Steps = parsed.GetValue(steps),
                    Budget = parsed.GetValue(budget),
                    From = parsed.GetValue(from),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                    OverridePrivacy = parsed.GetValue(overriding),
                    Out = parsed.GetValue(output)!,
                };
                var result = GanTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(PrivacyOptions.Tell(result, options.Out, parsed.GetValue(json)));
            }
        );
        return verb;
    }
}
