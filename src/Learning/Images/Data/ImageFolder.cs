using Xinglin.Formats;

namespace Xinglin.Learning.Images.Data;

/// <summary>
/// A folder of images or volumes: <c>class/image.png</c>, or <c>train/class/image.png</c> next to <c>val</c> and <c>test</c>
/// (also <c>training</c>, <c>valid</c>, <c>validation</c>, <c>testing</c>, in letters of any case). Class numbers follow the alphabetical order of
/// the class folders' names.
/// </summary>
public sealed class ImageFolder(string path)
{
    private static readonly Dictionary<string, string> Splits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = "train",
        ["training"] = "train",
        ["val"] = "val",
        ["valid"] = "val",
        ["validation"] = "val",
        ["test"] = "test",
        ["testing"] = "test",
    };

    /// <summary>The folder of each split that there is.</summary>
    private readonly Dictionary<string, string> _roots = Own(path)
        .Where(folder => Splits.ContainsKey(System.IO.Path.GetFileName(folder)))
        .GroupBy(folder => Splits[System.IO.Path.GetFileName(folder)])
        .ToDictionary(same => same.Key, same => same.First());

    public string Path => path;

    /// <summary>Whether train, val and test stand apart.</summary>
    public bool HasSplits => _roots.Count > 0;

    /// <summary>The class folders, in the order of their numbers.</summary>
    public IReadOnlyList<string> Classes =>
        [
            .. (HasSplits ? _roots.Values.ToArray() : [path])
                .SelectMany(Own)
                .Select(folder => System.IO.Path.GetFileName(folder))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The images of one split with their class numbers, by name; a folder without splits is all "train".</summary>
    /// <param name="classes">The names in the order of their numbers, when they are the folders' names; otherwise alphabetical.</param>
    /// <exception cref="InvalidInputException">A folder is no class of those, or holds files but no image.</exception>
    public IEnumerable<(string File, int Label)> Files(string split, IReadOnlyList<string>? classes = null)
    {
        if (!HasSplits && split != "train")
            yield break;
        if ((HasSplits ? _roots.GetValueOrDefault(split) : path) is not { } root)
            yield break;
        foreach (var (label, name) in Numbered(classes))
        {
            var folder = System.IO.Path.Combine(root, name);
            if (!Directory.Exists(folder))
                continue;
            var files = Directory.EnumerateFiles(folder).Where(ImageFile.Is).Order(StringComparer.Ordinal).ToArray();
            if (files.Length == 0 && split == "train")
            {
                throw InvalidInputException.In(
                    $"folder {name}",
                    $"It holds no image. Put files ending in {string.Join(", ", ImageFile.Endings)}, .nii or .nii.gz there, or take the folder away."
                );
            }

            foreach (var file in files)
                yield return (file, label);
        }
    }

    /// <summary>Folders but those of the system (<c>.cache</c>, <c>__MACOSX</c>).</summary>
    private static IEnumerable<string> Own(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(one => System.IO.Path.GetFileName(one) is var name && !name.StartsWith('.') && name != "__MACOSX");

    /// <summary>Names that are not the folders' own rename them in alphabetical order.</summary>
    private IEnumerable<(int Index, string Name)> Numbered(IReadOnlyList<string>? classes)
    {
        var own = Classes;
        if (classes is null || classes.Count == 0 || !own.Any(classes.Contains))
            return own.Index();
        return own.FirstOrDefault(name => !classes.Contains(name)) is { } unknown
            ? throw InvalidInputException.In(
                $"folder {unknown}",
                $"It is no class of the model; those are {string.Join(", ", classes)}. Rename it, or leave it out."
            )
            : classes.Index().Where(one => own.Contains(one.Item));
    }
}
