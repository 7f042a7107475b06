using System.CommandLine;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Server.CommandLine.Options;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train image</c>: an ensemble of convolutional networks on images with labels.</summary>
public static class TrainImage
{
    public static Command Build()
    {
        var data = new Option<string[]>("--data")
        {
            Description =
                "an npz with train_images, train_labels, val_…, or a folder as for --folder; may be given several times",
            HelpName = "X.npz",
        };
        var folder = new Option<string[]>("--folder")
        {
            Description =
                "a folder of images (.png, .jpg, .dcm) or volumes (.nii.gz), one folder for each class, inside train, val or not; may be given several times",
            HelpName = "DIR",
        };
        var classes = new Option<string?>("--classes")
        {
            Description = "names of the classes in the order of their numbers, comma-separated",
            HelpName = "A,B",
        };
        var groups = PatientOptions.List();
        var pattern = PatientOptions.Pattern();
        var subgroups = CardOptions.SubgroupList(" (default: sex and age of DICOM files)");
        var about = CardOptions.About();
        var size = new Option<int?>("--size")
        {
            Description = "rows and columns that the networks see (default: as trained, at most 64)",
        };
        var network = new Option<string?>("--network")
        {
            Description = "which network (default small, or the one that --from fits)",
        };
        network.AcceptOnlyFromAmong([.. ImageArchitecture.Names]);
        var from = new Option<string?>("--from")
        {
            Description =
                "weights to start from: safetensors of MobileNetV2 (keras) or ResNet (torchvision), or an image model's folder",
            HelpName = "WEIGHTS",
        };
        var freeze = new Option<bool>("--freeze")
        {
            Description = "with --from: train the last layer alone, on features computed once (quick)",
        };
        var networks = new Option<int?>("--networks")
        {
            Description = "networks of the ensemble (default 3 small ones, 1 of the others)",
        };
        var width = new Option<int?>("--width")
        {
            Description = "channels of the first stage (default 16, of a ResNet 64)",
        };
        var epochs = new Option<int?>("--epochs") { Description = "epochs of each network (default by network)" };
        var balance = new Option<ClassBalance>("--balance")
        {
            Description = "for rare classes: none, weights, or sampling (each class equally often)",
            DefaultValueFactory = _ => ClassBalance.Weights,
        };
        var prior = new Option<ClassPrior>("--prior")
        {
            Description =
                "class shares that the probabilities assume: validation, balanced, or auto (balanced where training and validation disagree)",
            DefaultValueFactory = _ => ClassPrior.Auto,
        };
        var views = new Option<int?>("--views")
        {
            Description = "views of an image whose answers are averaged, 1 to 5 (default 5 up to 64 pixels)",
        };
        var mirror = new Option<bool>("--mirror") { Description = "allow mirror images; never where the side matters" };
        var budget = CommonOptions.Budget("300s");
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var oof = new Option<string?>("--oof")
        {
            Description = "keep the predictions of the validation split here",
            HelpName = "P.csv",
        };
        var output = CommonOptions.ModelFolder();
        var json = CommonOptions.Json();
        var shipped = new ShippedPlan();
        var verb = new Command(
            "image",
            "convolutional networks for images or volumes, calibrated, that know when an image is unlike its training\n\n"
                + "example: xinglin train image --data pneumoniamnist.npz --classes normal,pneumonia --out models/pneumonia/1"
        )
        {
            shipped.Plan,
            shipped.Folder,
            data,
            folder,
            classes,
            groups,
            pattern,
            subgroups,
            about,
            size,
            network,
            from,
            freeze,
            networks,
            width,
            epochs,
            balance,
            prior,
            views,
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
            {
                result.AddError("Option '--data', '--folder' or '--plan' is required.");
            }
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
                    Groups = parsed.GetValue(groups),
                    GroupPattern = parsed.GetValue(pattern),
                    Subgroups = parsed.GetValue(subgroups),
                    About = CardOptions.Stated(parsed, about),
                    Size = parsed.GetValue(size),
                    Network = parsed.GetValue(network),
                    From = parsed.GetValue(from),
                    Freeze = parsed.GetValue(freeze),
                    Networks = parsed.GetValue(networks),
                    Width = parsed.GetValue(width),
                    Balance = parsed.GetValue(balance),
                    Prior = parsed.GetValue(prior),
                    Views = parsed.GetValue(views),
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
