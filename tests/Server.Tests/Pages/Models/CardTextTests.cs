using Xinglin.Server.Pages.Models;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Pages.Models;

public sealed class CardTextTests
{
    [Theory]
    [InlineData("模型 · Model", "模型", "Model")]
    [InlineData("供医师参考。 For clinicians.", "供医师参考。", "For clinicians.")]
    [InlineData("- 概率校准：无 · Calibration: none", "- 概率校准：无", "- Calibration: none")]
    [InlineData("- `a.csv`, SHA-256 `0f`", "- `a.csv`, SHA-256 `0f`", "- `a.csv`, SHA-256 `0f`")]
    [InlineData("| 数值 · number | 1–2 |", "| 数值 | 1–2 |", "| number | 1–2 |")]
    [InlineData(@"| 平均 \|SHAP\| · mean \|SHAP\| | 0.1 |", @"| 平均 \|SHAP\| | 0.1 |", @"| mean \|SHAP\| | 0.1 |")]
    public void A_line_of_both_languages_is_halved_and_a_line_of_one_stands_for_both(string line, string zh, string en)
    {
        var halves = CardText.In(line);
        halves.Should().Be(new BilingualText(zh, en));
    }

    [Fact]
    public void A_paragraph_of_a_Chinese_and_an_English_line_shows_one_of_them()
    {
        var html = CardText.Html("## 局限 · Limits\n\n仅一家医院。\nOne hospital only.");
        html.Zh.Should()
            .Contain("局限")
            .And.Contain("仅一家医院。")
            .And.NotContain("One hospital")
            .And.NotContain("Limits");
        html.En.Should().Contain("Limits").And.Contain("One hospital only.").And.NotContain("仅一家医院");
    }

    [Fact]
    public void The_source_attributes_are_folded_and_nothing_else_is()
    {
        var html = CardText
            .Html(
                "## 局限 · Limits\n\n无\n\n## 来源属性（ONC HTI-1） · Source attributes (ONC HTI-1)\n\ntext\n\n## 复现 · Reproduction\n"
            )
            .En;
        html.Should()
            .MatchRegex(
                "(?s)<h2>Limits</h2>.*<details><summary><b>Source attributes .*text.*</details><h2>Reproduction"
            );
    }

    [Fact]
    public void A_percentage_the_ends_of_an_interval_and_a_short_word_are_not_broken_in_narrow_cells()
    {
        var html = CardText
            .Html("| 类型 · kind | n |\n|---|---|\n| 数值 · number | 0.93 (0.87…0.98), 1.3 %, 18–<40, ≥ 75 |\n")
            .Zh;
        html.Should()
            .Contain("数\u2060值")
            .And.Contain("0.87\u2060…\u20600.98), 1.3\u00a0%, 18\u2060–\u2060&lt;40, ≥\u00a075");
    }

    [Fact]
    public void Markup_in_a_card_is_text() =>
        CardText.Html("<script>alert(1)</script>").En.Should().NotContain("<script>").And.Contain("&lt;script&gt;");

    public static TheoryData<string> Cards()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Xinglin.slnx")))
            folder = folder.Parent;
        var versions = Directory
            .EnumerateDirectories(Path.Combine(folder!.FullName, "models"))
            .SelectMany(Directory.EnumerateDirectories);
        return [.. versions.Select(version => Path.Combine(version, "card.md"))];
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Every_shipped_card_reads_in_English_without_a_Chinese_sign(string card) =>
        CardText.Html(File.ReadAllText(card)).En.Should().NotMatchRegex("[\u4e00-\u9fff]{4}");

    [Theory]
    [MemberData(nameof(Cards))]
    public void Every_shipped_card_reads_in_Chinese_without_an_English_sentence(string card) =>
        CardText
            .Html(File.ReadAllText(card))
            .Zh.Should()
            .NotMatchRegex("[a-z]{2,} (?:is|are|was|of|for) (?:the|a|an) ");
}
