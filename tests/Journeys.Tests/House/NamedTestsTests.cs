using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

/// <summary>A control that names its test names one that there is.</summary>
public sealed partial class NamedTestsTests
{
    [Theory]
    [InlineData("docs/security.md", 100)]
    [InlineData("docs/safety/hazard-log.md", 35)]
    public void Each_test_that_a_document_names_exists(string document, int least)
    {
        var tests = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Methods().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        var named = Named()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        named.Should().HaveCountGreaterThan(least);
        named
            .Where(name =>
                name.EndsWith('…')
                    ? !tests.Any(test => test.StartsWith(name[..^1], StringComparison.Ordinal))
                    : !tests.Contains(name)
            )
            .Should()
            .BeEmpty();
    }

    [GeneratedRegex(@"public (?:static |async )*(?:Task|void|ValueTask)(?:<[^>]+>)? ([A-Z]\w*_\w+)\(")]
    private static partial Regex Methods();

    // The last part of a name in code marks, with at least three words.
    [GeneratedRegex(@"`(?:[\w/]+\.)*(?:…)?([A-Z]\w*_\w+_\w+…?)`")]
    private static partial Regex Named();
}
