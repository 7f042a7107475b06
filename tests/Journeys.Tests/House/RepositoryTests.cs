using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>What may never stand in the repository.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] TextFiles = [.. TrackedFiles().Where(IsText)];

    [Fact]
    public void No_file_says_that_something_is_still_to_be_done() =>
        Matches(LeftOver(), path => path.StartsWith("src/") || path.StartsWith("bench/")).Should().BeEmpty();

    [Fact]
    public void No_file_names_the_home_of_a_user_or_a_package_registry() =>
        Matches(MachinePath(), path => !path.EndsWith("RepositoryTests.cs")).Should().BeEmpty();

    [Fact]
    public void No_source_file_is_longer_than_350_lines() =>
        TextFiles
            .Where(path =>
                path.StartsWith("src/") && (path.EndsWith(".cs") || path.EndsWith(".razor") || path.EndsWith(".ts"))
            )
            .Where(path => File.ReadLines(Path.Combine(Repository.Root, path)).Count() > 350)
            .Should()
            .BeEmpty();

    [Fact]
    public void No_page_holds_a_style_or_a_script_that_the_policy_of_the_pages_would_not_run() =>
        Matches(WithinMarkup(), path => path.EndsWith(".razor")).Should().BeEmpty();

    [Fact]
    public void Every_folder_of_the_root_stands_in_both_readmes()
    {
        var folders = TrackedFiles()
            .Where(path => path.Contains('/') && path[0] != '.')
            .Select(path => path.Split('/')[0])
            .Distinct();
        foreach (var readme in new[] { "README.md", "README.zh-CN.md" })
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, readme));
            folders.Where(folder => !text.Contains($"`{folder}/")).Should().BeEmpty($"{readme} names each folder");
        }
    }

    private static IEnumerable<string> Matches(Regex pattern, Func<string, bool> within) =>
        from path in TextFiles
        where within(path)
        from line in File.ReadLines(Path.Combine(Repository.Root, path))
        where pattern.IsMatch(line)
        select $"{path}: {line.Trim()}";

    private static bool IsText(string path) =>
        Path.GetExtension(path)
            is ".cs"
                or ".razor"
                or ".ts"
                or ".md"
                or ".json"
                or ".csproj"
                or ".props"
                or ".targets"
                or ".sh"
                or ".resx"
                or ".css"
                or ".html"
                or "";

    private static string[] TrackedFiles()
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", ["ls-files"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
            }
        )!;
        var names = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return names
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => File.Exists(Path.Combine(Repository.Root, name)))
            .ToArray();
    }

    [GeneratedRegex("\\s(style|onclick|onload|onsubmit|onchange)=\"|<script(?![^>]* src=)|<style|href=\"javascript:")]
    private static partial Regex WithinMarkup();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"(?<![\w.])/(root|home/\w+|Users/\w+)/|https?://[a-z.]*(nuget|npmjs|debian)\.(org|com)")]
    private static partial Regex MachinePath();
}
