using System.CommandLine;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary>How a trainer states what a model's card cannot know by itself.</summary>
internal static class CardOptions
{
    public static Option<string?> About() =>
        new("--about")
        {
            Description = "source attributes of the model card (developer, intended users, …) as JSON text by key",
            HelpName = "FILE.json",
        };

    /// <summary>What was stated; null for nothing.</summary>
    /// <exception cref="InvalidInputException">The file is no such object, or names an unknown key.</exception>
    public static IReadOnlyDictionary<string, BilingualText>? Stated(ParseResult parsed, Option<string?> about) =>
        parsed.GetValue(about) is { } file ? SourceAttributes.Read(file) : null;

    /// <summary>Columns of the data whose groups are measured apart.</summary>
    public static Option<string?> Subgroups() =>
        new("--subgroups")
        {
            Description = "columns whose groups are measured apart (default: those recognised as sex, age or race)",
            HelpName = "A,B",
        };

    /// <summary>The same for images, whose people stand in a list.</summary>
    /// <param name="otherwise">What is done without it.</param>
    public static Option<string?> SubgroupList(string otherwise = "") =>
        new("--subgroups")
        {
            Description =
                $"columns file and any others, such as sex and age, whose groups are measured apart{otherwise}",
            HelpName = "S.csv",
        };
}
