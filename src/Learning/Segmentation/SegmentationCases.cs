using Xinglin.Formats;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Segmentation;

/// <summary>Images with their masks. The pixels are read when they are asked for: a set may be larger than the memory.</summary>
/// <param name="Outlines">Every image without its values.</param>
/// <param name="Groups">For each image, the number of its group: one group is never on both sides of a fold.</param>
public sealed record SegmentationCases(
    IReadOnlyList<string> Images,
    IReadOnlyList<string[]> Masks,
    IReadOnlyList<Scan> Outlines,
    MaskLabels Labels,
    int[] Groups
)
{
    private const int Fewest = 4;

    public int Count => Images.Count;

    /// <summary>Reads what a model is to be trained on.</summary>
    /// <exception cref="InvalidInputException">A file cannot be used; names it.</exception>
    public static SegmentationCases ForTraining(SegmentationTrainingOptions options)
    {
        var images = Scan.In(options.Images);
        if (images.Count < Fewest)
        {
            throw InvalidInputException.In(
                "option --images",
                $"{images.Count} images are too few: give {Fewest} or more with masks."
            );
        }

        var (paths, folders) = Mask.For(images, options.Masks);
        var outlines = new List<Scan>();
        var numbers = new HashSet<int>();
        for (var i = 0; i < images.Count; i++)
        {
            var scan = Scan.Read(images[i]);
            numbers.UnionWith(Mask.Read(paths[i], scan).Values);
            outlines.Add(scan with { Values = [] });
        }
        if (outlines.Select(scan => scan.IsVolume).Distinct().Count() > 1)
            throw InvalidInputException.In("option --images", "Images and volumes are mixed. Give one kind.");
        return new SegmentationCases(
            images,
            paths,
            outlines,
            MaskLabels.Of(numbers, options.Labels.Count == 0 ? folders : options.Labels),
            options.Groups is { } file ? GroupsOf(outlines, file) : [.. Enumerable.Range(0, images.Count)]
        );
    }

    /// <summary>An image and the class number at each of its places.</summary>
    public (Scan Scan, byte[] Classes) Read(int number)
    {
        var scan = Scan.Read(Images[number]);
        return (scan, Labels.Classes(Mask.Read(Masks[number], scan)));
    }

    /// <summary>Which part each image is left out in: groups dealt out in a seeded order, the smallest part first.</summary>
    public int[] Parts(int folds, int seed)
    {
        var groups = Groups.Distinct().ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(groups);
        if (groups.Length < folds)
        {
            throw InvalidInputException.In(
                "option --folds",
                $"{folds} parts need as many groups; there are {groups.Length}."
            );
        }

        var filled = new int[folds];
        var partOf = new Dictionary<int, int>();
        foreach (var group in groups)
        {
            var part = Array.IndexOf(filled, filled.Min());
            partOf[group] = part;
            filled[part] += Groups.Count(one => one == group);
        }
        return Array.ConvertAll(Groups, group => partOf[group]);
    }

    private static int[] GroupsOf(IReadOnlyList<Scan> scans, string path)
    {
        var patients = List(path).Patients([.. scans.Select(scan => scan.Name)]);
        var numbers = new Dictionary<string, int>();
        foreach (var patient in patients)
            numbers.TryAdd(patient, numbers.Count);
        return Array.ConvertAll(patients, patient => numbers[patient]);
    }

    /// <summary>A list of images, which it may name with or without their endings.</summary>
    internal static ImageList List(string path) =>
        ImageList.Read(path, file => Scan.IsOne(file) ? Scan.NameOf(file) : file);
}
