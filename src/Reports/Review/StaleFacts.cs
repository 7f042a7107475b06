using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Review;

/// <summary>A fact that the chart no longer holds as the draft says it.</summary>
/// <param name="Now">What to show next to it, such as "now 8.1 mmol/L".</param>
public sealed record StaleFact(string FactId, StaleReason Reason, BilingualText Now);

public enum StaleReason
{
    /// <summary>The same datum was corrected.</summary>
    Changed,

    /// <summary>The datum was withdrawn or entered in error.</summary>
    Withdrawn,

    /// <summary>A later measurement of the same kind is there.</summary>
    Superseded,
}

/// <summary>Compares the facts of a draft with the chart as it is now.</summary>
public static class StaleFacts
{
    public static IReadOnlyList<StaleFact> Find(Draft draft, Chart chart)
    {
        var watched = draft
            .Prediction.Inputs.Where(input => input is { Imputed: false, Value: not null, Time: not null })
            .Select(input =>
                (
                    Fact: InputFacts.IdOf(input),
                    input.Code,
                    input.Unit,
                    Value: input.Value!.Value,
                    Time: input.Time!.Value,
                    input.Source
                )
            )
            .ToList();
        if (draft.Prediction is Prediction.Forecast forecast)
        {
            watched.AddRange(
                forecast
                    .Trajectories.Where(one => one.Past.Count > 0)
                    .Select(one =>
                        (
                            ForecastFacts.LastId(one),
                            one.Code,
                            one.Unit,
                            one.Past[^1].Value,
                            one.Past[^1].Time,
                            (string?)one.Past[^1].Source
                        )
                    )
            );
        }
        var known = draft.Facts.Select(fact => fact.Id).ToHashSet();
        return
        [
            .. watched
                .Where(one =>
                    known.Contains(one.Fact) && one.Source?.StartsWith("Observation/", StringComparison.Ordinal) == true
                )
                .Select(one => Compare(one.Fact, one.Code, one.Unit, one.Value, one.Time, one.Source!, chart))
                .OfType<StaleFact>(),
        ];
    }

    private static StaleFact? Compare(
        string factId,
        string code,
        string unit,
        double value,
        DateTimeOffset time,
        string source,
        Chart chart
    )
    {
        if (!chart.Observations.Any(observation => "Observation/" + observation.Id == source))
        {
            return new StaleFact(
                factId,
                StaleReason.Withdrawn,
                new BilingualText("该数据已撤回或标记为误录", "withdrawn or marked as entered in error")
            );
        }
        var now = chart.Series(code, unit).FirstOrDefault(measurement => measurement.Source == source);
        if (now is not null && Math.Abs(now.Value - value) > 1e-6 * Math.Max(1, Math.Abs(value)))
        {
            return new StaleFact(
                factId,
                StaleReason.Changed,
                new BilingualText(
                    $"现为{Numerals.Quantity(now.Value, unit, "zh-CN")}",
                    $"now {Numerals.Quantity(now.Value, unit, "en")}"
                )
            );
        }
        return chart.Latest([code], unit) is { } latest && latest.Time > time && latest.Source != source
            ? new StaleFact(
                factId,
                StaleReason.Superseded,
                new BilingualText(
                    $"新结果{Numerals.Quantity(latest.Value, unit, "zh-CN")}（{Numerals.Moment(latest.Time, "zh-CN")}）",
                    $"newer {Numerals.Quantity(latest.Value, unit, "en")} ({Numerals.Moment(latest.Time, "en")})"
                )
            )
            : null;
    }
}
