using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// What trees read before they forecast: everything the network's head reads, the last readings one by one, the readings at
/// the same hour of earlier days, what the last day held, and what else was noted lately (doses, meals, exercise). Values
/// are relative to the patient's level and spread; NaN is "there was none".
/// </summary>
/// <param name="companions">Other variables of the events file, in the model's order.</param>
internal sealed class LagFeatures(
    MeasurementSeries series,
    MeasurementFeatures features,
    IReadOnlyList<string> companions
)
{
    private const int Lags = 8;
    private const int PerCompanion = 4;
    private static readonly double[] SameHourDays = [1, 2, 3, 7];
    private static readonly double[] Windows = [24, 72];

    /// <summary>Numbers of one forecast.</summary>
    public static int Width(int companions) =>
        MeasurementFeatures.QueryWidth
        + 2 * Lags
        + SameHourDays.Length
        + 4 * Windows.Length
        + PerCompanion * companions;

    /// <param name="i">The last reading known.</param>
    /// <param name="hour">The moment asked for, after that reading.</param>
    /// <param name="into">[Width]</param>
    public void Write(int i, double hour, Span<float> into)
    {
        features.WriteQuery(i, hour, into[..MeasurementFeatures.QueryWidth]);
        into = into[MeasurementFeatures.QueryWidth..];
        into.Fill(float.NaN);
        for (var lag = 0; lag < Lags && lag <= i; lag++)
        {
            into[2 * lag] = Relative(i, series.Values[i - lag]);
            into[2 * lag + 1] = (float)Math.Min(hour - series.Hours[i - lag], 720);
        }
        into = into[(2 * Lags)..];
        for (var d = 0; d < SameHourDays.Length; d++)
        {
            if (Nearest(i, hour - 24 * SameHourDays[d]) is { } at)
                into[d] = Relative(i, series.Values[at]);
        }

        into = into[SameHourDays.Length..];
        for (var w = 0; w < Windows.Length; w++)
            WriteWindow(i, Windows[w], into.Slice(4 * w, 4));
        into = into[(4 * Windows.Length)..];
        for (var c = 0; c < companions.Count; c++)
        {
            if (series.Companions.TryGetValue(companions[c], out var noted))
                WriteCompanion(noted, series.Hours[i], hour, into.Slice(PerCompanion * c, PerCompanion));
        }
    }

    private void WriteWindow(int i, double hours, Span<float> into)
    {
        double sum = 0,
            low = double.MaxValue,
            high = double.MinValue;
        var n = 0;
        for (var j = i; j >= 0 && series.Hours[i] - series.Hours[j] <= hours; j--, n++)
        {
            sum += series.Values[j];
            (low, high) = (Math.Min(low, series.Values[j]), Math.Max(high, series.Values[j]));
        }
        into[0] = Relative(i, sum / n);
        into[1] = Relative(i, low);
        into[2] = Relative(i, high);
        into[3] = n;
    }

    /// <summary>Of what was noted up to the last reading: how long ago, how much in 6 and 24 hours, and what at this hour yesterday.</summary>
    private static void WriteCompanion(NotedEvents noted, double now, double hour, Span<float> into)
    {
        double short6 = 0,
            long24 = 0,
            yesterday = 0;
        var last = Array.BinarySearch(noted.Hours, now + 1e-6);
        last = last >= 0 ? last : ~last - 1;
        for (var j = last; j >= 0 && now - noted.Hours[j] <= 48; j--)
        {
            short6 += now - noted.Hours[j] <= 6 ? noted.Values[j] : 0;
            long24 += now - noted.Hours[j] <= 24 ? noted.Values[j] : 0;
            yesterday += Math.Abs(hour - 24 - noted.Hours[j]) <= 3 ? noted.Values[j] : 0;
        }
        if (last >= 0)
            into[0] = (float)Math.Min(hour - noted.Hours[last], 720);
        into[1] = (float)short6;
        into[2] = (float)long24;
        into[3] = (float)yesterday;
    }

    /// <summary>The known reading nearest to an hour, not further than two hours; null: none.</summary>
    private int? Nearest(int i, double hour)
    {
        int? best = null;
        for (var j = i; j >= 0 && series.Hours[j] >= hour - 2; j--)
        {
            if (
                Math.Abs(series.Hours[j] - hour) <= 2
                && (best is null || Math.Abs(series.Hours[j] - hour) < Math.Abs(series.Hours[best.Value] - hour))
            )
            {
                best = j;
            }
        }

        return best;
    }

    private float Relative(int i, double value) =>
        (float)Math.Clamp((value - features.Level(i)) / features.Spread(i), -8, 8);
}
