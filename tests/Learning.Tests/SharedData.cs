namespace Xinglin.Learning.Tests;

/// <summary>Finds the development data beside the repository; tests on it are skipped where it is not.</summary>
internal static class SharedData
{
    /// <param name="path">Path below the data folder.</param>
    public static string Path(string path)
    {
        var found = Candidates().Select(folder => System.IO.Path.Combine(folder, path)).FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Skip($"{path} is not here: set XINGLIN_SHARED_DATA to the folder of development data.");
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
