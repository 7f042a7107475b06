namespace Xinglin.Learning.Tests;

/// <summary>The public data sets beside the repository; a test that needs them is skipped where they are absent.</summary>
public static class SharedData
{
    /// <summary>The path of a file or folder under <c>shared/data</c>.</summary>
    public static string Path(string relative)
    {
        var named = Environment.GetEnvironmentVariable("XINGLIN_SHARED_DATA");
        if (!string.IsNullOrEmpty(named))
            return Existing(System.IO.Path.Combine(named, relative));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return Existing(System.IO.Path.Combine(candidate, relative));
        }
        Assert.Skip("No shared/data folder above the tests, and XINGLIN_SHARED_DATA is not set.");
        return "";
    }

    private static string Existing(string path)
    {
        Assert.SkipUnless(System.IO.File.Exists(path) || Directory.Exists(path), "The shared data set is absent.");
        return path;
    }
}
