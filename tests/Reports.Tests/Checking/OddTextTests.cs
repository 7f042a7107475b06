using System.Text;
using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Wording;
using Xinglin.Reports.Writing;
using TextReader = Xinglin.Reports.Checking.TextReader;

namespace Xinglin.Reports.Tests.Checking;

/// <summary>Whatever is typed into a draft, the draft is still read, checked and exported.</summary>
public sealed class OddTextTests(ITestOutputHelper output)
{
    private static readonly string[] Typed =
    [
        "CKD stage ٣",
        "١٠ mg",
        "१० mg, ๑๐ mg, １０ mg",
        "𝟙𝟘 mg",
        "二百五十周 百百百百百百百百百百百百百百百百百百百百百百百百天",
        "1.0000000000000000000000000000000000000000000000001 mmHg",
        new string('9', 400) + " mg",
        "-" + new string('9', 40) + "/" + new string('8', 40) + " mmHg",
        "99999999999-99999999999-99999999999 25:99 31 Feb 99999",
        "\uD800 lonely \uDC00 \uFFFF \u0001",
        "\u202E3 mg\u202C",
        "½ ² ① Ⅷ ㊿",
        "< > <5 >5 <<5 5%–% 5～６％",
        "<script>alert(1)</script> {0} $& \\",
        "٫٪ ٥٫٥٪",
    ];

    [Fact]
    public void A_digit_of_another_script_closed_the_draft_for_ever()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var predictions = new RandomPredictions(seed);
        for (var round = 0; round < 40; round++)
        {
            var (reading, patient) = predictions.Next();
            var draft = DraftWriter.Write(reading, patient);
            foreach (var language in new[] { "zh-CN", "en" })
            {
                var text =
                    Typed[random.Next(Typed.Length)] + (random.Next(2) == 0 ? Typed[random.Next(Typed.Length)] : "");
                var sentence = draft.Texts[language].Sections.SelectMany(section => section.Sentences).First();
                draft = Edits.Edit(draft, language, sentence.Id, text, "LW");
                draft = Edits.Justify(draft, language, sentence.Id, text);
                draft = Edits.Add(draft, language, draft.Texts[language].Sections[0].Code, null, text, "LW");
                draft = DraftJson.Read(DraftJson.Write(draft));

                DraftChecker.Check(draft, language).Should().NotBeNull();
                var header = new PrintedPatient(new("王秀英", "Wang Xiuying"), "female", 60, "1960-01-01", "p");
                DraftExport.Markdown(draft, language, header).Should().NotBeEmpty();
                PrintedDocument.Html(draft, language, header, null).Should().NotContain("<script>alert");
            }
        }
    }

    [Theory]
    [InlineData("CKD stage ٣", 3)]
    [InlineData("١٠ mg", 10)]
    [InlineData("१० mg", 10)]
    [InlineData("１０ mg", 10)]
    public void The_digits_of_every_script_are_read_as_numbers(string text, double value) =>
        TextReader
            .Read(text)
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<TextToken.Number>()
            .Which.Stated.Value.Should()
            .Be(value);

    [Fact]
    public void A_digit_that_cannot_be_read_was_passed_over() =>
        TextReader.Read("take 𝟙 tablet").Should().ContainSingle().Which.Should().BeOfType<TextToken.MalformedDate>();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(-1e29)]
    public void A_number_beyond_all_measure_could_not_be_written(double value)
    {
        Numerals.Quantity(value, "mm[Hg]", "en").Should().NotBeEmpty();
        Numerals.Range(value, value, "%", "zh-CN").Should().NotBeEmpty();
        Numerals.Round(1.5, 60).Should().Be(1.5);
    }

    [Fact]
    public void A_word_without_an_end_took_minutes_to_read()
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        TextReader.Read(new string('a', 200_000));

        System.Diagnostics.Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(
        "{\"id\":\"x\",\"kind\":\"Forecast\",\"patientId\":\"p\",\"reading\":{\"outcome\":\"forecast\"},\"facts\":[null],\"texts\":{},\"decisions\":{}}"
    )]
    [InlineData("{\"reading\":{\"outcome\":\"oracle\"}}")]
    public void A_draft_of_another_version_was_half_read(string json) =>
        DraftJson.TryRead(Encoding.UTF8.GetBytes(json)).Should().BeNull();

    [Fact]
    public void Every_draft_that_is_written_is_read_again()
    {
        var predictions = new RandomPredictions(7);
        for (var round = 0; round < 200; round++)
        {
            var (reading, patient) = predictions.Next();
            var draft = DraftWriter.Write(reading, patient);
            DraftJson.Write(DraftJson.TryRead(DraftJson.Write(draft))!).Should().Equal(DraftJson.Write(draft));
        }
    }
}
