using System.CommandLine;
using Xinglin.Learning.Images;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train image</c>: an ensemble of convolutional networks on pictures with labels.</summary>
public static class TrainImage
{
    public static Command Build()
    {
        var data = new Option<string[]>("--data")
        {
            Description = "an npz with train_images, train_labels, val_…; may be given several times",
            HelpName = "X.npz",
        };
        var folder = new Option<string[]>("--folder")
        {
            Description = "a folder of PNG pictures, one folder for each class; may be given several times",
            HelpName = "DIR",
        };
        var classes = new Option<string?>("--classes")
        {
            Description = "names of the classes in the order of their numbers, comma-separated",
            HelpName = "A,B",
        };
        var size = new Option<int?>("--size")
        {
            Description = "rows and columns that the networks see (default: as trained, at most 64)",
        };
        var networks = new Option<int>("--networks")
        {
            Description = "networks of the ensemble",
            DefaultValueFactory = _ => 3,
        };
        var epochs = new Option<int>("--epochs")
        {
            Description = "epochs of each network",
            DefaultValueFactory = _ => 18,
        };
        var mirror = new Option<bool>("--mirror") { Description = "allow mirror images; never where the side matters" };
        var budget = CommonOptions.Budget("300s");
        var seed = new Option<int>("--seed")
        {
            Description = "decides every random choice",
            DefaultValueFactory = _ => 1,
        };
        var threads = new Option<int?>("--threads") { Description = "1 repeats bit for bit; default all cores" };
        var oof = new Option<string?>("--oof")
        {
            Description = "keep the predictions of the validation split here",
            HelpName = "P.csv",
        };
        var output = new Option<string>("--out")
        {
            Description = "the model folder to write",
            HelpName = "DIR",
            Required = true,
        };
        var json = CommonOptions.Json();
        var shipped = new ShippedPlan();
        var verb = new Command(
            "image",
            "an ensemble of residual convolutional networks, calibrated, that knows when a picture is unlike its training\n\n"
                + "example: xinglin train image --data pneumoniamnist.npz --classes normal,pneumonia --out models/pneumonia/1"
        )
        {
            shipped.Plan,
            shipped.Folder,
            data,
            folder,
            classes,
            size,
            networks,
            epochs,
            mirror,
            budget,
            seed,
            threads,
            oof,
            output,
            json,
        };
        verb.Validators.Add(result =>
        {
            if (
                result.GetResult(data) is null
                && result.GetResult(folder) is null
                && result.GetResult(shipped.Plan) is null
            )
                result.AddError("Option '--data', '--folder' or '--plan' is required.");
        });
        verb.SetAction(
            (parsed, cancel) =>
            {
                if (shipped.Run(parsed, parsed.GetValue(output)!, parsed.GetValue(json), cancel) is { } done)
                    return Task.FromResult(done);
                var options = new ImageTrainingOptions
                {
                    Data = [.. parsed.GetValue(data) ?? [], .. parsed.GetValue(folder) ?? []],
                    Classes = parsed.GetValue(classes)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
                    Size = parsed.GetValue(size),
                    Networks = parsed.GetValue(networks),
                    Epochs = parsed.GetValue(epochs),
                    Mirror = parsed.GetValue(mirror),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                    Oof = parsed.GetValue(oof),
                    Out = parsed.GetValue(output),
                };
                var result = ImageTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(TrainingTalk.Result(result.Json, parsed.GetValue(json)));
            }
        );
        return verb;
    }
}
