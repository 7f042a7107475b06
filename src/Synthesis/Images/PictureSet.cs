using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Terminology.Text;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>Pictures of one size, ready for a generator: those it learns from and those it never sees.</summary>
/// <param name="Training">[N, C, S, S], −1 (black) to 1 (white).</param>
/// <param name="Labels">[N], int64.</param>
/// <param name="Held">[H, C, S, S]</param>
/// <param name="Watched">
/// Pictures [W, C, S, S] that the duel never sees either: they choose which average is kept, so that repeating the training pictures is no merit.
/// Null where there are too few.
/// </param>
/// <param name="Split">Where the held-out pictures come from.</param>
/// <param name="White">The value of a file that became 1.</param>
internal sealed record PictureSet(
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
    /// <summary>Fewer training pictures than this are repeated rather than learnt from.</summary>
    public const int Fewest = 64;

    private const int LargestSide = 128;
    private const double HeldShare = 0.15;
    private const double WatchedShare = 0.1;

    /// <summary>Fewer training pictures are all learnt from.</summary>
    private const int FewestToWatch = 1_000;
    private const int FewestWatched = 50;

    public int Count => (int)Training.shape[0];

    /// <summary>Reads the pictures; without a size the nearest of 28, 32 and 64 that is not above their own side is drawn.</summary>
    /// <exception cref="InvalidInputException">Nothing there, too few, mixed colours, or a size that cannot be drawn.</exception>
    public static PictureSet Read(GanTrainingOptions options)
    {
        var (data, named, size, seed) = (options.Data, options.Classes, options.Size, options.Seed);
        var sources = data.Select(ImageSource.Open).ToArray();
        var name = string.Join(", ", data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))));
        var labelled = Labelled(sources);
        var training = ImageSplit.Read(sources, "train", labelled, atMost: LargestSide) ?? Flat(data);
        if (training is null)
            throw InvalidInputException.In(
                name,
                "There are no training pictures: an archive needs train_images, a folder PNG pictures, or one folder of them for each class."
            );
        if (training.Pictures.Select(picture => picture.Channels).Distinct().Count() > 1)
            throw InvalidInputException.In(name, "Grey and colour pictures are mixed. Give one kind.");
        training = training with { Pictures = OnOneScale(training.Pictures) };
        var held = ImageSplit.Read(sources, "val", labelled, atMost: LargestSide);
        if (held is not null)
            held = held with { Pictures = OnOneScale(held.Pictures) };
        var split = new BilingualText("按所给划分", "validation split as given");
        var groups = ImageGroups.Of(
            options.Groups,
            options.GroupPattern,
            held is null ? training : training.With(held)
        );
        if (held is null)
            (training, held, split) = HoldBack(training, groups, seed);
        else
        {
            // A held-out picture that was also learnt from would pass for one that gives nothing away.
            var strangers = groups.Numbers[training.Count..].ToHashSet();
            training = training.At([
                .. Enumerable.Range(0, training.Count).Where(row => !strangers.Contains(groups.Numbers[row])),
            ]);
        }
        split += groups.Told;
        if (training.Count < Fewest)
            throw InvalidInputException.In(
                name,
                $"{training.Count} training pictures are too few: a generator of fewer than {Fewest} repeats them. Give more."
            );
        (training, var watched) = Watch(options, training);
        var side = size ?? Usual(training.Pictures.Max(picture => Math.Min(picture.Rows, picture.Columns)));
        if (side is < 16 or > LargestSide || side % 4 != 0)
            throw InvalidInputException.In(
                "option size",
                $"{side} cannot be drawn. Name a multiple of 4 from 16 to 128."
            );
        var white = WhiteOf(training.Pictures);
        var count = training.Labels.Concat(held.Labels).Max() + 1;
        return new PictureSet(
            ToTensor(training.Pictures, side, white),
            tensor(Array.ConvertAll(training.Labels, label => (long)label)),
            ToTensor(held.Pictures, side, white),
            tensor(Array.ConvertAll(held.Labels, label => (long)label)),
            watched is null ? null : ToTensor(watched.Pictures, side, white),
            Names(named, sources, count),
            split,
            white
        );
    }

    private static bool Labelled(ImageSource[] sources) =>
        sources.All(source => source is not ImageSource.Archive archive || archive.Arrays.ContainsKey("train_labels"));

    /// <summary>A folder of pictures without class folders: one class.</summary>
    private static ImageSplit? Flat(IReadOnlyList<string> data)
    {
        var read = data.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder).Where(PictureFile.Is).Order(StringComparer.Ordinal))
            .Select(PictureFile.ReadWithOrigin)
            .ToList();
        var pictures = read.ConvertAll(one => PictureScaling.AtMost(one.Picture, LargestSide));
        return pictures.Count == 0
            ? null
            : new ImageSplit(pictures, new int[read.Count], new int[read.Count], read.ConvertAll(one => one.Origin));
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
                $"{HeldShare:P0} of the pictures, held back class by class"
            )
        );
    }

    /// <summary>
    /// A tenth of each class, by whole patients (nobody where a class has one patient alone, or nearly all pictures repeat others); where they are not known the last of the file, for neighbours in a file are often of one
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
        // An equal picture on the other side would be learnt after all.
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

    /// <summary>Pictures of 8 and of 16 bits beside each other are all brought to 8.</summary>
    internal static IReadOnlyList<Picture> OnOneScale(IReadOnlyList<Picture> pictures)
    {
        if (pictures.Any(picture => picture.Full is null) || pictures.Select(p => p.Full).Distinct().Count() == 1)
            return pictures;
        return
        [
            .. pictures.Select(picture =>
                picture with
                {
                    Values = Array.ConvertAll(picture.Values.ToArray(), value => value * 255 / picture.Full!.Value),
                    Full = 255,
                }
            ),
        ];
    }

    /// <summary>White by the number of bits that the pictures use; the largest value where they are no whole grey levels.</summary>
    private static double WhiteOf(IReadOnlyList<Picture> pictures)
    {
        double top = pictures.Max(picture => Max(picture.Values.Span));
        return top switch
        {
            > 1 and <= 255 => 255,
            > 255 and <= 65_535 => top <= 4_095 ? 4_095 : 65_535,
            > 0 and <= 1 => 1,
            > 0 => top,
            _ => throw InvalidInputException.In("pictures", "All pictures are black. Give pictures with contrast."),
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
            return named.Count >= count
                ? named
                : throw InvalidInputException.In(
                    "option classes",
                    $"{named.Count} names for {count} classes. Name every class number from 0."
                );
        if (sources.OfType<ImageSource.Folder>().FirstOrDefault() is { Pictures.Classes.Count: > 0 } folder)
            return folder.Pictures.Classes;
        return count == 1
            ? ["all"]
            :
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ];
    }

    private static Tensor ToTensor(IReadOnlyList<Picture> pictures, int side, double white)
    {
        var channels = pictures[0].Channels;
        var flat = new float[pictures.Count * channels * side * side];
        for (var i = 0; i < pictures.Count; i++)
            PictureSizing.Square(pictures[i], side, flat.AsSpan(i * channels * side * side, channels * side * side));
        for (var i = 0; i < flat.Length; i++)
            flat[i] = (float)Math.Clamp(2 * flat[i] / white - 1, -1, 1);
        return tensor(flat, [pictures.Count, channels, side, side]);
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
