using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Forecast;

/// <summary>
/// Alerts on the latest readings themselves. A forecast follows a sudden change late; these rules do not. Each threshold
/// carries the guideline it is taken from.
/// </summary>
internal static class LatestMeasurements
{
    /// <summary>Days on which a mean of a week must rest at least (2023 ESH guidelines: never fewer than 3).</summary>
    private const int FewestDaysOfMean = 3;

    private const int DaysOfMean = 7;

    private static readonly BilingualText HeartFailure = new(
        "《2021 ESC急慢性心力衰竭诊断和治疗指南》患者自我管理：3天内体重意外增加超过2 kg应联系医师",
        "2021 ESC Guidelines for acute and chronic heart failure, self-care: tell the care team of an unexpected gain of more than 2 kg in 3 days"
    );

    private static readonly BilingualText HeartFailureDay = new(
        "美国心脏协会（AHA）心力衰竭自我监测：一天内增加2～3磅（约1 kg）应联系医师",
        "American Heart Association, heart failure self-check: call for a gain of 2 to 3 pounds (about 1 kg) in a day"
    );

    private static readonly BilingualText HeartFailureWeek = new(
        "美国心脏协会（AHA）心力衰竭自我监测：一周内增加5磅（约2.3 kg）应联系医师",
        "American Heart Association, heart failure self-check: call for a gain of 5 pounds (about 2.3 kg) in a week"
    );

    private static readonly BilingualText Glucose = new(
        "《ADA糖尿病诊疗标准（2025年）》第6章：低于3.9 mmol/L为1级低血糖，低于3.0 mmol/L为2级；高于13.9 mmol/L为2级高血糖",
        "ADA Standards of Care 2025, section 6: below 3.9 mmol/L is level 1 and below 3.0 mmol/L level 2 hypoglycaemia; above 13.9 mmol/L is level 2 hyperglycaemia"
    );

    private static readonly BilingualText Grade3 = new(
        "《中国高血压防治指南（2024年修订版）》：收缩压≥180和（或）舒张压≥110 mmHg为3级",
        "Chinese Guidelines for the Management of Hypertension, 2024 revision: 180 systolic or 110 diastolic and more is grade 3"
    );

    private static readonly BilingualText HomeMean = new(
        "《中国高血压防治指南（2024年修订版）》：家庭血压平均值≥135/85 mmHg为高血压",
        "Chinese Guidelines for the Management of Hypertension, 2024 revision: a mean home blood pressure of 135/85 mmHg or more is hypertension"
    );

    /// <summary>At most one for each variable: the gravest.</summary>
    /// <param name="histories">Each with at least one reading.</param>
    public static IReadOnlyList<LatestAlert> Of(Chart chart, IEnumerable<HomeHistory> histories, DateTimeOffset now) =>
        [
            .. histories
                .Where(h => (now - h.Readings[^1].Time).TotalDays <= HomeHistory.MostDaysOld)
                .Select(h => Of(chart, h))
                .OfType<LatestAlert>(),
        ];

    private static LatestAlert? Of(Chart chart, HomeHistory history)
    {
        var series = history.Series;
        if (series == HomeSeries.Systolic)
        {
            return AtLeast(history, 180, Grade3) ?? MeanAtLeast(history, 135);
        }
        if (series == HomeSeries.Diastolic)
        {
            return AtLeast(history, 110, Grade3) ?? MeanAtLeast(history, 85);
        }
        if (series == HomeSeries.Glucose)
        {
            return Below(history, 3.0) ?? Below(history, 3.9) ?? Above(history, 13.9);
        }
        return series == HomeSeries.Weight && WeightLimit.AppliesTo(chart)
            ? Gained(history, 3, gain => gain > 2, 2, HeartFailure)
                ?? Gained(history, 7, gain => gain >= 2.3, 2.3, HeartFailureWeek)
                ?? Gained(history, 1, gain => gain >= 1, 1, HeartFailureDay)
            : null;
    }

    private static LatestAlert? AtLeast(HomeHistory history, double threshold, BilingualText guideline) =>
        history.Readings[^1].Value >= threshold
            ? New(history, LatestRules.Level, history.Readings[^1].Value, threshold, false, 0, null, guideline)
            : null;

    private static LatestAlert? Above(HomeHistory history, double threshold) =>
        history.Readings[^1].Value > threshold
            ? New(history, LatestRules.Level, history.Readings[^1].Value, threshold, false, 0, null, Glucose)
            : null;

    private static LatestAlert? Below(HomeHistory history, double threshold) =>
        history.Readings[^1].Value < threshold
            ? New(history, LatestRules.Level, history.Readings[^1].Value, threshold, true, 0, null, Glucose)
            : null;

    private static LatestAlert? MeanAtLeast(HomeHistory history, double threshold)
    {
        var week = Last(history, DaysOfMean);
        var mean = Math.Round(week.Average(m => m.Value), 1);
        return mean >= threshold && week.Select(m => m.Time.Date).Distinct().Count() >= FewestDaysOfMean
            ? New(history, LatestRules.Mean, mean, threshold, false, DaysOfMean, null, HomeMean)
            : null;
    }

    /// <summary>Counted from the lightest reading of the days before, so that a gain in steps is seen as well.</summary>
    private static LatestAlert? Gained(
        HomeHistory history,
        int days,
        Func<double, bool> tooMuch,
        double threshold,
        BilingualText guideline
    )
    {
        var lightest = Last(history, days).MinBy(m => m.Value)!;
        var gain = Math.Round(history.Readings[^1].Value - lightest.Value, 2);
        return tooMuch(gain)
            ? New(history, LatestRules.Gain, gain, threshold, false, days, lightest.Source, guideline)
            : null;
    }

    /// <summary>The readings of so many days up to the newest; nobody measures to the minute, so six hours are given.</summary>
    private static List<Measurement> Last(HomeHistory history, int days)
    {
        var from = history.Readings[^1].Time.AddDays(-days).AddHours(-6);
        return history.Readings.Where(m => m.Time >= from).ToList();
    }

    private static LatestAlert New(
        HomeHistory history,
        string rule,
        double value,
        double threshold,
        bool below,
        int days,
        string? since,
        BilingualText guideline
    )
    {
        var last = history.Readings[^1];
        return new LatestAlert(
            $"latest-{history.Series.Name}",
            rule,
            history.Series.Loinc[0],
            history.Series.Label,
            Math.Round(value, 2),
            history.Series.Unit,
            threshold,
            below,
            days,
            last.Time,
            last.Source,
            since,
            guideline
        )
        {
            Comparator =
                // The bound of a mean or a gain that holds a bound: it is at least, or at most, so much.
                (rule == LatestRules.Mean ? Last(history, days) : [last])
                    .Select(reading => reading.Comparator)
                    .FirstOrDefault(sign => sign.Length > 0),
        };
    }
}
