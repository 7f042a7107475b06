using System.CommandLine;
using Xinglin.Learning.Segmentation;
using Xinglin.Server.CommandLine.Options;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary><c>xinglin train segment</c>: networks that draw labelled shapes on images or volumes.</summary>
public static class TrainSegment
{
    public static Command Build()
    {
        var images = new Option<string>("--images")
        {
            Description = "folder of images (.png, .jpg, .dcm) or volumes (.nii, .nii.gz)",
            HelpName = "DIR",
            Required = true,
        };
        var masks = new Option<string>("--masks")
        {
            Description = "folder of masks with the images' names: label numbers, 0/255, or one folder for each label",
            HelpName = "DIR",
            Required = true,
        };
        var labels = new Option<string?>("--labels")
        {
            Description = "names of the labels in the order of their numbers, comma-separated",
            HelpName = "A,B",
        };
        var groups = new Option<string?>("--groups")
        {
            Description = "columns file and patient: images of one patient stay on one side of a fold",
            HelpName = "G.csv",
        };
        var subgroups = CardOptions.SubgroupList();
        var about = CardOptions.About();
        var size = new Option<int?>("--size")
        {
            Description = "longer side of an image, longest side of a volume's patch (default: chosen from the images)",
        };
        var folds = new Option<int?>("--folds")
        {
            Description = "parts for leave-out, and networks of the model (default 5; 2 from 60 images on)",
        };
        var width = new Option<int?>("--width") { Description = "channels of the first stage" };
        var draws = new Option<int?>("--draws") { Description = "images drawn for the training of one network" };
        var mirror = new Option<bool>("--mirror") { Description = "allow mirror images; never where the side matters" };
        var budget = CommonOptions.Budget("600s");
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var oof = new Option<string?>("--oof")
        {
            Description = "keep the masks drawn on left-out images here",
            HelpName = "DIR",
        };
        var output = CommonOptions.ModelFolder();
        var json = CommonOptions.Json();
        var verb = new Command(
            "segment",
            "residual U-Nets that draw labelled shapes, measured on left-out images by Dice, IoU and surface distance\n\n"
                + "example: xinglin train segment --images films --masks masks --labels left,right --out models/lungs/1"
        )
        {
            images,
            masks,
            labels,
            groups,
            subgroups,
            about,
            size,
            folds,
            width,
            draws,
            mirror,
            budget,
            seed,
            threads,
            oof,
            output,
            json,
        };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var options = new SegmentationTrainingOptions
                {
                    Images = parsed.GetValue(images)!,
                    Masks = parsed.GetValue(masks)!,
                    Labels = parsed.GetValue(labels)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
                    Groups = parsed.GetValue(groups),
                    Subgroups = parsed.GetValue(subgroups),
                    About = CardOptions.Stated(parsed, about),
                    Size = parsed.GetValue(size),
                    Folds = parsed.GetValue(folds),
                    Width = parsed.GetValue(width),
                    Draws = parsed.GetValue(draws),
                    Mirror = parsed.GetValue(mirror),
                    Budget = parsed.GetValue(budget),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                    Oof = parsed.GetValue(oof),
                    Out = parsed.GetValue(output),
                };
                var result = SegmentationTraining.Run(options, TimeProvider.System, TrainingTalk.Progress(), cancel);
                return Task.FromResult(TrainingTalk.Result(result.Json, parsed.GetValue(json)));
            }
        );
        return verb;
    }
}
