using System.Text.RegularExpressions;
using Xinglin.Server.CommandLine;

namespace Xinglin.Server.Tests.CommandLine;

/// <summary>Backup, restore, held, model and session were in no README, though somebody who chooses a program looks for them there.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_commands_of_a_readme_are_those_of_the_help(string name)
    {
        var text = File.ReadAllText(Path.Combine(Root(), name));
        var paragraph = text[text.IndexOf("`./xinglin --help`", StringComparison.Ordinal)..];
        var end = paragraph.IndexOf("\n\n", StringComparison.Ordinal);

        Code()
            .Matches(paragraph[..end])
            .Select(found => found.Groups[1].Value)
            .Should()
            .BeEquivalentTo(
                XinglinCommand.Build().Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name),
                options => options.WithStrictOrdering()
            );
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Xinglin.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Code();
}
