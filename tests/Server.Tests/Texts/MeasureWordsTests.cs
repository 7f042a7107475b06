using Xinglin.Server.Texts;
using Xinglin.Terminology.Measurements;

namespace Xinglin.Server.Tests.Texts;

public sealed class MeasureWordsTests
{
    [Fact]
    public void A_variable_of_home_has_the_name_and_unit_of_the_one_list()
    {
        foreach (var type in HomeMeasurementType.All)
            MeasureWords.Of(type.Key).Zh.Should().Be(type.Name.Zh);
        MeasureWords.UnitOf("systolic").Should().Be(HomeMeasurementType.Systolic.Unit);
        MeasureWords.Of("systolic MAE").En.Should().Be("Systolic: mean absolute error");
        MeasureWords.Value("glucose_uci_logs MAE", 2.39).Should().Be("2.39 mmol/L");
        MeasureWords.UnitOf("auc").Should().BeEmpty();
    }
}
