using System.Globalization;

namespace Xinglin.Learning.Series;

/// <summary>How one variable is brought to a common scale; fitted on training series only.</summary>
/// <param name="Logarithm">True for a long-tailed positive variable: log(1 + x) first.</param>
/// <param name="Low">Values below (the 0.2 % quantile) are raised to it: typing errors.</param>
/// <param name="High">Values above (the 99.8 % quantile) are lowered to it.</param>
public sealed record VariableScale(bool Logarithm, float Low, float High, float Mean, float Deviation)
{
    public float Apply(float value)
    {
        value = Math.Clamp(value, Low, High);
        return ((Logarithm ? MathF.Log(1 + value) : value) - Mean) / Deviation;
    }

    public static VariableScale Fit(List<float> values)
    {
        if (values.Count == 0)
            return new VariableScale(false, 0, 0, 0, 1);
        values.Sort();
        var low = values[(int)(0.002 * (values.Count - 1))];
        var high = values[(int)Math.Ceiling(0.998 * (values.Count - 1))];
        var clipped = values.Select(value => (double)Math.Clamp(value, low, high)).ToArray();
        var (mean, deviation, skew) = Moments(clipped);
        var logarithm = low >= 0 && skew > 1.5;
        if (logarithm)
            (mean, deviation, _) = Moments(Array.ConvertAll(clipped, value => Math.Log(1 + value)));
        return new VariableScale(logarithm, low, high, (float)mean, (float)Math.Max(deviation, 1e-4));
    }

    private static (double Mean, double Deviation, double Skew) Moments(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation, values.Average(value => Math.Pow((value - mean) / Math.Max(deviation, 1e-9), 3)));
    }
}

/// <summary>One static feature: a number, or one level of a category (then <paramref name="Level"/> is set).</summary>
public sealed record StaticFeature(string Column, string? Level, float Mean, float Deviation)
{
    /// <summary>0 (the training mean) when the value is missing or no number.</summary>
    public float Apply(string? text)
    {
        if (Level is not null)
            return text == Level ? 1 : 0;
        return
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && float.IsFinite(value)
            ? Math.Clamp((value - Mean) / Deviation, -5, 5)
            : 0;
    }
}

/// <summary>
/// Turns irregular series into a regular grid and a row of summaries. Nothing is filled in silently: beside each value
/// stands whether it was measured and how long ago.
/// </summary>
/// <param name="Hours">Length of the grid; later events are left out.</param>
/// <param name="Bins">Steps of the grid.</param>
public sealed record SeriesPreparation(
    double Hours,
    int Bins,
    IReadOnlyList<string> Variables,
    IReadOnlyList<VariableScale> Scales,
    IReadOnlyList<StaticFeature> Statics
)
{
    private const int PerStep = 3;
    private const int PerSummary = 9;
    private const int LevelsKept = 12;

    /// <summary>Numbers at each step: value, measured, time since measured, for each variable.</summary>
    public int StepWidth => PerStep * Variables.Count;

    /// <summary>Summaries of each variable, then the static features.</summary>
    public int SummaryWidth => PerSummary * Variables.Count + Statics.Count;

    /// <param name="training">Positions of the training ids in <paramref name="events"/>.</param>
    public static SeriesPreparation Fit(EventTable events, IReadOnlyList<int> training, OutcomeFile? statics, int bins)
    {
        var values = events.Variables.Select(_ => new List<float>()).ToArray();
        var ends = new List<double>();
        foreach (var id in training)
        {
            var (start, end) = events.Of(id);
            for (var i = start; i < end; i++)
                values[events.Variable[i]].Add(events.Value[i]);
            ends.Add(events.Time[end - 1]);
        }
        ends.Sort();
        return new SeriesPreparation(
            Math.Max(1e-6, ends[(int)(0.98 * (ends.Count - 1))]),
            bins,
            events.Variables,
            [.. values.Select(VariableScale.Fit)],
            statics is null ? [] : [.. FitStatics(statics, [.. training.Select(id => events.Ids[id])])]
        );
    }

    /// <param name="variables">For each variable number of the file, its position here, or -1.</param>
    /// <param name="steps">[Bins, StepWidth], zeros on entry.</param>
    /// <param name="summary">[SummaryWidth], zeros on entry.</param>
    public void Apply(
        EventTable events,
        int id,
        int[] variables,
        string[]? staticRow,
        OutcomeFile? statics,
        Span<float> steps,
        Span<float> summary
    )
    {
        var count = Variables.Count;
        var running = new Summary[count];
        var (start, end) = events.Of(id);
        var sums = new float[Bins * count];
        var counts = new int[Bins * count];
        for (var i = start; i < end; i++)
        {
            var v = variables[events.Variable[i]];
            var time = events.Time[i];
            if (v < 0 || time > Hours * 1.0001)
                continue;
            var value = Math.Clamp(Scales[v].Apply(events.Value[i]), -6, 6);
            running[v].Add(value, (float)(time / Hours));
            var bin = Math.Clamp((int)(time / Hours * Bins), 0, Bins - 1);
            sums[bin * count + v] += value;
            counts[bin * count + v]++;
        }
        for (var v = 0; v < count; v++)
        {
            var (last, since) = (0f, -1);
            for (var bin = 0; bin < Bins; bin++)
            {
                var n = counts[bin * count + v];
                if (n > 0)
                    (last, since) = (sums[bin * count + v] / n, 0);
                else if (since >= 0)
                    since++;
                var at = bin * StepWidth + PerStep * v;
                steps[at] = last;
                steps[at + 1] = n > 0 ? 1 : 0;
                steps[at + 2] = since < 0 ? 1 : (float)since / Bins;
            }
            running[v].Write(summary.Slice(PerSummary * v, PerSummary));
        }
        for (var s = 0; s < Statics.Count; s++)
            summary[PerSummary * count + s] = Statics[s]
                .Apply(staticRow is null || statics is null ? null : staticRow[statics.Column(Statics[s].Column)]);
    }

    private static IEnumerable<StaticFeature> FitStatics(OutcomeFile statics, string[] ids)
    {
        var rows = ids.Select(id => statics.Rows.GetValueOrDefault(id)).OfType<string[]>().ToArray();
        for (var column = 0; column < statics.Columns.Count; column++)
        {
            if (statics.Columns[column] == statics.IdColumn || rows.Length == 0)
                continue;
            var filled = rows.Select(row => row[column]).Where(text => text.Length > 0).ToArray();
            var numbers = filled
                .Select(text =>
                    float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) ? x : float.NaN
                )
                .Where(float.IsFinite)
                .ToArray();
            if (numbers.Length > 0.9 * filled.Length && numbers.Length > 0)
            {
                var mean = numbers.Average();
                var deviation = MathF.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
                yield return new StaticFeature(statics.Columns[column], null, mean, MathF.Max(deviation, 1e-4f));
                continue;
            }
            foreach (
                var level in filled.GroupBy(text => text).OrderByDescending(group => group.Count()).Take(LevelsKept)
            )
                yield return new StaticFeature(statics.Columns[column], level.Key, 0, 1);
        }
    }

    /// <summary>What one variable did, gathered in one pass.</summary>
    private struct Summary
    {
        private float first,
            last,
            lowest,
            highest,
            lastTime;
        private double sum,
            squares,
            times,
            timeSquares,
            products;
        private int count;

        public void Add(float value, float time)
        {
            if (count == 0)
                (first, lowest, highest) = (value, value, value);
            (last, lastTime) = (value, time);
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
            sum += value;
            squares += value * value;
            times += time;
            timeSquares += time * time;
            products += time * value;
            count++;
        }

        public readonly void Write(Span<float> into)
        {
            if (count == 0)
                return;
            var mean = sum / count;
            var slope = (products - times * mean) / (timeSquares - times * times / count + 0.05 * count);
            into[0] = (float)mean;
            into[1] = first;
            into[2] = last;
            into[3] = lowest;
            into[4] = highest;
            into[5] = (float)Math.Sqrt(Math.Max(0, squares / count - mean * mean));
            into[6] = (float)Math.Clamp(slope, -4, 4);
            into[7] = MathF.Log(1 + count) / 2;
            into[8] = lastTime;
        }
    }
}
