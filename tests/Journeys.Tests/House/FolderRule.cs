using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>
/// The folders inside a project have no circle, none is crowded, and no type name occurs twice. Who uses whom is read from
/// the source: a name that is declared at the outermost level of a file, in a namespace that another file can see or
/// writes before it, and an extension method that is called.
/// </summary>
public static partial class FolderRule
{
    /// <summary>What a reader still takes in at a glance; more is two meanings in one folder.</summary>
    public const int MostFiles = 25;

    private sealed record Source(string Folder, string Space)
    {
        /// <summary>Names of types that it declares, and of extension methods.</summary>
        public required HashSet<string> Types { get; init; }

        public required HashSet<string> Extensions { get; init; }

        /// <summary>Names that it uses: alone, with dots between them, and as methods called on something.</summary>
        public required HashSet<string> Names { get; init; }

        public required HashSet<string> Dotted { get; init; }

        public required HashSet<string> Called { get; init; }

        /// <summary>Namespaces that it sees: those around it, and those that it names.</summary>
        public required HashSet<string> Sees { get; init; }

        public required IReadOnlyList<string> Around { get; init; }

        public bool SeesInto(Source other) => Sees.Contains(other.Space);
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
        var isPage = path.EndsWith(".razor", StringComparison.Ordinal);
        // What stands in the quotes of a page, or in a text with places, is code too.
        var code = Remarks().Replace(isPage ? text : Strings().Replace(text, "\"\""), "");
        var folder = Path.GetRelativePath(sourceFolder, Path.GetDirectoryName(path)!).Replace('\\', '/');
        var space = Space().Match(code) is { Success: true } found
            ? found.Groups[1].Value
            : "Xinglin." + folder.Replace('/', '.');
        var types = isPage
            ? [Path.GetFileNameWithoutExtension(path)]
            : Types().Matches(code).Select(match => match.Groups[1].Value).ToHashSet();
        var sees = Usings(text);
        var words = space.Split('.');
        var around = words.Select((_, last) => string.Join('.', words[..(last + 1)])).ToList();
        sees.UnionWith(around);
        if (isPage)
        {
            foreach (var (above, names) in shared)
            {
                if (path.StartsWith(above, StringComparison.Ordinal))
                    sees.UnionWith(names);
            }
        }

        return new(folder, space)
        {
            Types = types,
            Extensions = [.. Extensions().Matches(code).Select(match => match.Groups[1].Value)],
            Names = [.. Names().Matches(code).Select(match => match.Value)],
            Dotted = [.. Dotted().Matches(code).Select(match => match.Value)],
            Called = [.. Called().Matches(code).Select(match => match.Groups[1].Value)],
            Sees = sees,
            Around = around,
        };
    }

    private static Dictionary<string, HashSet<string>> Edges(List<Source> sources)
    {
        var declared = sources
            .SelectMany(source => source.Types.Select(type => (type, source)))
            .ToLookup(one => one.type, one => one.source);
        var inFull = sources
            .SelectMany(source => source.Types.Select(type => (type, source)))
            .ToLookup(one => $"{one.source.Space}.{one.type}", one => one.source);
        var extending = sources
            .SelectMany(source => source.Extensions.Select(method => (method, source)))
            .ToLookup(one => one.method, one => one.source);
        var edges = new Dictionary<string, HashSet<string>>();
        foreach (var source in sources)
        {
            var used = source
                .Names.SelectMany(name => Seen(source, declared[name]))
                .Concat(source.Called.SelectMany(method => extending[method].Where(source.SeesInto)))
                .Concat(
                    source.Dotted.SelectMany(name => Parts(name).SelectMany(part => Written(source, part, inFull)))
                );
            foreach (var other in used)
            {
                if (other.Folder != source.Folder && other.Folder.Split('/')[0] == source.Folder.Split('/')[0])
                    (edges.TryGetValue(source.Folder, out var to) ? to : edges[source.Folder] = []).Add(other.Folder);
            }
        }

        return edges;
    }

    /// <summary>Those that a name alone can mean: what lies in the same namespace hides all else.</summary>
    private static IEnumerable<Source> Seen(Source source, IEnumerable<Source> declared)
    {
        var found = declared.Where(source.SeesInto).ToList();
        var near = found.Where(other => other.Space == source.Space).ToList();
        return near.Count > 0 ? near : found;
    }

    /// <summary>Those that a name with its namespace means, written in full or from a namespace around.</summary>
    private static IEnumerable<Source> Written(Source source, string name, ILookup<string, Source> inFull) =>
        inFull[name].Concat(source.Around.SelectMany(space => inFull[$"{space}.{name}"]));

    /// <summary><c>A.B.C</c> → <c>A.B</c> and <c>A.B.C</c>: which of them is the type cannot be seen.</summary>
    private static IEnumerable<string> Parts(string dotted)
    {
        var words = dotted.Split('.');
        return Enumerable.Range(2, words.Length - 1).Select(count => string.Join('.', words[..count]));
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

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\.\s*([A-Z]\w*)(?=\s*(?:<[^()<>]*>)?\()")]
    private static partial Regex Called();

    [GeneratedRegex(@"(?<!\w)([A-Z]\w*)(?:<[\w, ]+>)?\(\s*this\s")]
    private static partial Regex Extensions();

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Remarks();

    [GeneratedRegex("(?<![$\"])\"(?:\\\\.|[^\"\\\\\\n])*\"")]
    private static partial Regex Strings();
}
