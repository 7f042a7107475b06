using Xinglin.Terminology.Limits;

namespace Xinglin.Terminology.Tests.Limits;

public sealed class QuantityTests
{
    [Fact]
    public void Every_quantity_has_its_limits_in_each_of_its_units_with_the_usual_value_between_them()
    {
        foreach (var quantity in Quantity.All)
        {
            foreach (var unit in quantity.Units)
            {
                var limits = quantity.LimitsIn(unit);
                limits.Unit.Should().Be(unit);
                limits.Low.Should().BeGreaterThanOrEqualTo(0, quantity.Name.En);
                limits.Contain(quantity.UsualIn(unit)).Should().BeTrue(quantity.Name.En);
                limits.Source.Should().NotBeEmpty();
            }
        }
    }

    [Fact]
    public void A_quantity_is_found_by_its_code_and_by_its_column()
    {
        Quantity.OfLoinc("2160-0").Should().BeSameAs(Quantity.OfColumn("血肌酐"));
        Quantity.OfLoinc("0-0").Should().BeNull();
        Quantity.OfColumn("ward").Should().BeNull();
        PhysiologicalLimits.Of("8480-6").Should().Be(Quantity.OfColumn("sbp")!.Limits);
    }

    [Fact]
    public void A_home_device_shows_less_than_life_allows()
    {
        foreach (var quantity in Quantity.All.Where(quantity => quantity.AtHome is not null))
        {
            var home = PhysiologicalLimits.AtHome(quantity.LoincCodes[0])!;
            home.Unit.Should().Be(quantity.Limits.Unit);
            home.Low.Should().BeGreaterThanOrEqualTo(quantity.Limits.Low);
            home.High.Should().BeLessThanOrEqualTo(quantity.Limits.High);
        }
    }

    [Theory]
    [InlineData("age", "mo", 0, 1500)]
    [InlineData("temp", "[degF]", 55.4, 116.6)]
    [InlineData("chol", "mg/dL", 11.601, 2320.2)]
    [InlineData("wbc", "/uL", 0, 2_000_000)]
    [InlineData("hba1c", "mmol/mol", 0.5247, 249.76)]
    public void Limits_in_another_unit_are_computed(string column, string unit, double low, double high)
    {
        var limits = Quantity.OfColumn(column)!.LimitsIn(unit);
        limits.Low.Should().BeApproximately(low, 1e-3);
        limits.High.Should().BeApproximately(high, 0.01);
        Assert.Throws<ArgumentException>(() => Quantity.OfColumn(column)!.LimitsIn("mm"));
    }
}
