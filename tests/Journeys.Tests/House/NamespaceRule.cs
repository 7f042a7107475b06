using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>A namespace says its project and folder, so that a name leads to its file, in the tests as in the program.</summary>
public static partial class NamespaceRule
{
    /// <summary>Files whose namespace is not that of their folder, each with both.</summary>
    /// <param name="folder">The folder <c>src</c> or <c>tests</c>.</param>
    public static IReadOnlyList<string> Breaches(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                // What is compiled into every test project has a namespace of its own.
                .Where(path =>
                    !path.Contains("/obj/") && !path.Contains("node_modules") && !path.StartsWith("Support/")
                )
                .Select(path => (Path: path, Space: SpaceOf(File.ReadAllText(Path.Combine(folder, path)))))
                .Where(file => file.Space is not null && file.Space != Wanted(file.Path))
                .Select(file => $"{file.Path}: {file.Space} should be {Wanted(file.Path)}")
                .Order(),
        ];

    private static string Wanted(string path) => "Xinglin." + Path.GetDirectoryName(path)!.Replace('/', '.');

    private static string? SpaceOf(string text) =>
        Declaration().Match(text) is { Success: true } found ? found.Groups["name"].Value : null;

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
