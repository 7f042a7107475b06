using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>A file is called after the type that it declares, so that who knows a name finds its file.</summary>
public static partial class FileNameRule
{
    /// <summary>Files that declare no type of their name; <c>Name.Part.cs</c> is a part of <c>Name</c>.</summary>
    /// <param name="folder">The folder <c>src</c>.</param>
    public static IReadOnlyList<string> Breaches(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                .Where(path =>
                    !path.Contains("/obj/")
                    && !path.Contains("node_modules")
                    && !path.Contains("/Migrations/")
                    && Path.GetFileName(path) != "Program.cs"
                )
                .Where(path => !Types(File.ReadAllText(Path.Combine(folder, path))).Contains(NameOf(path)))
                .Order(),
        ];

    private static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    private static IEnumerable<string> Types(string text) =>
        Declaration().Matches(text).Select(found => found.Groups["name"].Value);

    [GeneratedRegex(
        @"^(?:\[[^\n]*\]\s+)?(?:(?:public|internal|file|private|sealed|static|abstract|partial|readonly|ref|unsafe) )*"
            + @"(?:(?:class|record struct|record class|record|struct|interface|enum) (?<name>\w+)|delegate [^\n(]+ (?<name>\w+)\()",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();
}
