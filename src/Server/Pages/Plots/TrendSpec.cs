using Xinglin.Analysis.Predictions;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Plots;

/// <summary>
/// What the chart script draws. Times are milliseconds since 1970 on the clock that each datum was recorded by, so that the
/// axis reads as the sentences do (<see cref="TrendPoint.Clock"/>).
/// </summary>
public sealed record TrendSpec(
    string Unit,
    IReadOnlyList<TrendLine> Lines,
    double? Low,
    double? High,
    double Now,
    double? From,
    double? To,
    TrendWordSet Words
)
{
    public static TrendSpec Of(
        string unit,
        IReadOnlyList<TrendLine> lines,
        double? low,
        double? high,
        DateTimeOffset now,
        DateTimeOffset? from,
        DateTimeOffset? to
    ) =>
        new(
            unit,
            lines,
            low,
            high,
            TrendPoint.Clock(now),
            from is { } start ? TrendPoint.Clock(start) : null,
            to is { } end ? TrendPoint.Clock(end) : null,
            new(
                Localizer.T(PatientWords.ReferenceRange),
                Localizer.T(PatientWords.Median),
                Localizer.T(PatientWords.Half),
                Localizer.T(PatientWords.Most),
                Localizer.T(PatientWords.PastForecast),
                Localizer.T(PatientWords.ForecastMade)
            )
        );
}

public sealed record TrendWordSet(string Range, string Median, string Half, string Most, string Past, string Now);

public sealed record TrendLine(
    string Name,
    IReadOnlyList<double[]> Points,
    IReadOnlyList<TrendBand> Forecast,
    IReadOnlyList<TrendBand> PastForecast
);

/// <summary>The pair that the chart script takes for a point.</summary>
public static class TrendPoint
{
    public static double[] Of(DateTimeOffset time, double value) => [Clock(time), value];

    /// <summary>The reading of the clock at the place of the datum, as if it were UTC.</summary>
    public static double Clock(DateTimeOffset time) => (time.DateTime - DateTime.UnixEpoch).TotalMilliseconds;
}

public sealed record TrendBand(double Time, double Q10, double Q25, double Q50, double Q75, double Q90)
{
    public static TrendBand Of(ForecastPoint point) =>
        new(TrendPoint.Clock(point.Time), point.Q10, point.Q25, point.Q50, point.Q75, point.Q90);
}
