namespace Xinglin.Records.Tests.Import;

/// <summary>The shared data sets beside the repository; tests that need them are skipped where they are not.</summary>
internal static class SharedData
{
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("XINGLIN_SHARED_DATA") ?? Find();
        var folder = root is null ? null : Path.Combine(root, name);
        if (folder is null || !Directory.Exists(folder))
        {
            Assert.Skip($"The shared data folder {name} is not beside the repository (or set XINGLIN_SHARED_DATA).");
        }
        return folder;
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}
