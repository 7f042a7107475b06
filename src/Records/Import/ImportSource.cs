namespace Xinglin.Records.Import;

/// <summary>Something to import: a name that tells its place in the report, and its bytes.</summary>
/// <param name="Name">A file name, or a path inside a folder or zip. Never used as a path by the importer.</param>
/// <param name="Open">Gives the bytes, from their start; the importer closes the stream. Called at most twice.</param>
public sealed record ImportSource(string Name, Func<Stream> Open)
{
    /// <summary>A file, or every file of a folder and its sub-folders in the order of their names.</summary>
    /// <remarks>Hidden files and links are passed over. A path that does not exist becomes a refusal, not an exception.</remarks>
    public static IEnumerable<ImportSource> FromPath(string path)
    {
        if (!Directory.Exists(path))
        {
            return [new ImportSource(Path.GetFileName(path), () => File.OpenRead(path))];
        }
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        };
        return Directory
            .EnumerateFiles(path, "*", options)
            .Order(StringComparer.Ordinal)
            .Select(file => new ImportSource(Path.GetRelativePath(path, file), () => File.OpenRead(file)));
    }

    /// <summary>An upload: a stream that can be read once.</summary>
    public static ImportSource FromStream(string name, Stream stream) => new(name, () => stream);
}
