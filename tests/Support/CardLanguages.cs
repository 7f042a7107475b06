using System.Text.RegularExpressions;

namespace Xinglin.Tests;

/// <summary>Whether the two files of a model card are one card: no line mixes languages, and line for line they hold the same numbers.</summary>
internal static partial class CardLanguages
{
    /// <param name="name">The card, as a failure shall name it.</param>
    public static void Check(string name, string zh, string en)
    {
        zh.Should().Contain("# ", "{0} has a Chinese card", name);
        Lines(zh).Where(line => English().IsMatch(Code().Replace(line, ""))).Should().BeEmpty("{0} in Chinese", name);
        Lines(en).Where(line => Chinese().IsMatch(line)).Should().BeEmpty("{0} in English", name);
        var (chinese, english) = (Lines(zh), Lines(en));
        chinese.Should().HaveSameCount(english, "both cards of {0} are written from the same parts", name);
        chinese
            .Zip(english)
            .Where(pair => Numbers(pair.First) != Numbers(pair.Second))
            .Should()
            .BeEmpty("both cards of {0} hold the same numbers", name);
    }

    private static string[] Lines(string card) => card.TrimEnd().Split('\n');

    private static string Numbers(string line) =>
        string.Join(' ', Number().Matches(line).Select(m => m.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    /// <summary>A word and three of small letters after it; names of people, places and journals have none.</summary>
    [GeneratedRegex(@"[A-Za-z][A-Za-z'-]*(?:[ ,;:]+[a-z][A-Za-z'-]*){3,}")]
    private static partial Regex English();

    [GeneratedRegex("[\u4e00-\u9fff\u3000-\u303f\uff01-\uff60]")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex Number();
}
