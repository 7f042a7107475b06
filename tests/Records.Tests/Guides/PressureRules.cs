using Xinglin.Records.Charts;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Guides;

/// <summary>A systolic pressure that is not above the diastolic of the same measurement: the two were exchanged.</summary>
internal static class PressureRules
{
    public static IEnumerable<QualityMark> Check(Chart chart)
    {
        foreach (var measurement in chart.Values.GroupBy(value => value.Source))
        {
            var systolic = measurement.FirstOrDefault(value => value.Code == LoincCodes.Systolic);
            var diastolic = measurement.FirstOrDefault(value => value.Code == LoincCodes.Diastolic);
            if (systolic is null || diastolic is null || systolic.Unit != diastolic.Unit)
                continue;
            if (systolic.Value > diastolic.Value)
                continue;
            yield return new QualityMark(
                QualityCodes.Impossible,
                measurement.Key,
                new("收缩压不高于舒张压。", "The systolic pressure is not above the diastolic."),
                new("请核对两个数值是否填反。", "Check whether the two were exchanged."),
                QualitySeverity.Error,
                ChartTimes.Of(systolic.Observation)
            );
        }
    }
}
