namespace Xinglin.Server.Hosting;

/// <summary>Where things are when the command line does not say.</summary>
public static class Folders
{
    /// <summary>The project's folder when started by its script, otherwise the working folder.</summary>
    public static string Root => Environment.GetEnvironmentVariable("XINGLIN_ROOT") ?? Environment.CurrentDirectory;

    public static string DefaultData => Path.Combine(Root, "var", "data");

    public static string DemonstrationData => Path.Combine(Root, "var", "demo");

    public static string Models => Path.Combine(Root, "models");
}
