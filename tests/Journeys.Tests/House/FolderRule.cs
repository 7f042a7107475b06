using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>
/// The folders inside a project have no circle, none is crowded, and no type name occurs twice. Who uses whom is read from
/// the source: a name
/// that is declared at the outermost level of a file, in a namespace that another file can see.
/// </summary>
public static partial class FolderRule
{
    /// <summary>What a reader still takes in at a glance; more is two meanings in one folder.</summary>
    public const int MostFiles = 25;

    private sealed record Source(string Folder, string Space, HashSet<string> Types, HashSet<string> Names)
    {
        public HashSet<string> Sees { get; init; } = [];
    }

    /// <summary>Every circle of folders within a project, each as its folders; empty when the rule holds.</summary>
    /// <param name="sourceFolder">The folder <c>src</c>.</param>
    public static IReadOnlyList<string> Circles(string sourceFolder)
    {
        var edges = Edges(Read(sourceFolder));
        // Two folders that reach each other lie on one circle.
        var reach = edges.Keys.ToDictionary(folder => folder, folder => Reachable(folder, edges));
        return
        [
            .. reach
                .Where(one => one.Value.Contains(one.Key))
                .Select(one =>
                    string.Join(
                        ", ",
                        one.Value.Where(other => reach.TryGetValue(other, out var back) && back.Contains(one.Key))
                            .Order()
                    )
                )
                .Distinct(),
        ];
    }

    /// <summary>Type names that stand in two folders, each with both.</summary>
    public static IReadOnlyList<string> Twice(string sourceFolder) =>
        [
            .. Read(sourceFolder)
                .SelectMany(source => source.Types.Select(type => (type, source.Space)))
                .Distinct()
                .GroupBy(one => one.type)
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => one.Space).Order())}")
                .Order(),
        ];

    /// <summary>Folders with more than <see cref="MostFiles"/> files of their own, each with the number.</summary>
    /// <param name="folder">The folder <c>src</c>, or <c>tests</c>.</param>
    public static IReadOnlyList<string> Crowded(string folder) =>
        [
            .. Files(folder)
                .GroupBy(path => Path.GetRelativePath(folder, Path.GetDirectoryName(path)!).Replace('\\', '/'))
                .Where(group => group.Count() > MostFiles)
                .Select(group => $"{group.Key}: {group.Count()} files")
                .Order(),
        ];

    private static List<Source> Read(string sourceFolder)
    {
        var files = Files(sourceFolder);
        var shared = files
            .Where(path => Path.GetFileName(path) == "_Imports.razor")
            .ToDictionary(path => Path.GetDirectoryName(path)!, path => Usings(File.ReadAllText(path)));
        return [.. files.Select(path => Read(sourceFolder, path, shared))];
    }

    private static List<string> Files(string sourceFolder) =>
        [
            .. Directory
                .EnumerateFiles(sourceFolder, "*.*", SearchOption.AllDirectories)
                .Where(path =>
                    path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
                )
                .Where(path =>
                    !path.Contains("node_modules", StringComparison.Ordinal)
                    && !path.Contains("/obj/", StringComparison.Ordinal)
                ),
        ];

    private static Source Read(string sourceFolder, string path, Dictionary<string, HashSet<string>> shared)
    {
        var text = File.ReadAllText(path);
        var code = Remarks().Replace(Strings().Replace(text, "\"\""), "");
        var folder = Path.GetRelativePath(sourceFolder, Path.GetDirectoryName(path)!).Replace('\\', '/');
        var space = Space().Match(code) is { Success: true } found
            ? found.Groups[1].Value
            : "Xinglin." + folder.Replace('/', '.');
        var types = path.EndsWith(".razor", StringComparison.Ordinal)
            ? [Path.GetFileNameWithoutExtension(path)]
            : Types().Matches(code).Select(match => match.Groups[1].Value).ToHashSet();
        var sees = Usings(text);
        var part = "";
        foreach (var word in space.Split('.'))
            sees.Add(part = part.Length == 0 ? word : $"{part}.{word}");
        if (path.EndsWith(".razor", StringComparison.Ordinal))
        {
            foreach (var (above, names) in shared)
            {
                if (path.StartsWith(above, StringComparison.Ordinal))
                    sees.UnionWith(names);
            }
        }

        return new(folder, space, types, [.. Names().Matches(code).Select(match => match.Value)]) { Sees = sees };
    }

    private static Dictionary<string, HashSet<string>> Edges(List<Source> sources)
    {
        var declared = sources
            .SelectMany(source => source.Types.Select(type => (type, source)))
            .ToLookup(one => one.type, one => one.source);
        var edges = new Dictionary<string, HashSet<string>>();
        foreach (var source in sources)
        {
            foreach (var name in source.Names)
            {
                var found = declared[name].Where(other => source.Sees.Contains(other.Space)).ToList();
                var near = found.Where(other => other.Space == source.Space).ToList();
                foreach (var other in near.Count > 0 ? near : found)
                {
                    if (other.Folder != source.Folder && other.Folder.Split('/')[0] == source.Folder.Split('/')[0])
                    {
                        (edges.TryGetValue(source.Folder, out var to) ? to : edges[source.Folder] = []).Add(
                            other.Folder
                        );
                    }
                }
            }
        }

        return edges;
    }

    private static HashSet<string> Reachable(string from, Dictionary<string, HashSet<string>> edges)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var at))
        {
            foreach (var next in edges.GetValueOrDefault(at) ?? [])
            {
                if (seen.Add(next))
                    open.Push(next);
            }
        }

        return seen;
    }

    private static HashSet<string> Usings(string text) =>
        [.. UsingLine().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^\s*@?using (?:static )?(?:\w+ = )?([\w.]+);?\s*$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Space();

    [GeneratedRegex(
        @"^(?:\[[^\]\n]*\]\s*)*(?:(?:public|internal|static|sealed|abstract|partial|readonly|file) )*(?:class|struct|interface|enum|record(?: struct| class)?)\s+([A-Z]\w*)",
        RegexOptions.Multiline
    )]
    private static partial Regex Types();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Remarks();

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\\\n])*\"")]
    private static partial Regex Strings();
}
