using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Randomness;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Data;

/// <summary>
/// Which images belong together: those of one patient, and those that are equal to the last pixel. What is learnt from one of them is no
/// proof on another.
/// </summary>
/// <param name="Numbers">For each image the number of its group.</param>
/// <param name="Told">What a person is told of it, after the words on the split.</param>
/// <param name="PatientsKnown">False: only equal images are together.</param>
public sealed record ImageGroups(int[] Numbers, BilingualText Told, bool PatientsKnown)
{
    /// <param name="list">See <see cref="ImageTrainingOptions.Groups"/>.</param>
    /// <param name="pattern">See <see cref="ImageTrainingOptions.GroupPattern"/>.</param>
    public static ImageGroups Of(string? list, string? pattern, ImageSplit images)
    {
        var (patients, source) = Patients(list, pattern, images.Origins);
        var numbers = new int[images.Count];
        var (byPatient, byContent) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        var equal = 0;
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = row;
            if (patients?[row] is { } patient && !byPatient.TryAdd(patient, row))
                Join(numbers, row, byPatient[patient]);
            var content = Digest(images.Images[row]);
            if (byContent.TryAdd(content, row))
                continue;
            equal++;
            Join(numbers, row, byContent[content]);
        }
        for (var row = 0; row < numbers.Length; row++)
            numbers[row] = Root(numbers, row);
        return new ImageGroups(
            numbers,
            (
                source is null
                    ? new BilingualText("；患者未知", "; patients are not known")
                    : new(
                        $"；{byPatient.Count}名患者，每名仅在一侧（{source.Zh}）",
                        $"; {byPatient.Count} patients, each on one side ({source.En})"
                    )
            )
                + (
                    equal > 0
                        ? new(
                            $"；{equal}幅重复图像与其原图同侧",
                            $"; {equal} repeated {(equal == 1 ? "image" : "images")}, each on the side of its like"
                        )
                        : BilingualText.Same("")
                ),
            source is not null
        );
    }

    /// <summary>The rows held back: of each class about that share, whole groups, drawn with the seed.</summary>
    public HashSet<int> HeldBack(int[] labels, double share, int seed)
    {
        var random = SeededRandom.OfDotNet(seed);
        var rowsOf = Enumerable.Range(0, labels.Length).ToLookup(row => Numbers[row]);
        var held = new HashSet<int>();
        foreach (var kind in Enumerable.Range(0, labels.Length).GroupBy(row => labels[row]))
        {
            var members = kind.ToArray();
            var wanted = Math.Max(1, (int)(share * members.Length)) - members.Count(held.Contains);
            var groups = members.Where(row => !held.Contains(row)).Select(row => Numbers[row]).Distinct().ToArray();
            random.Shuffle(groups);
            foreach (var group in groups)
            {
                var own = rowsOf[group].Count(row => labels[row] == kind.Key);
                // A patient of many films is passed over where fewer are wanted, unless nobody is held yet.
                if (wanted <= 0 || (own > 2 * wanted && members.Any(held.Contains)))
                    continue;
                wanted -= own;
                held.UnionWith(rowsOf[group]);
            }
        }
        return held;
    }

    /// <summary>Parts of about equal size in which every class has its share, whole groups dealt in an order drawn with the seed.</summary>
    public static int[] Parts(int[] labels, int[] groups, int parts, int seed)
    {
        var random = SeededRandom.OfDotNet(seed);
        var part = new Dictionary<int, int>();
        foreach (var kind in Enumerable.Range(0, labels.Length).GroupBy(row => labels[row]))
        {
            var members = kind.Select(row => groups[row]).Distinct().Where(group => !part.ContainsKey(group)).ToArray();
            random.Shuffle(members);
            foreach (var (i, group) in members.Index())
                part[group] = i % parts;
        }
        return Array.ConvertAll(groups, group => part[group]);
    }

    /// <summary>For each image its patient; null without any way to know them.</summary>
    private static (string?[]? Patients, BilingualText? Source) Patients(
        string? list,
        string? pattern,
        IReadOnlyList<ImageMetadata> origins
    )
    {
        if (list is not null)
        {
            return (
                ImageList.Read(list).Patients([.. origins.Select(origin => origin.Path ?? origin.File)]),
                new($"据{Path.GetFileName(list)}", $"by {Path.GetFileName(list)}")
            );
        }

        if (pattern is not null)
            return (Matched(pattern, origins), new("据文件名", "by the names of the files"));
        return origins.All(origin => origin.Patient is not null)
            ? (
                [.. origins.Select(origin => origin.Patient)],
                new("据DICOM患者标识", "by the Patient ID of the DICOM files")
            )
            : (null, null);
    }

    private static string?[] Matched(string pattern, IReadOnlyList<ImageMetadata> origins)
    {
        try
        {
            var expression = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return
            [
                .. origins.Select(origin =>
                    origin.File is { } file && expression.Match(file) is { Success: true } match
                        ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value
                        : throw InvalidInputException.In(
                            "option --group-pattern",
                            origin.File is null
                                ? "The images of an archive have no file names. Give them as a folder."
                                : $"It does not match {origin.File}. Widen it, or list the patients with --groups."
                        )
                ),
            ];
        }
        catch (ArgumentException)
        {
            throw InvalidInputException.In(
                "option --group-pattern",
                "It is no regular expression. Write one such as 'person([0-9]+)'."
            );
        }
        catch (RegexMatchTimeoutException)
        {
            throw InvalidInputException.In(
                "option --group-pattern",
                "It takes too long to match. Write it more simply, or list the patients with --groups."
            );
        }
    }

    private static string Digest(Image image) =>
        $"{image.Depth} {image.Rows} {image.Columns} {image.Channels} "
        + Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(image.Values.Span)));

    private static void Join(int[] numbers, int one, int other) => numbers[Root(numbers, one)] = Root(numbers, other);

    private static int Root(int[] numbers, int row)
    {
        while (numbers[row] != row)
            row = numbers[row];
        return row;
    }
}
