namespace Xinglin.Records.Tests;

/// <summary>
/// Development data beside the repository: <c>../shared/data</c> of any folder above, or <c>XINGLIN_SHARED_DATA</c>.
/// </summary>
internal static class SharedData
{
    /// <summary>The folder, or the test is skipped.</summary>
    public static string Folder(string name)
    {
        if (Environment.GetEnvironmentVariable("XINGLIN_SHARED_DATA") is { Length: > 0 } stated)
            return Existing(Path.Combine(stated, name));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(beside))
                return Existing(Path.Combine(beside, name));
        }
        return Existing(name);
    }

    private static string Existing(string path)
    {
        Assert.SkipUnless(Directory.Exists(path), $"the development data '{Path.GetFileName(path)}' is not here");
        return path;
    }
}
