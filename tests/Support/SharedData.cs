namespace Xinglin.Tests;

/// <summary>
/// Development data next to the repository: <c>../shared/data</c> of any folder above, or <c>XINGLIN_SHARED_DATA</c>. A test
/// that needs what is not there is skipped.
/// </summary>
internal static class SharedData
{
    /// <param name="name">A folder below the data folder.</param>
    public static string Folder(string name) => Find(name, Directory.Exists);

    /// <param name="path">A file below the data folder.</param>
    public static string Path(string path) => Find(path, File.Exists);

    private static string Find(string name, Func<string, bool> exists)
    {
        var found = Candidates().Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(exists);
        Assert.SkipWhen(
            found is null,
            $"{name} is not here: set XINGLIN_SHARED_DATA to the folder of development data."
        );
        return found!;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("XINGLIN_SHARED_DATA") is { Length: > 0 } named)
            yield return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return System.IO.Path.Combine(folder.FullName, "shared", "data");
    }
}
