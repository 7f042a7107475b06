using Xinglin.Learning.Training;

namespace Xinglin.Learning.Images;

/// <summary>Where pictures with labels come from: an .npz archive, or a folder of pictures or volumes.</summary>
public abstract record ImageSource
{
    private ImageSource() { }

    /// <summary>Arrays as MedMNIST names them.</summary>
    public sealed record Archive(IReadOnlyDictionary<string, NumpyArray> Arrays) : ImageSource;

    /// <summary>
    /// <c>class/picture.png</c> (or .dcm, .nii, .nii.gz), or <c>train/class/picture.png</c> beside <c>val</c> and <c>test</c>. Class
    /// numbers follow the alphabetical order of the class folders' names.
    /// </summary>
    public sealed record Folder(string Path) : ImageSource
    {
        private static readonly string[] Splits = ["train", "val", "test"];

        /// <summary>Whether train, val and test stand apart.</summary>
        public bool HasSplits => Splits.Any(split => Directory.Exists(System.IO.Path.Combine(Path, split)));

        /// <summary>The class folders, in the order of their numbers.</summary>
        public IReadOnlyList<string> Classes =>
            [
                .. (HasSplits ? Splits.Select(split => System.IO.Path.Combine(Path, split)) : [Path])
                    .Where(Directory.Exists)
                    .SelectMany(Directory.EnumerateDirectories)
                    .Select(folder => System.IO.Path.GetFileName(folder))
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];

        /// <summary>The pictures of one split with their class numbers, by name; a folder without splits is all "train".</summary>
        /// <param name="classes">The names in the order of their numbers, when they are the folders' names; otherwise alphabetical.</param>
        /// <exception cref="DataRefusedException">A folder is no class of those.</exception>
        public IEnumerable<(Picture Picture, int Label)> Read(string split, IReadOnlyList<string>? classes = null)
        {
            var root = HasSplits ? System.IO.Path.Combine(Path, split) : Path;
            if (!Directory.Exists(root) || (!HasSplits && split != "train"))
                yield break;
            foreach (var (label, name) in Numbered(classes))
            {
                var folder = System.IO.Path.Combine(root, name);
                if (!Directory.Exists(folder))
                    continue;
                foreach (
                    var path in Directory.EnumerateFiles(folder).Where(PictureFile.Is).Order(StringComparer.Ordinal)
                )
                    yield return (PictureFile.Read(path), label);
            }
        }

        /// <summary>Names that are not the folders' own rename them in alphabetical order.</summary>
        private IEnumerable<(int Index, string Name)> Numbered(IReadOnlyList<string>? classes)
        {
            var own = Classes;
            if (classes is null || classes.Count == 0 || !own.Any(classes.Contains))
                return own.Index();
            return own.FirstOrDefault(name => !classes.Contains(name)) is { } unknown
                ? throw new DataRefusedException(
                    $"folder {unknown}",
                    $"It is no class of the model; those are {string.Join(", ", classes)}. Rename it, or leave it out."
                )
                : classes.Index().Where(one => own.Contains(one.Item));
        }
    }

    /// <exception cref="DataRefusedException">There is nothing at the path, or it is no archive.</exception>
    public static ImageSource Open(string path) =>
        Directory.Exists(path) ? new Folder(path) : new Archive(NumpyArray.ReadArchive(path));
}
