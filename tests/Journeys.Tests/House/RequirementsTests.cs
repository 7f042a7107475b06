using System.Text.RegularExpressions;

namespace Xinglin.Journeys.Tests.House;

public sealed partial class RequirementsTests
{
    [Fact]
    public void Each_requirement_names_tests_that_exist()
    {
        var known = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => new[] { Path.ChangeExtension(file, null), Path.GetDirectoryName(file)! })
            .Select(path => Path.GetRelativePath(Path.Combine(Repository.Root, "tests"), path).Replace('\\', '/'))
            .ToHashSet();
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "requirements.md"))
            .Where(line => Row().IsMatch(line))
            .ToList();
        rows.Should().HaveCountGreaterThan(20);
        foreach (var row in rows)
        {
            var tests = Named().Matches(row.Split('|')[3]).Select(match => match.Groups[1].Value).ToList();
            tests.Should().NotBeEmpty(row);
            tests.Where(test => !known.Contains(test)).Should().BeEmpty(row);
        }
    }

    [GeneratedRegex(@"^\| [A-Z]\d+ \|")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Named();
}
