using Xinglin.Formats;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Data;

/// <summary>Decides which images train and which are kept to judge, and what the classes are called.</summary>
internal static class ImageSplits
{
    private const double Held = 0.15;

    /// <summary>Fewer validation images than this can neither calibrate nor judge.</summary>
    private const int FewestJudging = 30;

    /// <param name="atMost">Larger images are made as small as that when they are read.</param>
    /// <returns>
    /// The given splits; or a seventh of the training images held back class by class, also where the given validation split is too small
    /// or lacks a class. The images of one patient are on one side, and so are equal images.
    /// </returns>
    public static ImageDatasetSplit For(ImageTrainingOptions options, int atMost)
    {
        var sources = options.Data.Select(ImageSource.Open).ToArray();
        var training =
            ImageSplit.Read(sources, "train", classes: options.Classes, atMost: atMost)
            ?? throw InvalidInputException.In(
                string.Join(", ", options.Data.Select(path => Path.GetFileName(path))),
                "There are no training images: an archive needs train_images and train_labels, a folder one folder of images (.png, .jpg, .dcm, .nii.gz) for each class."
            );
        var given = ImageSplit.Read(sources, "val", classes: options.Classes, atMost: atMost);
        Check(training, given);
        var names = ClassNames(options, training, given ?? training);
        var groups = ImageGroups.Of(
            options.Groups,
            options.GroupPattern,
            given is null ? training : training.With(given)
        );
        if (given is null)
            return HeldBack(training, groups, names, options.Seed, BilingualText.Same(""));
        var lacking = training.Labels.Except(given.Labels).Any();
        if ((given.Count < FewestJudging && given.Count < Held * training.Count) || lacking)
        {
            return HeldBack(
                training.With(given),
                groups,
                names,
                options.Seed,
                new(
                    $"所给验证集仅{given.Count}幅或缺少类别，已并入训练集；",
                    $"the {given.Count} validation images given are too few or lack a class, and were joined to the training images; "
                )
            );
        }

        var judging = groups.Numbers[training.Count..];
        var rows = Enumerable.Range(0, training.Count).Where(row => !judging.Contains(groups.Numbers[row])).ToArray();
        var left = training.Count - rows.Length;
        if (training.Labels.Except(training.At(rows).Labels).Any())
        {
            throw InvalidInputException.In(
                "validation images",
                "All training images of a class are also in the validation split, or of its patients. Divide the images again, or give them undivided."
            );
        }

        return new ImageDatasetSplit(
            training.At(rows),
            given,
            Array.ConvertAll(rows, row => groups.Numbers[row]),
            judging,
            new BilingualText("按所给划分", "validation split as given")
                + (
                    left > 0
                        ? new(
                            $"；{left}幅训练图像与验证集重复或属同一患者，已剔除",
                            $"; {left} training images that are also there, or of its patients, were left out"
                        )
                        : BilingualText.Same("")
                )
                + groups.Told
        );
    }

    private static void Check(ImageSplit training, ImageSplit? given)
    {
        if (training.Labels.Distinct().Count() < 2)
        {
            throw InvalidInputException.In(
                "training images",
                "All are of one class: nothing can be learnt. Give images of two classes or more."
            );
        }

        if (training.Count < 20)
            throw InvalidInputException.In("training images", $"{training.Count} images are too few: give 20 or more.");
        if (training.Images.Concat(given?.Images ?? []).Select(image => image.Depth > 1).Distinct().Count() > 1)
            throw InvalidInputException.In("option --data", "Images and volumes are mixed. Give one kind.");
    }

    private static ImageDatasetSplit HeldBack(
        ImageSplit all,
        ImageGroups groups,
        IReadOnlyList<string> names,
        int seed,
        BilingualText because
    )
    {
        var rows = Enumerable.Range(0, all.Count).ToArray();
        var held = groups.HeldBack(all.Labels, Held, seed);
        var (training, judging) = (
            rows.Where(row => !held.Contains(row)).ToArray(),
            rows.Where(held.Contains).ToArray()
        );
        foreach (
            var (label, members) in rows.GroupBy(row => all.Labels[row]).Select(same => (same.Key, same.ToArray()))
        )
        {
            if (!members.Any(held.Contains) || members.All(held.Contains))
            {
                throw InvalidInputException.In(
                    label < names.Count ? $"class {names[label]}" : $"class number {label}",
                    $"It has {members.Length} images of {members.Select(row => groups.Numbers[row]).Distinct().Count()} patients (or different ones, where patients are not known): "
                        + "it cannot be both learnt and judged. Give images of more patients, or leave the class out."
                );
            }
        }

        return new ImageDatasetSplit(
            all.At(training),
            all.At(judging),
            Array.ConvertAll(training, row => groups.Numbers[row]),
            Array.ConvertAll(judging, row => groups.Numbers[row]),
            because
                + BilingualText.Of($"按类别留出{Held:P0}的图像", $"{Held:P0} of the images, held back class by class")
                + groups.Told
        );
    }

    public static IReadOnlyList<string> ClassNames(
        ImageTrainingOptions options,
        ImageSplit training,
        ImageSplit validation
    )
    {
        var count = training.Labels.Concat(validation.Labels).Max() + 1;
        if (
            options.Classes.Count == 0
            && options.Data.Select(ImageSource.Open).OfType<ImageSource.Folder>().FirstOrDefault() is { } folder
        )
        {
            return folder.Images.Classes;
        }

        if (options.Classes.Count == 0)
        {
            return
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ];
        }

        if (options.Classes.Count < count)
        {
            throw InvalidInputException.In(
                "option classes",
                $"{options.Classes.Count} names for {count} classes. Name every class number from 0."
            );
        }

        return options.Classes;
    }

    /// <summary>The probability of the second class that separates the two best by mean of sensitivity and specificity.</summary>
    public static double BalancedThreshold(double[][] probabilities, int[] labels)
    {
        if (probabilities[0].Length != 2)
            return 0.5;
        double positives = labels.Count(label => label == 1),
            negatives = labels.Length - positives;
        if (positives == 0 || negatives == 0)
            return 0.5;
        var sorted = probabilities
            .Select((p, i) => (P: p[1], Label: labels[i]))
            .OrderByDescending(one => one.P)
            .ToArray();
        double hits = 0,
            alarms = 0,
            best = -1,
            threshold = 0.5;
        for (var i = 0; i + 1 < sorted.Length; i++)
        {
            _ = sorted[i].Label == 1 ? hits++ : alarms++;
            var balance = hits / positives - alarms / negatives;
            if (balance > best && sorted[i].P > sorted[i + 1].P)
                (best, threshold) = (balance, (sorted[i].P + sorted[i + 1].P) / 2);
        }
        return Math.Clamp(threshold, 0.05, 0.95);
    }
}
