namespace Xinglin.Analysis.Tests;

/// <summary>Where the tests find the shipped models and the public data.</summary>
internal static class Places
{
    /// <summary>The root of the repository, found by walking up from the test's folder.</summary>
    public static string Root { get; } =
        Up(AppContext.BaseDirectory).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "Xinglin.slnx")))
        ?? throw new DirectoryNotFoundException("Xinglin.slnx is in no folder above the tests.");

    public static string Models => Path.Combine(Root, "models");

    /// <summary>The newest version of a shipped model.</summary>
    public static string Model(string name) => AnalysisModule.Newest(Models, name);

    /// <summary>A file of the public data; skips the test when it is not there.</summary>
    public static string SharedData(string path)
    {
        var folder =
            Environment.GetEnvironmentVariable("XINGLIN_SHARED_DATA")
            ?? Up(Root).Select(above => Path.Combine(above, "shared", "data")).FirstOrDefault(Directory.Exists);
        var file = folder is null ? null : Path.Combine(folder, path);
        if (!File.Exists(file))
        {
            Assert.Skip($"The public data set {path} is not beside the project (set XINGLIN_SHARED_DATA).");
        }
        return file;
    }

    private static IEnumerable<string> Up(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
