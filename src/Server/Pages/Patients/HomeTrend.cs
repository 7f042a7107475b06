using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Server.Pages.Plots;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>One chart of home readings with its forecast.</summary>
/// <param name="Key">A stable word: <c>pressure</c>, <c>glucose</c>, <c>weight</c>.</param>
/// <param name="Source">Whose limits the band shows.</param>
/// <param name="LimitWords">The limits with their unit.</param>
/// <param name="Earned">How past forecasts fared; null when none could be made.</param>
public sealed record HomeTrend(
    string Key,
    BilingualText Title,
    string Latest,
    ChartTime LatestTime,
    TrendSpec Spec,
    BilingualText? Source,
    string LimitWords,
    bool HasForecast,
    string? Earned
)
{
    private static readonly TimeSpan TimeShown = TimeSpan.FromDays(45);

    private static readonly (
        string Key,
        BilingualText Title,
        string Unit,
        (IReadOnlyList<string> Codes, BilingualText Name)[] Lines
    )[] Kinds =
    [
        (
            "pressure",
            PatientWords.BloodPressure,
            "mm[Hg]",
            [([LoincCodes.Systolic], PatientWords.Systolic), ([LoincCodes.Diastolic], PatientWords.Diastolic)]
        ),
        ("glucose", PatientWords.Glucose, "mmol/L", [(LoincCodes.Glucose, PatientWords.Glucose)]),
        ("weight", PatientWords.Weight, "kg", [(LoincCodes.Weight, PatientWords.Weight)]),
    ];

    /// <summary>The readings that are points of these charts.</summary>
    public static IEnumerable<Measurement> Shown(Chart chart) =>
        Kinds
            .SelectMany(kind => kind.Lines.SelectMany(line => chart.Series(line.Codes, kind.Unit)))
            .Where(reading => reading.Home);

    /// <param name="past">What the forecast would have said in past weeks, by LOINC code; drawn under what really happened.</param>
    public static IReadOnlyList<HomeTrend> Of(
        Chart chart,
        Prediction.Forecast? newest,
        IReadOnlyDictionary<string, IReadOnlyList<PastForecast>> past,
        TimeProvider clock
    )
    {
        return [.. Kinds.Select(kind => Draw(kind.Key, kind.Title, kind.Unit, kind.Lines)).OfType<HomeTrend>()];

        IReadOnlyList<PastForecast> PastOf(IReadOnlyList<string> codes) =>
            codes.Select(code => past.GetValueOrDefault(code)).FirstOrDefault(found => found is not null) ?? [];

        HomeTrend? Draw(
            string key,
            BilingualText title,
            string unit,
            (IReadOnlyList<string> Codes, BilingualText Name)[] parts
        )
        {
            var series = parts
                .Select(part => chart.Series(part.Codes, unit).Where(reading => reading.Home).ToList())
                .ToArray();
            if (series.All(readings => readings.Count == 0))
                return null;
            var trajectories = parts.Select(part => TrajectoryOf(newest, part.Codes)).ToArray();
            var lines = parts
                .Select(
                    (part, index) =>
                        new TrendLine(
                            Localizer.T(part.Name),
                            [.. series[index].Select(reading => TrendPoint.Of(reading.Time, reading.Value))],
                            Fan(trajectories[index]),
                            [.. PastOf(part.Codes).SelectMany(said => said.Points).Select(TrendBand.Of)]
                        )
                )
                .ToList();
            var limits = trajectories[0] ?? trajectories.FirstOrDefault(trajectory => trajectory is not null);
            var latest = series.SelectMany(readings => readings).MaxBy(reading => reading.Time)!;
            var last = latest.Time;
            var words = string.Join(
                "/",
                series
                    .Where(readings => readings.Count > 0)
                    .Select(readings =>
                        readings[^1].Comparator + Badges.Numbers.Plain(Math.Round(readings[^1].Value, 1))
                    )
            );
            var from = last - DateTimeOffset.MinValue > TimeShown ? last - TimeShown : last;
            return new(
                key,
                title,
                $"{words} {Badges.Numbers.Unit(unit)}",
                latest.Recorded,
                TrendSpec.Of(
                    Badges.Numbers.Unit(unit),
                    lines,
                    limits?.LowerLimit,
                    limits?.UpperLimit,
                    (newest?.Context.MadeAt ?? clock.GetUtcNow()).ToOffset(last.Offset),
                    from,
                    null
                ),
                limits?.LimitSource,
                LimitsOf(trajectories, Badges.Numbers.Unit(unit)),
                trajectories.Any(trajectory => trajectory is not null),
                EarnedBy([.. parts.SelectMany(part => PastOf(part.Codes))])
            );
        }
    }

    // <135/85 mmHg, or 4.4–7 mmol/L.
    private static string LimitsOf(IReadOnlyList<Trajectory?> trajectories, string unit)
    {
        var ends = trajectories.OfType<Trajectory>().ToList();
        var low = Joined(ends.Select(one => one.LowerLimit));
        var high = Joined(ends.Select(one => one.UpperLimit));
        return (low, high) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => $"{low}–{high} {unit}",
            ({ Length: > 0 }, _) => $"≥ {low} {unit}",
            (_, { Length: > 0 }) => $"< {high} {unit}",
            _ => "",
        };

        static string Joined(IEnumerable<double?> limits) =>
            string.Join('/', limits.OfType<double>().Select(Badges.Numbers.Plain));
    }

    private static string? EarnedBy(IReadOnlyList<PastForecast> forecasts) =>
        forecasts.Sum(said => said.Readings) is > 0 and var all
            ? Localizer.T(PatientWords.Earned, forecasts.Sum(said => said.Inside80), all)
            : null;

    private static Trajectory? TrajectoryOf(Prediction.Forecast? forecast, IReadOnlyList<string> codes) =>
        forecast?.Trajectories.FirstOrDefault(trajectory => codes.Contains(trajectory.Code));

    private static IReadOnlyList<TrendBand> Fan(Trajectory? trajectory) =>
        [.. trajectory?.Points.Select(TrendBand.Of) ?? []];
}
