using System.Globalization;
using Xinglin.Reports.Wording;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Units;

namespace Xinglin.Server.Tests.Pages.Badges;

public sealed class NumbersTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public void Dispose() => CultureInfo.CurrentUICulture = _before;

    /// <summary>A rate is "/min" on pages, because the row says of what; in a sentence it is of beats.</summary>
    [Theory]
    [InlineData(Localizer.Chinese)]
    [InlineData(Localizer.English)]
    public void Every_unit_of_the_catalogue_is_the_same_on_pages_and_in_drafts(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var codes = Unit.Known.Keys.Concat(UnitDisplay.Worded.Select(unit => unit.Code)).Distinct();
        foreach (var code in codes.Where(code => code != "/min" && !code.StartsWith('{')))
        {
            Numbers.Unit(code).Should().Be(Units.After(code, language, one: false).TrimStart(), code);
            Numbers.Unit(code).Should().NotContainAny(["[", "*", "{"], code);
        }
    }

    [Fact]
    public void What_is_no_unit_is_not_written()
    {
        foreach (var none in new[] { null, "", "1", "pH", "[pH]", "{score}", "{reading}" })
            Numbers.Unit(none).Should().BeEmpty(none);
        Numbers.Unit("/min").Should().Be("/min");
    }
}
