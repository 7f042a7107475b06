using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>Past readings, trend, expected range, limits and alerts of each variable; blood pressure also as a pair.</summary>
internal static class ForecastFacts
{
    public static string PastId(Trajectory one) => "past-" + one.Id;

    public static string LastId(Trajectory one) => "last-" + one.Id;

    public static string TrendId(Trajectory one) => "trend-" + one.Id;

    public static string EndId(Trajectory one) => "end-" + one.Id;

    public static string LimitId(Trajectory one) => "limit-" + one.Id;

    public static string AlertId(Trajectory one) => "alert-" + one.Id;

    /// <summary>The alert on the latest readings of a variable, and the threshold it was measured against.</summary>
    public static string LatestId(LatestAlert one) => "alert-" + one.Id;

    public static string LatestLimitId(LatestAlert one) => "limit-" + one.Id;

    /// <summary>The gain that a trajectory's latest readings show, if they do.</summary>
    public static LatestAlert? GainOf(Prediction.Forecast prediction, Trajectory one) =>
        prediction.Alerts?.FirstOrDefault(alert => alert.Rule == LatestRules.Gain && alert.Code == one.Code);

    /// <summary>Days of a gain or a mean.</summary>
    public const string SpanRole = "span";

    /// <summary>1 when the median itself crosses a limit, 0 when only the band does.</summary>
    public const string MedianRole = "median";
    public const string LastPair = "last-bp";
    public const string EndPair = "end-bp";

    public static IEnumerable<Fact> Of(Prediction.Forecast prediction)
    {
        foreach (var one in prediction.Trajectories.Where(one => one.Past.Count > 0 && one.Points.Count > 0))
        {
            foreach (var fact in OfOne(one, prediction))
            {
                yield return fact;
            }
        }
        foreach (var fact in Pairs(prediction))
        {
            yield return fact;
        }
        foreach (var fact in (prediction.Alerts ?? []).SelectMany(Latest))
        {
            yield return fact;
        }
    }

    private static IEnumerable<Fact> Latest(LatestAlert one)
    {
        List<FactNumber> numbers = [new(one.Value, one.Unit), new(one.Threshold, one.Unit, NumberRoles.Threshold)];
        if (one.Days > 0)
        {
            numbers.Add(new(one.Days, "d", SpanRole));
        }
        yield return new Fact(
            LatestId(one),
            FactKinds.Alert,
            one.Label,
            one.Rule switch
            {
                LatestRules.Gain => new BilingualText(
                    "最近读数较此前增加",
                    "gain of the latest reading over an earlier one"
                ),
                LatestRules.Mean => new BilingualText("最近读数的平均值", "mean of the latest readings"),
                _ => new BilingualText("最近一次读数", "latest reading"),
            },
            numbers,
            one.Time,
            one.Source,
            Direction: one.Rule == LatestRules.Gain ? Directions.Rising
                : one.Below ? Directions.Below
                : Directions.Above
        );
        yield return new Fact(
            LatestLimitId(one),
            FactKinds.Limit,
            one.Guideline,
            new BilingualText($"{one.Label.Zh}的警示界限", $"warning threshold of {one.Label.En}"),
            [new(one.Threshold, one.Unit, NumberRoles.Threshold)],
            null,
            one.Guideline.En
        );
    }

    private static IEnumerable<Fact> OfOne(Trajectory one, Prediction.Forecast prediction)
    {
        var context = prediction.Context;
        var (last, end) = (one.Past[^1], one.Points[^1]);
        yield return new Fact(
            PastId(one),
            FactKinds.Observation,
            one.Label,
            new BilingualText("预测所依据的读数", "readings the forecast rests on"),
            [
                new(one.Past.Count, "{reading}"),
                new(one.Past.Min(past => past.Value), one.Unit, NumberRoles.Low),
                new(one.Past.Max(past => past.Value), one.Unit, NumberRoles.High),
            ],
            one.Past[0].Time,
            context.Focus,
            Until: last.Time
        );
        yield return new Fact(
            LastId(one),
            FactKinds.Observation,
            one.Label,
            new BilingualText("最近一次读数", "latest reading"),
            [new(last.Value, one.Unit)],
            last.Time,
            last.Source
        );
        yield return new Fact(
            TrendId(one),
            FactKinds.Trend,
            one.Label,
            new BilingualText("预测变化速度", "expected rate of change"),
            [new(one.SlopePerWeek, one.Unit + "/wk")],
            context.MadeAt,
            context.Focus,
            Direction: DirectionOf(one, prediction)
        );
        yield return new Fact(
            EndId(one),
            FactKinds.Forecast,
            one.Label,
            new BilingualText("预测值", "forecast"),
            [
                new(end.Q50, one.Unit),
                new(end.Q10, one.Unit, NumberRoles.Low),
                new(end.Q90, one.Unit, NumberRoles.High),
                new(80, "%", NumberRoles.Level),
                new(Days(context.MadeAt, end.Time), "d", "horizon"),
            ],
            end.Time,
            context.Focus
        );
        if (one.UpperLimit is null && one.LowerLimit is null)
        {
            yield break;
        }
        yield return Limit(one);
        if (Alert(one, context) is { } alert)
        {
            yield return alert;
        }
    }

    private static Fact Limit(Trajectory one)
    {
        List<FactNumber> numbers = [];
        if (one.LowerLimit is { } lower)
        {
            numbers.Add(new(lower, one.Unit, NumberRoles.ReferenceLow));
        }
        if (one.UpperLimit is { } upper)
        {
            numbers.Add(new(upper, one.Unit, NumberRoles.ReferenceHigh));
        }
        return new Fact(
            LimitId(one),
            FactKinds.Limit,
            one.LimitSource ?? one.Label,
            new BilingualText($"{one.Label.Zh}的参考界限", $"reference limits of {one.Label.En}"),
            numbers,
            null,
            one.LimitSource?.En
        );
    }

    private static Fact? Alert(Trajectory one, PredictionContext context)
    {
        var end = one.Points[^1];
        (string Direction, bool Median)? crossing =
            one.UpperLimit is { } upper && end.Q50 > upper ? (Directions.Above, true)
            : one.LowerLimit is { } lower && end.Q50 < lower ? (Directions.Below, true)
            : one.UpperLimit is { } above && end.Q90 > above ? (Directions.Above, false)
            : one.LowerLimit is { } below && end.Q10 < below ? (Directions.Below, false)
            : null;
        if (crossing is not var (direction, median))
        {
            return null;
        }
        return new Fact(
            AlertId(one),
            FactKinds.Alert,
            one.Label,
            median
                ? new BilingualText("预测中位数超出界限", "the median forecast lies outside the limits")
                : new BilingualText("预测区间超出界限", "the forecast band reaches outside the limits"),
            [
                new(
                    direction == Directions.Above ? one.UpperLimit!.Value : one.LowerLimit!.Value,
                    one.Unit,
                    NumberRoles.Threshold
                ),
                new(median ? 1 : 0, "", MedianRole),
            ],
            end.Time,
            context.Focus,
            Direction: direction
        );
    }

    private static IEnumerable<Fact> Pairs(Prediction.Forecast prediction)
    {
        var systolic = prediction.Trajectories.FirstOrDefault(one => one.Code == LoincCodes.Systolic);
        var diastolic = prediction.Trajectories.FirstOrDefault(one => one.Code == LoincCodes.Diastolic);
        if (
            systolic is null
            || diastolic is null
            || systolic.Past.Count == 0
            || diastolic.Past.Count == 0
            || systolic.Points.Count == 0
            || diastolic.Points.Count == 0
        )
        {
            yield break;
        }
        var label = new BilingualText("血压", "blood pressure");
        if (systolic.Past[^1].Time == diastolic.Past[^1].Time)
        {
            yield return new Fact(
                LastPair,
                FactKinds.Observation,
                label,
                new BilingualText("最近一次读数", "latest reading"),
                [
                    new(systolic.Past[^1].Value, systolic.Unit, NumberRoles.Systolic),
                    new(diastolic.Past[^1].Value, diastolic.Unit, NumberRoles.Diastolic),
                ],
                systolic.Past[^1].Time,
                systolic.Past[^1].Source
            );
        }
        yield return new Fact(
            EndPair,
            FactKinds.Forecast,
            label,
            new BilingualText("预测中位数", "median forecast"),
            [
                new(systolic.Points[^1].Q50, systolic.Unit, NumberRoles.Systolic),
                new(diastolic.Points[^1].Q50, diastolic.Unit, NumberRoles.Diastolic),
            ],
            systolic.Points[^1].Time,
            prediction.Context.Focus
        );
    }

    private static string DirectionOf(Trajectory one, Prediction.Forecast prediction) =>
        Trends.Of(one, prediction.Alerts) switch
        {
            Trend.Rising => Directions.Rising,
            Trend.Falling => Directions.Falling,
            Trend.Unsettled => Directions.Unsettled,
            _ => Directions.Steady,
        };

    private static double Days(DateTimeOffset from, DateTimeOffset to) =>
        Math.Max(1, Math.Ceiling((to - from).TotalDays - 0.01));
}
