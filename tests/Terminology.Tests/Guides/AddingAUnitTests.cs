using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Units;

namespace Xinglin.Terminology.Tests.Guides;

/// <summary>The example of docs/guides/adding-a-unit.md.</summary>
public sealed class AddingAUnitTests
{
    [Fact]
    public void Eleven_stone_are_seventy_kilograms_however_they_are_written()
    {
        UnitNames.ToUcum("stone").Should().Be("[stone_av]");
        UnitNames.Display("[stone_av]").Should().Be("st");
        UnitConversion.TryConvert(11, "st", "kg", "29463-7", out var kilograms).Should().BeTrue();
        kilograms.Should().BeApproximately(69.85, 0.01);
        UnitConversion.UnitsFor("29463-7").Should().Contain("[stone_av]");
    }

    [Fact]
    public void A_pulse_is_found_by_each_of_its_names_and_has_limits_with_a_source()
    {
        HomeMeasurementType.Find("8867-4").Should().Be(HomeMeasurementType.HeartRate);
        HomeMeasurementType.Find("脉搏").Should().Be(HomeMeasurementType.HeartRate);
        HomeMeasurementType.HeartRate.Limits!.Contain(72).Should().BeTrue();
        PhysiologicalLimits.AtHome("8867-4")!.Source.Should().NotBeEmpty();
    }
}
