using System.Reflection;
using System.Text.RegularExpressions;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Texts;

public sealed partial class TextsTests
{
    public static IEnumerable<(string Name, BilingualText Text)> All() =>
        from type in typeof(Localizer).Assembly.GetTypes()
        where type.Namespace == typeof(Localizer).Namespace
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(BilingualText)
        select ($"{type.Name}.{field.Name}", (BilingualText)field.GetValue(null)!);

    [Fact]
    public void Every_text_of_the_pages_exists_in_both_languages()
    {
        All().Should().HaveCountGreaterThan(50);
        All()
            .Where(text => string.IsNullOrWhiteSpace(text.Text.Zh) || string.IsNullOrWhiteSpace(text.Text.En))
            .Should()
            .BeEmpty();
    }

    [Theory]
    [InlineData("aborted")]
    [InlineData("role")]
    [InlineData("302")]
    [InlineData("401 (302)")]
    [InlineData("412")]
    [InlineData("500")]
    public void The_Chinese_trail_showed_results_in_English_or_as_bare_numbers(string result)
    {
        Chinese().IsMatch(TrailWords.OfResult(result).Zh).Should().BeTrue();
        Chinese().IsMatch(TrailWords.OfResult(result).En).Should().BeFalse();
        TrailWords.OfResult(result).En.Should().NotMatchRegex("^[0-9() ]+$");
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("role")]
    [InlineData("challenge")]
    [InlineData("passkey")]
    public void The_Chinese_trail_showed_reasons_in_English(string reason) =>
        Chinese().IsMatch(OpenedWords.WhyOf(reason).Zh).Should().BeTrue();

    [Fact]
    public void Every_text_fills_the_same_places_in_both_languages()
    {
        All().Where(text => !Places(text.Text.Zh).SetEquals(Places(text.Text.En))).Should().BeEmpty();
    }

    [Fact]
    public void No_English_text_holds_Chinese_except_the_names_of_languages_and_of_the_product()
    {
        string[] allowed = ["ShellWords.OtherLanguage", "ShellWords.ChangeLanguage"];
        All().Where(text => Chinese().IsMatch(text.Text.En) && !allowed.Contains(text.Name)).Should().BeEmpty();
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Chinese();
}
