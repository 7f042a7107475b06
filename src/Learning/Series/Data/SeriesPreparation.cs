using System.Globalization;
using System.Text.Json.Serialization;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// Turns irregular series into a regular grid and a row of summaries. Nothing is filled in silently: next to each value
/// is whether it was measured and how long ago.
/// </summary>
/// <param name="Hours">Length of the grid; later events are left out of it.</param>
/// <param name="Bins">Steps of the grid.</param>
/// <param name="PerStep">
/// False: the grid is read as a whole. True: there is an answer at every step, and step i holds what happened after step
/// i − 1 and up to its own moment, <c>i · Hours / (Bins − 1)</c>.
/// </param>
public sealed record SeriesPreparation(
    double Hours,
    int Bins,
    [property: JsonPropertyName("Hourly")] bool PerStep,
    IReadOnlyList<string> Variables,
    IReadOnlyList<VariableScale> Scales,
    [property: JsonPropertyName("Statics")] IReadOnlyList<StaticFeature> StaticFeatures
)
{
    private const int ValuesPerStep = 3;
    private const int LevelsKept = 12;
    private const int MostHourlyBins = 200;

    /// <summary>Numbers at each step: value, measured, time since measured, for each variable.</summary>
    [JsonIgnore]
    public int StepWidth => ValuesPerStep * Variables.Count;

    /// <summary>Summaries of each variable, the static features, and how long the series is known.</summary>
    [JsonIgnore]
    public int SummaryWidth => VariableSummary.Width * Variables.Count + StaticFeatures.Count + 1;

    /// <param name="training">Positions of the training ids in <paramref name="events"/>.</param>
    /// <param name="bins">Steps of a grid that is read as a whole.</param>
    /// <param name="moments">For answers at each moment: the moments asked for, in hours; otherwise empty.</param>
    public static SeriesPreparation Fit(
        EventTable events,
        IReadOnlyList<int> training,
        OutcomeFile? statics,
        int bins,
        IReadOnlyList<double>? moments = null
    )
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
        var hours = Math.Max(1e-6, ends[(int)(0.98 * (ends.Count - 1))]);
        if (moments is { Count: > 0 })
        {
            var last = Math.Max(hours, moments.Max());
            bins = (int)Math.Clamp(Math.Round(last / Step(moments, last)), 2, MostHourlyBins - 1) + 1;
            hours = last;
        }
        return new SeriesPreparation(
            hours,
            bins,
            moments is { Count: > 0 },
            events.Variables,
            [.. values.Select(VariableScale.Fit)],
            statics is null ? [] : [.. FitStatics(statics, [.. training.Select(id => events.Ids[id])])]
        );
    }

    /// <summary>For each variable number of a table, its position here, or -1.</summary>
    public int[] Places(EventTable events)
    {
        var places = Variables.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return [.. events.Variables.Select(name => places.GetValueOrDefault(name, -1))];
    }

    /// <summary>The step of an <see cref="PerStep"/> grid that knows what is known at a moment, and nothing later.</summary>
    public int StepOf(double hour) => Math.Clamp((int)Math.Floor(hour / Hours * (Bins - 1) + 1e-6), 0, Bins - 1);

    /// <param name="variables">From <see cref="Places"/>.</param>
    /// <param name="steps">[Bins, StepWidth], zeros on entry.</param>
    public void WriteGrid(EventTable events, int id, int[] variables, Span<float> steps)
    {
        var count = Variables.Count;
        var (start, end) = events.Of(id);
        var sums = new float[Bins * count];
        var counts = new int[Bins * count];
        for (var i = start; i < end && events.Time[i] <= Hours * 1.0001; i++)
        {
            var v = variables[events.Variable[i]];
            if (v < 0)
                continue;
            var share = events.Time[i] / Hours;
            var bin = Math.Clamp(
                PerStep ? (int)Math.Ceiling(share * (Bins - 1) - 1e-6) : (int)(share * Bins),
                0,
                Bins - 1
            );
            sums[bin * count + v] += Scaled(v, events.Value[i]);
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
                var at = bin * StepWidth + ValuesPerStep * v;
                steps[at] = last;
                steps[at + 1] = n > 0 ? 1 : 0;
                steps[at + 2] = since < 0 ? 1 : Math.Min(1, (float)since / (PerStep ? 24 : Bins));
            }
        }
    }

    /// <param name="until">Events up to this hour are known; infinity: all of the grid.</param>
    /// <param name="summary">[SummaryWidth], zeros on entry.</param>
    public void WriteSummary(
        EventTable events,
        int id,
        double until,
        int[] variables,
        IReadOnlyList<string?> staticCells,
        Span<float> summary
    )
    {
        var running = new VariableSummary[Variables.Count];
        var (start, end) = events.Of(id);
        var known = PerStep ? until : Math.Min(until, Hours * 1.0001);
        var scale = PerStep ? 24 : Hours;
        var last = 0.0;
        for (var i = start; i < end && events.Time[i] <= known; i++)
        {
            var v = variables[events.Variable[i]];
            if (v < 0)
                continue;
            last = events.Time[i];
            running[v].Add(Scaled(v, events.Value[i]), (float)(last / scale));
        }
        for (var v = 0; v < running.Length; v++)
        {
            var part = summary.Slice(VariableSummary.Width * v, VariableSummary.Width);
            running[v].Write(part);
            if (PerStep && part[7] > 0)
                part[8] = (float)Math.Min(3, until / scale - part[8]);
        }
        for (var s = 0; s < StaticFeatures.Count; s++)
            summary[VariableSummary.Width * Variables.Count + s] = StaticFeatures[s].Apply(staticCells[s]);
        summary[^1] = (float)(Math.Log(1 + Math.Max(0, PerStep ? until : last)) / 3);
    }

    /// <summary>The cells of the static features for one series; null where missing.</summary>
    public string?[] StaticCells(OutcomeFile? statics, string id)
    {
        var row = statics?.Rows.GetValueOrDefault(id);
        return row is null
            ? new string?[StaticFeatures.Count]
            : [.. StaticFeatures.Select(s => row[statics!.Column(s.Column)])];
    }

    private float Scaled(int variable, float value) => Math.Clamp(Scales[variable].Apply(value), -6, 6);

    /// <summary>The usual distance of moments that follow each other, no finer than the longest grid allows.</summary>
    private static double Step(IReadOnlyList<double> moments, double last)
    {
        var distinct = moments.Select(hour => Math.Round(hour, 4)).Distinct().Order().ToArray();
        var gaps = distinct.Zip(distinct.Skip(1), (a, b) => b - a).Order().ToArray();
        return Math.Max(gaps.Length == 0 ? last : gaps[gaps.Length / 2], last / (MostHourlyBins - 1));
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
            {
                yield return new StaticFeature(statics.Columns[column], level.Key, 0, 1);
            }
        }
    }
}
