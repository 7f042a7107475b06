using Xinglin.Reports.Checking;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Units;
using TextReader = Xinglin.Reports.Checking.TextReader;

namespace Xinglin.Reports.Tests.Wording;

public sealed class UnitsTests
{
    /// <summary>A single letter, "in" and "st" are words of a sentence too: the checker does not take them for units.</summary>
    public static TheoryData<string> Readable =>
        [
            .. Unit
                .Known.Keys.Concat(UnitDisplay.Worded.Select(unit => unit.Code))
                .Distinct()
                .Where(code => UnitDisplay.Of(code).En is var words && words is not ("in" or "st"))
                .Where(code => UnitDisplay.Of(code).En is not [>= 'A' and <= 'z']),
        ];

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_quantity_that_a_draft_states_is_read_back_with_its_unit(string ucum)
    {
        foreach (var language in new[] { "zh-CN", "en" })
        {
            foreach (var value in new[] { 1, 42 })
            {
                var written = Numerals.Quantity(value, ucum, language);
                TextReader
                    .Read(written)
                    .Should()
                    .ContainSingle(written)
                    .Which.Should()
                    .BeOfType<TextToken.Number>()
                    .Which.Unit.Should()
                    .Be(Units.Spoken(ucum), written);
            }
        }
    }

    [Theory]
    [InlineData(140, "500.g", "140.0斤", "140.0 jin")]
    [InlineData(11, "[stone_av]", "11.0 st", "11.0 st")]
    [InlineData(4.61, "10*12/L", "4.61 ×10¹²/L", "4.61 ×10¹²/L")]
    [InlineData(61.2, "mL/min/{1.73_m2}", "61.2 mL/min/1.73 m²", "61.2 mL/min/1.73 m²")]
    [InlineData(7.38, "[pH]", "7.38", "7.38")]
    public void Units_are_written_as_people_write_them(double value, string ucum, string zh, string en)
    {
        Numerals.Quantity(value, ucum, "zh-CN").Should().Be(zh);
        Numerals.Quantity(value, ucum, "en").Should().Be(en);
    }

    [Theory]
    [InlineData("1 in 4")]
    [InlineData("the 1st day")]
    public void Words_of_a_sentence_are_no_units(string text) =>
        TextReader.Read(text).OfType<TextToken.Number>().Should().OnlyContain(number => number.Unit == "");
}
