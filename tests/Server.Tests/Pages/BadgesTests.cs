using System.Globalization;
using Bunit;
using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Dicom.Frames;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Pages.Studies;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Tests.Pages;

public sealed class BadgesTests : BunitContext
{
    public BadgesTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

    [Fact]
    public void A_probability_is_never_shown_without_its_interval()
    {
        var shown = Render<ProbabilityText>(given =>
            given.Add(c => c.Probability, 0.82).Add(c => c.Low, 0.71).Add(c => c.High, 0.9)
        );
        shown.Find(".chance").TextContent.Should().Be("82 % (71–90)");
    }

    [Theory]
    [InlineData(5.5, "▲high", "warn")]
    [InlineData(9.0, "▲▲high", "bad")]
    [InlineData(3.0, "▼low", "warn")]
    public void A_value_outside_its_range_has_a_shape_and_a_word_as_well_as_a_colour(
        double value,
        string words,
        string tint
    )
    {
        var shown = Render<RangeMark>(given =>
            given.Add(m => m.Value, value).Add(m => m.LowerLimit, 3.5).Add(m => m.UpperLimit, 5.2)
        );
        var mark = shown.Find(".range-mark");
        mark.TextContent.Trim().Should().Be(words);
        mark.ClassList.Should().Contain(tint);
    }

    [Fact]
    public void A_value_within_its_range_has_no_mark() =>
        Render<RangeMark>(given => given.Add(m => m.Value, 4.0).Add(m => m.LowerLimit, 3.5).Add(m => m.UpperLimit, 5.2))
            .FindAll(".range-mark")
            .Should()
            .BeEmpty();

    [Fact]
    public void A_time_stood_in_the_offset_of_its_sender_and_a_day_was_given_a_time()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("ward", TimeSpan.FromHours(8), "ward", "ward"));
        string Read(DataType sent) => Times.Minute(ChartTimes.Of(sent)!.Value, clock);

        Read(new FhirDateTime("2026-05-30T20:30:00-04:00")).Should().Be("2026-05-31 08:30");
        Read(new FhirDateTime("2026-05-30T08:30:00+08:00")).Should().Be("2026-05-30 08:30");
        Read(new FhirDateTime("2026-05")).Should().Be("2026-05");
        Read(new FhirDateTime("2026-05-03")).Should().Be("2026-05-03");
        Read(new Instant(new DateTimeOffset(2026, 5, 3, 0, 0, 0, TimeSpan.Zero))).Should().Be("2026-05-03");
        Read(new Instant(new DateTimeOffset(2026, 5, 3, 0, 0, 1, TimeSpan.Zero))).Should().Be("2026-05-03 08:00");
        Times.AsRecorded(new(2026, 5, 3, 1, 5, 0, TimeSpan.Zero), clock).Should().Be("2026-05-03 01:05 (+00:00)");
    }

    [Theory]
    [InlineData("mm[Hg]/wk", "mmHg per week")]
    [InlineData("mmol/L/wk", "mmol/L per week")]
    [InlineData("ug/L", "µg/L")]
    public void A_unit_stood_as_its_code(string code, string written) => Numbers.Unit(code).Should().Be(written);

    [Fact]
    public void A_change_of_a_week_had_three_decimals_and_no_proper_sign() =>
        FactNumbers
            .Of(
                new Fact(
                    "t",
                    FactKinds.Trend,
                    new("收缩压", "systolic"),
                    new("变化", "change"),
                    [new(-0.375, "mm[Hg]/wk")],
                    null,
                    null
                )
            )
            .Should()
            .Be("−0.4 mmHg per week");

    [Fact]
    public void A_name_turned_itself_around()
    {
        Localizer.T(new("总结 \u202Efdp.exe.txt", "x")).Should().NotContain("\u202E");
        HiddenCharacters.Shown("总结 \u202Efdp.exe.txt").Should().Be("总结 ⟨U+202E⟩fdp.exe.txt");
        HiddenCharacters.Shown("a\u0000b\tc\nd").Should().Be("a⟨U+0000⟩b\tc\nd");
        HiddenCharacters.Shown("می\u200Cخواهم 👨\u200D⚕").Should().Be("می\u200Cخواهم 👨\u200D⚕");
    }

    [Fact]
    public void The_note_of_a_cut_text_stood_inside_the_text()
    {
        var shown = Render<SentText>(given => given.Add(one => one.Text, LongTexts.Shortened(new string('ש', 500))));

        shown.Find("bdi").TextContent.Should().MatchRegex("^ש+…$");
        shown.Find(".cut-note").TextContent.Should().Contain("FHIR JSON");
    }

    [Theory]
    [InlineData(-12, "now")]
    [InlineData(-300, "5 min ago")]
    [InlineData(7200, "in 2 h")]
    [InlineData(-259200, "3 d ago")]
    public void A_time_is_said_relative_to_now(int seconds, string words)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Times.Relative(now.AddSeconds(seconds), new FakeTimeProvider(now)).Should().Be(words);
    }

    [Theory]
    [InlineData("Dr. Lin", "lin", "Lin")]
    [InlineData("Wei Zhang", "zhang", "WZ")]
    [InlineData(null, "zhang", "zhang")]
    public void Initials_come_from_the_name_without_its_title(string? name, string userName, string initials) =>
        CurrentPerson.InitialsOf(name, userName).Should().Be(initials);

    [Theory]
    [InlineData(0.004, "<1 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.996, ">99 %")]
    public void A_probability_is_never_said_to_be_certain(double probability, string words) =>
        Numbers.Percent(probability).Should().Be(words);

    [Fact]
    public void A_film_of_whole_values_reaches_the_viewer_exactly()
    {
        var scale = SixteenBit.Of(Film([-1000, 0, 412, 3000]));
        new[] { -1000f, 0f, 412f, 3000f }
            .Select(value => scale.Encode(value) * scale.Slope + scale.Intercept)
            .Should()
            .Equal(-1000, 0, 412, 3000);
    }

    [Fact]
    public void A_film_of_fractions_reaches_the_viewer_within_a_65535th_of_its_range()
    {
        var values = new[] { 0.1f, 0.25f, 0.70001f, 0.9f };
        var scale = SixteenBit.Of(Film(values));
        foreach (var value in values)
            (scale.Encode(value) * scale.Slope + scale.Intercept).Should().BeApproximately(value, 0.8 / 65535);
    }

    [Fact]
    public void A_thumbnail_is_a_PNG_of_the_asked_size()
    {
        var png = FrameThumbnail.Of(new Frame(600, 400, new float[600 * 400], null, new Window(0, 1), "1.2"), 200);
        png[..8].Should().Equal(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
        png[16..24].Should().Equal(0, 0, 0, 133, 0, 0, 0, 200);
    }

    private static Frame Film(float[] values) => new(2, 2, values, null, new Window(0, 1), "1.2.3");
}
