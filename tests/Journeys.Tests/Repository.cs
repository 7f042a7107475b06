namespace Xinglin.Journeys.Tests;

/// <summary>Where the project is on this machine.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Xinglin.slnx</c>, found by walking up from the test's own folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Xinglin.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("Xinglin.slnx is in no folder above the tests.");
    }
}
