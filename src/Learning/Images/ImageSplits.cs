using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>Decides which pictures train and which are kept to judge, and what the classes are called.</summary>
internal static class ImageSplits
{
    private const double Held = 0.15;

    /// <returns>The given splits, or a seventh of the training pictures held back class by class.</returns>
    public static (ImageSplit Training, ImageSplit Validation, string Split) For(ImageTrainingOptions options)
    {
        var sources = options.Data.Select(ImageSource.Open).ToArray();
        var training =
            ImageSplit.Read(sources, "train", classes: options.Classes)
            ?? throw new DataRefusedException(
                string.Join(", ", options.Data.Select(path => Path.GetFileName(path))),
                "There are no training pictures: an archive needs train_images and train_labels, a folder one folder of pictures (.png, .dcm, .nii.gz) for each class."
            );
        if (training.Labels.Distinct().Count() < 2)
            throw new DataRefusedException(
                "training pictures",
                "All are of one class: nothing can be learnt. Give pictures of two classes or more."
            );
        if (training.Count < 20)
            throw new DataRefusedException(
                "training pictures",
                $"{training.Count} pictures are too few: give 20 or more."
            );
        if (training.Pictures.Select(picture => picture.Depth > 1).Distinct().Count() > 1)
            throw new DataRefusedException("option --data", "Pictures and volumes are mixed. Give one kind.");
        if (ImageSplit.Read(sources, "val", classes: options.Classes) is { Count: > 0 } validation)
            return (training, validation, "validation split as given");
        var random = new Random(options.Seed);
        var held = new HashSet<int>();
        foreach (var group in Enumerable.Range(0, training.Count).GroupBy(i => training.Labels[i]))
        {
            var members = group.ToArray();
            random.Shuffle(members);
            held.UnionWith(members.Take(Math.Max(1, (int)(Held * members.Length))));
        }
        var rows = Enumerable.Range(0, training.Count).ToArray();
        return (
            training.At([.. rows.Where(row => !held.Contains(row))]),
            training.At([.. rows.Where(held.Contains)]),
            $"{Held:P0} of the training pictures, held back class by class"
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
            return folder.Classes;
        if (options.Classes.Count == 0)
            return
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ];
        if (options.Classes.Count < count)
            throw new DataRefusedException(
                "option classes",
                $"{options.Classes.Count} names for {count} classes. Name every class number from 0."
            );
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
