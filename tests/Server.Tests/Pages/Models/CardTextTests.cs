using System.Net;
using System.Text.RegularExpressions;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Server.Pages.Models;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Pages.Models;

public sealed partial class CardTextTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public CardTextTests() => Directory.CreateDirectory(_folder.File("m/1"));

    public void Dispose() => _folder.Dispose();

    /// <summary>One of every part that any kind of model writes.</summary>
    private static readonly ModelCard EveryPart = new(
        new("分割模型", "Segmentation model"),
        [
            new(
                new("用途", "Use"),
                new CardBlock.Paragraph(new("仅供复核。", "For review only.")),
                new CardBlock.Item(new("第一项", "first item")),
                new CardBlock.Item(new("第二项", "second item"))
            ),
            new(
                new("准确度", "Figures"),
                new CardBlock.Facts(
                    new("3折留出", "Leave-out in 3 parts"),
                    [
                        new(new("平均绝对误差", "mean absolute error"), 6.93, "0.00", "mm[Hg]", 6.5, 7.25),
                        new(new("灵敏度", "sensitivity"), 0.8, Of: 139),
                    ]
                ),
                CardBlock.Table.Each(
                    [new("结构", "structure"), BilingualText.Same("Dice")],
                    ["a|b"],
                    name => [BilingualText.Same(name), BilingualText.Of($"{0.5:0.000}")]
                )
            ),
            new(
                new("来源属性（ONC HTI-1）", "Source attributes (ONC HTI-1)"),
                new CardBlock.Paragraph(new("由训练者说明", "stated by the trainer"))
            ),
            new(new("重现", "Reproduce"), new CardBlock.Code("./xinglin train segment")),
        ]
    );

    [Fact]
    public void A_figure_is_written_with_its_unit_its_interval_and_its_source()
    {
        var card = MarkdownCard.Write(EveryPart);
        card.Zh.Should()
            .Contain(
                "3折留出\n\n| 指标 | 数值 | 95 % 区间 | n |\n|---|---|---|---|\n| 平均绝对误差 | 6.93 mm[Hg] | 6.50–7.25 mm[Hg] |  |\n"
            );
        card.En.Should().Contain("| sensitivity | 0.800 |  | 139 |").And.Contain(@"| a\|b | 0.500 |");
        CardLanguages.Check("a card of every part", card.Zh, card.En);
    }

    [Fact]
    public void Image_series_segmentation_and_cohort_cards_lost_text_in_one_language()
    {
        var model = Shown(MarkdownCard.Write(EveryPart));
        model.Title.Should().Be(new BilingualText("分割模型", "Segmentation model"));
        model
            .CardHtml.Zh.Should()
            .ContainAll("仅供复核。", "第一项", "第二项", "3折留出", "6.93 mm[Hg]", "平均绝对误差", "重现");
        model.CardHtml.En.Should().ContainAll("For review only.", "first item", "second item", "structure", "a|b");
        model.CardHtml.En.Should().NotMatchRegex("[\u4e00-\u9fff]");
    }

    [Fact]
    public void A_folder_with_one_card_of_both_languages_is_shown_as_it_is()
    {
        _folder.Write("m/1/model.json", """{"task":"image"}""");
        _folder.Write("m/1/card.md", "# 模型 · Model\n\n**用途** 提示。\n**Use** A hint.\n");
        var model = ModelFolder.All(_folder.Path).Should().ContainSingle().Which;
        model.Title.Should().Be(BilingualText.Same("模型 · Model"));
        model.CardHtml.Zh.Should().Be(model.CardHtml.En).And.ContainAll("提示。", "A hint.");
    }

    [Theory]
    [InlineData("5-fold by series, out of fold", "按序列划分的5折，折外")]
    [InlineData("2-fold by patient, out of fold", "按患者划分的2折，折外")]
    [InlineData("leave-out in 3 parts", "3折留出")]
    [InlineData("60 rows held out from training", "未用于训练的60行")]
    [InlineData("validation split as given", "数据集自带的验证集")]
    [InlineData("15 % of the images, held back class by class", null)]
    public void What_figures_were_measured_on_is_told_in_the_reader_s_language_or_left_to_the_card(
        string stated,
        string? zh
    ) => (MeasureWords.Split(stated)?.Zh).Should().Be(zh);

    [Fact]
    public void The_source_attributes_are_folded_and_nothing_else_is() =>
        CardText
            .Html(MarkdownCard.Write(EveryPart).En)
            .Should()
            .MatchRegex(
                "(?s)<h2>Figures</h2>.*<details><summary><b>Source attributes .*stated by.*</details><h2>Reproduce"
            );

    [Fact]
    public void A_percentage_the_ends_of_an_interval_and_a_short_word_are_not_broken_in_narrow_cells() =>
        CardText
            .Html("| 类型 | n |\n|---|---|\n| 数值 | 0.93 (0.87…0.98), 1.3 %, 18–<40, ≥ 75 |\n")
            .Should()
            .Contain("数\u2060值")
            .And.Contain("0.87\u2060…\u20600.98), 1.3\u00a0%, 18\u2060–\u2060&lt;40, ≥\u00a075");

    [Fact]
    public void Markup_in_a_card_is_text() =>
        CardText.Html("<script>alert(1)</script>").Should().NotContain("<script>").And.Contain("&lt;script&gt;");

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void An_interval_in_a_card_was_taken_for_a_text_that_was_cut(string language)
    {
        System.Globalization.CultureInfo.CurrentUICulture = new(language);
        var html = CardText.Html("| n |\n|---|\n| 0.93 (0.87…0.98) |\n");

        Localizer.T(BilingualText.Same(html)).Should().Be(html);
        foreach (var model in Models())
            Localizer.T(model.CardHtml).Should().NotContain(RecordWords.GoesOn.In(language).Trim(), model.Name);
        Localizer
            .T(BilingualText.Same(Xinglin.Records.Fhir.Resources.LongTexts.Shortened(new string('x', 500))))
            .Should()
            .EndWith("…" + RecordWords.GoesOn.In(language), "a text that was cut still says so");
    }

    public static TheoryData<string> Cards() => [.. Models().Select(model => $"{model.Name}/{model.Version}")];

    [Theory]
    [MemberData(nameof(Cards))]
    public void The_page_shows_every_word_of_a_shipped_card_in_both_languages(string model)
    {
        var shown = Models().Single(one => $"{one.Name}/{one.Version}" == model);
        shown.Problem.Should().BeNull();
        foreach (
            var (file, title, html) in new[]
            {
                ("card.zh.md", shown.Title.Zh, shown.CardHtml.Zh),
                ("card.en.md", shown.Title.En, shown.CardHtml.En),
            }
        )
        {
            var page = Plain(title + shown.Version + WebUtility.HtmlDecode(Tag().Replace(html, "")));
            var lines = File.ReadLines(Path.Combine(Root, "models", model, file));
            lines
                .SelectMany(line => Rule().IsMatch(line) ? [] : Bar().Split(line))
                .Select(Plain)
                .Where(part => !page.Contains(part, StringComparison.Ordinal))
                .Should()
                .BeEmpty("{0} of {1} is shown whole", file, model);
        }
    }

    private ModelFolder Shown(BilingualText card)
    {
        _folder.Write("m/1/model.json", """{"task":"segmentation"}""");
        _folder.Write("m/1/card.zh.md", card.Zh);
        _folder.Write("m/1/card.en.md", card.En);
        return ModelFolder.All(_folder.Path).Should().ContainSingle().Which;
    }

    private static readonly string Root = Above(AppContext.BaseDirectory);

    private static IReadOnlyList<ModelFolder> Models() => ModelFolder.All(Path.Combine(Root, "models"));

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Xinglin.slnx")) ? folder : Above(Path.GetDirectoryName(folder)!);

    /// <summary>Without spaces and the signs of Markdown.</summary>
    private static string Plain(string text) => Signs().Replace(text, "");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\|(?:---\|)+$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"[\s\u2060`*#\\-]")]
    private static partial Regex Signs();
}
