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

    private static IEnumerable<string> Up(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
