using Xinglin.Terminology.Units;

namespace Xinglin.Terminology.Tests.Units;

public sealed class UnitConversionTests
{
    [Theory]
    [InlineData(126, "mg/dL", "mmol/L", "15074-8", 6.994)]
    [InlineData(7.0, "mmol/L", "mg/dL", "2339-0", 126.11)]
    [InlineData(200, "mg/dL", "mmol/L", "2093-3", 5.172)]
    [InlineData(150, "mg/dL", "mmol/L", "2571-8", 1.694)]
    [InlineData(1.2, "mg/dL", "umol/L", "2160-0", 106.08)]
    [InlineData(14, "g/dL", "g/L", "718-7", 140)]
    [InlineData(20, "mg/dL", "mmol/L", "3094-0", 7.139)]
    [InlineData(6.5, "%", "mmol/mol", "4548-4", 47.53)]
    [InlineData(10, "mg/dL", "mmol/L", "17861-6", 2.495)]
    [InlineData(140, "meq/L", "mmol/L", "2951-2", 140)]
    [InlineData(154, "lb", "kg", "29463-7", 69.853)]
    [InlineData(16, "kPa", "mm[Hg]", "8480-6", 120.01)]
    [InlineData(98.6, "[degF]", "Cel", "8310-5", 37)]
    [InlineData(5.9, "ft", "cm", "8302-2", 179.8)]
    [InlineData(7.5, "10*3/uL", "10*9/L", "6690-2", 7.5)]
    public void A_value_is_converted_by_dimension_and_analyte(
        double value,
        string from,
        string to,
        string loinc,
        double expected
    )
    {
        UnitConversion.TryConvert(value, from, to, loinc, out var result).Should().BeTrue();
        result.Should().BeApproximately(expected, Math.Abs(expected) * 1e-3);
        UnitConversion.TryConvert(result, to, from, loinc, out var back).Should().BeTrue();
        back.Should().BeApproximately(value, Math.Abs(value) * 1e-9);
    }

    [Theory]
    [InlineData("mg/dL", "mmol/L", "8480-6")]
    [InlineData("kg", "mm[Hg]", "29463-7")]
    [InlineData("furlong", "kg", "29463-7")]
    public void What_does_not_convert_is_said_not_to(string from, string to, string loinc) =>
        UnitConversion.TryConvert(1, from, to, loinc, out _).Should().BeFalse();

    [Theory]
    [InlineData("mmHg", "mm[Hg]")]
    [InlineData("ｍｍＨｇ", "mm[Hg]")]
    [InlineData("μmol/L", "umol/L")]
    [InlineData("MMOL/L", "mmol/L")]
    [InlineData("公斤", "kg")]
    [InlineData("lbs", "[lb_av]")]
    [InlineData("mL/min/1.73m²", "mL/min/{1.73_m2}")]
    [InlineData("×10^9/L", "10*9/L")]
    [InlineData("parsec", null)]
    public void Units_as_people_write_them_are_understood(string written, string? ucum) =>
        UnitNames.ToUcum(written).Should().Be(ucum);

    [Theory]
    [InlineData("mm[Hg]", "mmHg")]
    [InlineData("umol/L", "µmol/L")]
    [InlineData("10*9/L", "×10⁹/L")]
    [InlineData("10*3/uL", "×10³/µL")]
    [InlineData("mL/min/{1.73_m2}", "mL/min/1.73 m²")]
    [InlineData("[iU]/L", "IU/L")]
    public void Units_are_written_as_a_clinician_writes_them(string ucum, string written) =>
        UnitNames.Display(ucum).Should().Be(written);
}
