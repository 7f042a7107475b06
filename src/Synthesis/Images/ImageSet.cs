using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Terminology.Text;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>Images of one size, ready for a generator: those it learns from and those it never sees.</summary>
/// <param name="Training">[N, C, S, S], −1 (black) to 1 (white).</param>
/// <param name="Labels">[N], int64.</param>
/// <param name="Held">[H, C, S, S]</param>
/// <param name="Watched">
/// Images [W, C, S, S] that the duel never sees either: they choose which average is kept, so that repeating the training images is no merit.
/// Null where there are too few.
/// </param>
/// <param name="Split">Where the held-out images come from.</param>
/// <param name="White">The value of a file that became 1.</param>
internal sealed record ImageSet(
    Tensor Training,
    Tensor Labels,
    Tensor Held,
    Tensor HeldLabels,
    Tensor? Watched,
    IReadOnlyList<string> Classes,
    BilingualText Split,
    double White
) : IDisposable
{
    /// <summary>Fewer training images than this are repeated rather than learnt from.</summary>
    public const int Fewest = 64;

    private const int LargestSide = 128;
    private const double HeldShare = 0.15;
    private const double WatchedShare = 0.1;

    /// <summary>Fewer training images are all learnt from.</summary>
    private const int FewestToWatch = 1_000;
    private const int FewestWatched = 50;

    public int Count => (int)Training.shape[0];

    /// <summary>Reads the images; without a size the nearest of 28, 32 and 64 that is not above their own side is drawn.</summary>
    /// <exception cref="InvalidInputException">Nothing there, too few, mixed colours, or a size that cannot be drawn.</exception>
    public static ImageSet Read(GanTrainingOptions options)
    {
        var (data, named, size, seed) = (options.Data, options.Classes, options.Size, options.Seed);
        var sources = data.Select(ImageSource.Open).ToArray();
        var name = string.Join(", ", data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))));
        var labelled = Labelled(sources);
        var training = ImageSplit.Read(sources, "train", labelled, atMost: LargestSide) ?? Flat(data);
        if (training is null)
        {
            throw InvalidInputException.In(
                name,
                "There are no training images: an archive needs train_images, a folder PNG images, or one folder of them for each class."
            );
        }

        if (training.Images.Select(image => image.Channels).Distinct().Count() > 1)
            throw InvalidInputException.In(name, "Grey and colour images are mixed. Give one kind.");
        training = training with { Images = OnOneScale(training.Images) };
        var held = ImageSplit.Read(sources, "val", labelled, atMost: LargestSide);
        if (held is not null)
            held = held with { Images = OnOneScale(held.Images) };
        var split = new BilingualText("按所给划分", "validation split as given");
        var groups = ImageGroups.Of(
            options.Groups,
            options.GroupPattern,
            held is null ? training : training.With(held)
        );
        if (held is null)
        {
            (training, held, split) = HoldBack(training, groups, seed);
        }
        else
        {
            // A held-out image that was also learnt from would pass for one that gives nothing away.
            var strangers = groups.Numbers[training.Count..].ToHashSet();
            training = training.At([
                .. Enumerable.Range(0, training.Count).Where(row => !strangers.Contains(groups.Numbers[row])),
            ]);
        }
        split += groups.Told;
        if (training.Count < Fewest)
        {
            throw InvalidInputException.In(
                name,
                $"{training.Count} training images are too few: a generator of fewer than {Fewest} repeats them. Give more."
            );
        }

        (training, var watched) = Watch(options, training);
        var side = size ?? Usual(training.Images.Max(image => Math.Min(image.Rows, image.Columns)));
        if (side is < 16 or > LargestSide || side % 4 != 0)
        {
            throw InvalidInputException.In(
                "option size",
                $"{side} cannot be drawn. Name a multiple of 4 from 16 to 128."
            );
        }

        var white = WhiteOf(training.Images);
        var count = training.Labels.Concat(held.Labels).Max() + 1;
        return new ImageSet(
            ToTensor(training.Images, side, white),
            tensor(Array.ConvertAll(training.Labels, label => (long)label)),
            ToTensor(held.Images, side, white),
            tensor(Array.ConvertAll(held.Labels, label => (long)label)),
            watched is null ? null : ToTensor(watched.Images, side, white),
            Names(named, sources, count),
            split,
            white
        );
    }

    private static bool Labelled(ImageSource[] sources) =>
        sources.All(source => source is not ImageSource.Archive archive || archive.Arrays.ContainsKey("train_labels"));

    /// <summary>A folder of images without class folders: one class.</summary>
    private static ImageSplit? Flat(IReadOnlyList<string> data)
    {
        var read = data.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder).Where(ImageFile.Is).Order(StringComparer.Ordinal))
            .Select(ImageFile.ReadWithOrigin)
            .ToList();
        var images = read.ConvertAll(one => ImageScaling.AtMost(one.Image, LargestSide));
        return images.Count == 0
            ? null
            : new ImageSplit(images, new int[read.Count], new int[read.Count], read.ConvertAll(one => one.Origin));
    }

    private static (ImageSplit Training, ImageSplit Held, BilingualText Split) HoldBack(
        ImageSplit all,
        ImageGroups groups,
        int seed
    )
    {
        var held = groups.HeldBack(all.Labels, HeldShare, seed);
        var rows = Enumerable.Range(0, all.Count).ToArray();
        return (
            all.At([.. rows.Where(row => !held.Contains(row))]),
            all.At([.. rows.Where(held.Contains)]),
            BilingualText.Of(
                $"按类别留出{HeldShare:P0}的图像",
                $"{HeldShare:P0} of the images, held back class by class"
            )
        );
    }

    /// <summary>
    /// A tenth of each class, by whole patients (nobody where a class has one patient alone, or nearly all images repeat others); where they are not known the last of the file, for neighbours in a file are often of one
    /// patient.
    /// </summary>
    private static (ImageSplit Training, ImageSplit? Watched) Watch(GanTrainingOptions options, ImageSplit training)
    {
        if (training.Count < FewestToWatch)
            return (training, null);
        var groups = ImageGroups.Of(options.Groups, options.GroupPattern, training);
        var rows = Enumerable.Range(0, training.Count).ToArray();
        var watched = groups.PatientsKnown
            ? groups.HeldBack(training.Labels, WatchedShare, options.Seed)
            : rows.GroupBy(row => training.Labels[row])
                .SelectMany(own => own.TakeLast((int)(WatchedShare * own.Count())))
                .ToHashSet();
        // An equal image on the other side would be learnt after all.
        var learnt = rows.Where(row => !watched.Contains(row)).ToArray();
        var known = learnt.Select(row => groups.Numbers[row]).ToHashSet();
        var unseen = rows.Where(row => watched.Contains(row) && !known.Contains(groups.Numbers[row])).ToArray();
        var lacking = training.Labels.Except(learnt.Select(row => training.Labels[row])).Any();
        return lacking || unseen.Length < FewestWatched ? (training, null) : (training.At(learnt), training.At(unseen));
    }

    private static int Usual(int side) =>
        side >= 64 ? 64
        : side >= 32 ? 32
        : 28;

    /// <summary>Images of 8 and of 16 bits next to each other are all brought to 8.</summary>
    internal static IReadOnlyList<Image> OnOneScale(IReadOnlyList<Image> images)
    {
        if (images.Any(image => image.Full is null) || images.Select(p => p.Full).Distinct().Count() == 1)
            return images;
        return
        [
            .. images.Select(image =>
                image with
                {
                    Values = Array.ConvertAll(image.Values.ToArray(), value => value * 255 / image.Full!.Value),
                    Full = 255,
                }
            ),
        ];
    }

    /// <summary>White by the number of bits that the images use; the largest value where they are no whole grey levels.</summary>
    private static double WhiteOf(IReadOnlyList<Image> images)
    {
        double top = images.Max(image => Max(image.Values.Span));
        return top switch
        {
            > 1 and <= 255 => 255,
            > 255 and <= 65_535 => top <= 4_095 ? 4_095 : 65_535,
            > 0 and <= 1 => 1,
            > 0 => top,
            _ => throw InvalidInputException.In("images", "All images are black. Give images with contrast."),
        };
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        var top = float.MinValue;
        foreach (var value in values)
            top = Math.Max(top, value);
        return top;
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string> named, ImageSource[] sources, int count)
    {
        if (named.Count > 0)
        {
            return named.Count >= count
                ? named
                : throw InvalidInputException.In(
                    "option classes",
                    $"{named.Count} names for {count} classes. Name every class number from 0."
                );
        }

        if (sources.OfType<ImageSource.Folder>().FirstOrDefault() is { Images.Classes.Count: > 0 } folder)
            return folder.Images.Classes;
        return count == 1
            ? ["all"]
            :
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ];
    }

    private static Tensor ToTensor(IReadOnlyList<Image> images, int side, double white)
    {
        var channels = images[0].Channels;
        var flat = new float[images.Count * channels * side * side];
        for (var i = 0; i < images.Count; i++)
            ImageResizing.Square(images[i], side, flat.AsSpan(i * channels * side * side, channels * side * side));
        for (var i = 0; i < flat.Length; i++)
            flat[i] = (float)Math.Clamp(2 * flat[i] / white - 1, -1, 1);
        return tensor(flat, [images.Count, channels, side, side]);
    }

    public void Dispose()
    {
        Training.Dispose();
        Labels.Dispose();
        Held.Dispose();
        HeldLabels.Dispose();
        Watched?.Dispose();
    }
}
