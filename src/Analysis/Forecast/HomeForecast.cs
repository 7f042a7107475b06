using Xinglin.Analysis.Predictions;
using Xinglin.Formats;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Forecast;

/// <summary>
/// The next 7 days of home blood pressure, glucose and weight, with 50 % and 80 % bands, from the readings of the chart.
/// Thread-safe; the models are loaded once, on first use.
/// </summary>
/// <param name="modelFolder">Folder <c>models/home-forecast/version</c>.</param>
public sealed class HomeForecast(string modelFolder, TimeProvider clock) : IDisposable
{
    /// <summary>Days looked ahead.</summary>
    public const int DaysAhead = 7;

    /// <summary>Days of readings that a reading carries along for its chart.</summary>
    private const int DaysShown = 30;

    private readonly Lazy<HomeForecastModel> _model = new(() => HomeForecastModel.Load(modelFolder));

    /// <summary>The forecast of a patient, or why there is none.</summary>
    /// <param name="predictionId">The FHIR id that the reading gets.</param>
    /// <exception cref="InvalidInputException">The model folder is missing or was changed.</exception>
    public Prediction Read(Chart chart, string predictionId)
    {
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
        var context = new PredictionContext(
            predictionId,
            PredictionKind.Forecast,
            chart.Patient.Id!,
            $"Patient/{chart.Patient.Id}",
            _model.Value.Reference,
            now,
            chart.Synthetic
        );
        var histories = HomeSeries.All.Select(s => HomeHistory.Of(chart, s, now)).Where(h => !h.IsEmpty).ToList();
        var inputs = histories.Select(Input).ToList();
        var enough = histories.Where(h => h.SufficesAt(now)).ToList();
        if (enough.Count == 0)
        {
            return new Prediction.CannotSay(context, inputs, CannotSayReasons.TooFewReadings, TooFew(histories, now));
        }
        return new Prediction.Forecast(
            context,
            inputs,
            enough.Select(h => Trajectory(chart, h, now)).ToList(),
            LatestMeasurements.Of(chart, histories, now)
        );
    }

    /// <summary>
    /// What the model would have said once a week, from the readings known at that time only, next to what came: so that
    /// trust can be earned.
    /// </summary>
    /// <param name="weeks">How many weeks back, at least 1.</param>
    /// <returns>Oldest first; weeks for which there were too few readings are left out.</returns>
    public IReadOnlyList<PastForecast> Past(Chart chart, HomeSeries series, int weeks = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
        var history = HomeHistory.Of(chart, series, now);
        var past = new List<PastForecast>();
        for (var week = weeks; week >= 1 && !history.IsEmpty; week--)
        {
            var madeAt = now.AddDays(-7 * week);
            var known = history with { Readings = history.Readings.Where(m => m.Time <= madeAt).ToList() };
            if (known.IsEmpty || !known.SufficesAt(madeAt))
            {
                continue;
            }
            var came = history.Readings.Where(m => m.Time > madeAt && m.Time <= madeAt.AddDays(DaysAhead)).ToList();
            var said = came.Count == 0 ? [] : _model.Value.Forecast(known, came.Select(m => m.Time).ToList());
            past.Add(
                new PastForecast(
                    madeAt,
                    _model.Value.Forecast(known, Moments(known, madeAt)),
                    came.Count,
                    said.Zip(came)
                        .Count(pair => pair.Second.Value >= pair.First.Q10 && pair.Second.Value <= pair.First.Q90)
                )
            );
        }
        return past;
    }

    private Trajectory Trajectory(Chart chart, HomeHistory history, DateTimeOffset now)
    {
        var series = history.Series;
        var points = _model.Value.Forecast(history, Moments(history, now)).Select(p => Rounded(p, series)).ToList();
        var last = history.Readings[^1].Time;
        return new Trajectory(
            $"trajectory-{series.Name}",
            series.Loinc[0],
            series.Label,
            series.Unit,
            history
                .Readings.Where(m => m.Time > last.AddDays(-DaysShown))
                .Select(m => new PastMeasurement(m.Time, Math.Round(m.Value, 4), m.Source))
                .ToList(),
            points,
            series.LowerLimit,
            series == HomeSeries.Weight ? WeightLimit.Of(chart, history) : series.UpperLimit,
            series == HomeSeries.Weight && !WeightLimit.AppliesTo(chart) ? null : series.LimitSource,
            Math.Round(SlopePerWeek(points), 3)
        );
    }

    /// <summary>The next 7 days, each at the hour at which the person usually takes the first reading of the day.</summary>
    private static List<DateTimeOffset> Moments(HomeHistory history, DateTimeOffset from)
    {
        var local = from.ToOffset(history.Readings[^1].Time.Offset);
        var midnight = new DateTimeOffset(local.Date, local.Offset);
        var hour = TimeSpan.FromHours(history.UsualHour());
        var first = midnight + hour > local ? midnight + hour : midnight.AddDays(1) + hour;
        return Enumerable.Range(0, DaysAhead).Select(day => first.AddDays(day)).ToList();
    }

    /// <summary>Least-squares slope of the medians, per 7 days.</summary>
    private static double SlopePerWeek(List<ForecastPoint> points)
    {
        var days = points.Select(p => (p.Time - points[0].Time).TotalDays).ToList();
        var (meanDay, meanValue) = (days.Average(), points.Average(p => p.Q50));
        var products = days.Zip(points).Sum(p => (p.First - meanDay) * (p.Second.Q50 - meanValue));
        return 7 * products / days.Sum(d => (d - meanDay) * (d - meanDay));
    }

    private static ForecastPoint Rounded(ForecastPoint point, HomeSeries series)
    {
        double Round(double value) =>
            (double)(Math.Round((decimal)(value / series.Resolution)) * (decimal)series.Resolution);
        return new ForecastPoint(
            point.Time,
            Round(point.Q10),
            Round(point.Q25),
            Round(point.Q50),
            Round(point.Q75),
            Round(point.Q90)
        );
    }

    private static Input Input(HomeHistory history)
    {
        var last = history.Readings[^1];
        return new Input(
            $"input-{history.Series.Name}",
            history.Series.Loinc[0],
            history.Series.Label,
            Math.Round(last.Value, 4),
            null,
            history.Series.Unit,
            last.Time,
            last.Source,
            Imputed: false,
            last.Original,
            history.Series.LowerLimit,
            history.Series.UpperLimit
        );
    }

    private static BilingualText TooFew(IReadOnlyList<HomeHistory> histories, DateTimeOffset now)
    {
        const int readings = HomeHistory.FewestReadings;
        const int days = HomeHistory.FewestDays;
        const int old = HomeHistory.MostDaysOld;
        if (histories.Count == 0)
        {
            return new(
                $"病历中无家庭自测读数。请患者每日测量并上传，至少{days}天内有{readings}次读数后可作预测。",
                $"The chart has no home readings. Ask the patient to measure daily: a forecast needs at least {readings} readings over {days} days."
            );
        }
        var zh = string.Join(
            "；",
            histories.Select(h =>
                $"{h.Series.Label.Zh}{h.Readings.Count}次，跨{Span(h)}天，最近一次在{Age(h, now)}天前"
            )
        );
        var en = string.Join(
            "; ",
            histories.Select(h =>
                $"{h.Series.Label.En}: {h.Readings.Count} over {Span(h)} days, newest {Age(h, now)} days old"
            )
        );
        return new(
            $"家庭自测读数不足（{zh}）。预测至少需{readings}次读数、跨{days}天、最近一次不早于{old}天前。请患者继续每日测量。",
            $"Too few home readings ({en}). A forecast needs at least {readings} readings over {days} days, the newest not older than {old} days. Ask the patient to keep measuring daily."
        );
    }

    private static int Span(HomeHistory h) => (int)Math.Ceiling((h.Readings[^1].Time - h.Readings[0].Time).TotalDays);

    private static int Age(HomeHistory h, DateTimeOffset now) => (int)(now - h.Readings[^1].Time).TotalDays;

    public void Dispose()
    {
        if (_model.IsValueCreated)
        {
            _model.Value.Dispose();
        }
    }
}

/// <summary>A forecast as it would have been made in the past, and how it fared.</summary>
/// <param name="Points">What it said, soonest first.</param>
/// <param name="Readings">Readings that came in its 7 days.</param>
/// <param name="Inside80">How many of them fell into the 80 % band at their own moment.</param>
public sealed record PastForecast(
    DateTimeOffset MadeAt,
    IReadOnlyList<ForecastPoint> Points,
    int Readings,
    int Inside80
);
