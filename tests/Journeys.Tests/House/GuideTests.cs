using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>What the documents say of the code is so: quotations, files, types, links, and the picture.</summary>
public sealed partial class GuideTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    /// <summary>Every document, from the root; those of models are written with the model, and the history names what was.</summary>
    public static TheoryData<string> Explained =>
        [
            .. new[] { "docs", "bench", "samples" }
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
                )
                .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
                .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(name => name != "CHANGELOG.md")
                .Order(),
        ];

    /// <summary>Types of others that a document names because nothing here uses them.</summary>
    private static readonly string[] NotOurs = ["BinaryFormatter"];

    /// <summary>
    /// A block that begins with <c>```csharp path</c> (or razor, xml) is a passage of that file, apart from its indentation; one
    /// without a path does not exist. What the guides quote of tests/ is compiled and run there.
    /// </summary>
    [Fact]
    public void Each_block_of_code_in_a_guide_stands_in_the_file_that_it_names()
    {
        var blocks = Directory
            .GetFiles(Path.Combine(Docs, "guides"), "adding-*.md")
            .SelectMany(guide => Block().Matches(File.ReadAllText(guide)), (guide, match) => (guide, match))
            .ToList();
        blocks.Should().HaveCountGreaterThan(12);
        foreach (var (guide, block) in blocks)
        {
            var path = Path.Combine(Repository.Root, block.Groups[2].Value);
            File.Exists(path).Should().BeTrue($"{Path.GetFileName(guide)} quotes '{block.Groups[2].Value}'");
            Plain(File.ReadAllText(path))
                .Should()
                .Contain(Plain(block.Groups[3].Value), $"{Path.GetFileName(guide)} quotes {block.Groups[2].Value}");
        }
    }

    [Fact]
    public void Each_guide_quotes_an_example_that_is_a_test() =>
        Directory
            .GetFiles(Path.Combine(Docs, "guides"), "adding-*.md")
            .Where(guide =>
                !Block()
                    .Matches(File.ReadAllText(guide))
                    .Any(block => block.Groups[2].Value.EndsWith("Tests.cs", StringComparison.Ordinal))
            )
            .Should()
            .BeEmpty();

    [Theory]
    [MemberData(nameof(Explained))]
    public void Each_file_type_and_link_that_a_document_names_is_there(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var words = Inline().Matches(Block().Replace(text, "")).Select(match => match.Groups[1].Value).ToHashSet();
        words.Where(IsPath).Where(path => !Exists(path)).Should().BeEmpty($"{document} names them");
        words
            .Where(word => TypeName().IsMatch(word) && !NotOurs.Contains(word))
            .Where(IsUnknown)
            .Should()
            .BeEmpty($"{document} names them");
        Link()
            .Matches(text)
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains("://"))
            .Where(link =>
                !Path.Exists(Path.Combine(Path.GetDirectoryName(Path.Combine(Repository.Root, document))!, link))
            )
            .Should()
            .BeEmpty($"{document} links to them");
    }

    [Fact]
    public void The_picture_of_the_architecture_is_current()
    {
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Repository.Root, "build", "architecture.mjs"), "--check"])
            {
                RedirectStandardError = true,
            }
        )!;
        var said = node.StandardError.ReadToEnd();
        node.WaitForExit();
        node.ExitCode.Should().Be(0, said);
    }

    [Fact]
    public void The_picture_has_the_line_of_projects_that_the_rule_has()
    {
        var picture = File.ReadAllText(Path.Combine(Docs, "pictures", "architecture.svg"));
        ProjectName().Matches(picture).Select(match => match.Groups[1].Value).Should().Equal(DependencyRule.Line);
    }

    [Fact]
    public void Each_readme_leads_to_the_architecture_the_glossary_and_the_promises_of_security()
    {
        foreach (var readme in new[] { "README.md", "README.zh-CN.md" })
        {
            File.ReadAllText(Path.Combine(Repository.Root, readme))
                .Should()
                .Contain("docs/architecture")
                .And.Contain("docs/glossary.md")
                .And.Contain("SECURITY.md");
        }
    }

    /// <summary>Lines without their indentation and without empty lines around.</summary>
    private static string Plain(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    private static bool IsPath(string word) =>
        !word.Contains(' ')
        && !word.Contains('*')
        && (
            word.Split('/')[0] is "src" or "tests" or "build" or "docs" or "bench" or "samples" or "models" or "plans"
                && word.Contains('/')
            || word.EndsWith(".cs", StringComparison.Ordinal)
            || word.EndsWith(".razor", StringComparison.Ordinal)
        );

    private static bool Exists(string path) =>
        path.Contains('/') ? Path.Exists(Path.Combine(Repository.Root, path)) : Names.Value.Contains(path);

    private static bool IsUnknown(string type) => type.Split('.').Any(part => !Words.Value.Contains(part));

    private static IEnumerable<string> CodeFiles() =>
        new[] { "src", "tests", "build" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
            )
            .Where(path => !path.Contains("/node_modules/"))
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor" or ".csproj");

    private static readonly Lazy<HashSet<string>> Names = new(() =>
        [.. CodeFiles().Select(path => Path.GetFileName(path))]
    );

    private static readonly Lazy<HashSet<string>> Words = new(() =>
        [
            .. CodeFiles().SelectMany(path => Word().Matches(File.ReadAllText(path)).Select(match => match.Value)),
            .. CodeFiles().Select(path => Path.GetFileNameWithoutExtension(path)),
            .. Directory
                .EnumerateDirectories(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(path)),
        ]
    );

    [GeneratedRegex(@"^```(csharp|razor|xml)(?: (\S+))?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"^[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+(?:\.[A-Z]\w+)*$|^[A-Z]\w+\.[A-Z]\w+$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"text-anchor=""middle"">(\w+)<")]
    private static partial Regex ProjectName();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word();
}
