namespace Xinglin.Exchange.Import.Runs;

/// <summary>Something to import: a name that tells its place in the report, and its bytes.</summary>
/// <param name="Name">A file name, or a path inside a folder or zip. Never used as a path by the importer.</param>
/// <param name="Open">Gives the bytes, from their start; the importer closes the stream. </param>
/// <param name="ReadOnce">The stream can only be read forward: it is copied to a temporary file first.</param>
public sealed record ImportSource(string Name, Func<Stream> Open, bool ReadOnce = false)
{
    /// <summary>A file, or every file of a folder and its sub-folders in the order of their names.</summary>
    /// <remarks>Hidden files and links are passed over. A path that does not exist becomes a rejection, not an exception.</remarks>
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
    /// <param name="name">As the sender calls it; only ever shown.</param>
    public static ImportSource FromStream(string name, Stream stream) => new(name, () => stream, ReadOnce: true);
}
