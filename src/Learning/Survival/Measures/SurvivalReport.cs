using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Survival.Measures;

/// <summary>
/// How good survival curves are. Concordance and time-dependent AUC are means over the folds, since risks of different folds come
/// from different models; the others count all rows at once. Intervals: 95 %, percentile bootstrap within folds, seeded.
/// </summary>
/// <param name="Integrated">Integrated Brier score, IPCW, from 0 to <see cref="Until"/>.</param>
/// <param name="IntegratedReference">The same of the Kaplan–Meier curve, which knows nothing of the row.</param>
/// <param name="Until">The time that nine of ten rows were not observed beyond.</param>
public sealed record SurvivalReport(
    int N,
    int Events,
    Measure Harrell,
    Measure Uno,
    Measure Integrated,
    double IntegratedReference,
    double Until,
    IReadOnlyList<HorizonFigures> Horizons,
    IReadOnlyList<double> FoldHarrell,
    double Seconds
)
{
    /// <summary>Points of time over which the Brier score is integrated.</summary>
    public const int Points = 40;

    /// <summary>The times at which curves must be known: evenly up to the time that nine of ten rows were not observed beyond.</summary>
    public static double[] TimesFor(double[] times)
    {
        var until = times.Order().ElementAt((int)(0.9 * (times.Length - 1)));
        return [.. Enumerable.Range(1, Points).Select(k => until * k / Points)];
    }

    /// <param name="risk">Ranks rows, higher is worse.</param>
    /// <param name="survival">[rows][<paramref name="at"/>]</param>
    /// <param name="at">From <see cref="TimesFor"/>.</param>
    /// <param name="atHorizons">[rows][horizons]</param>
    /// <param name="folds">Of each row; null for a single part.</param>
    public static SurvivalReport Of(
        double[] times,
        bool[] events,
        double[] risk,
        double[][] survival,
        double[] at,
        double[][] atHorizons,
        IReadOnlyList<double> horizons,
        int[]? folds = null,
        int seed = 0,
        double seconds = 0,
        int? resamples = null
    )
    {
        var censoring = KaplanMeier.OfCensoring(times, events);
        var everybody = KaplanMeier.Of(times, events);
        var parts = Enumerable
            .Range(0, times.Length)
            .GroupBy(i => folds?[i] ?? 0)
            .OrderBy(g => g.Key)
            .Select(g => new Part(g.ToArray(), times, events, risk))
            .ToList();
        double[] Column(double[][] of, int k) => [.. of.Select(r => r[k])];
        var brier = MeanOver(
            at.Select((t, k) => CensoredScores.BrierParts(times, events, Column(survival, k), t, censoring))
        );
        var reference = MeanOver(
            at.Select(t => CensoredScores.BrierParts(times, events, Same(everybody.At(t)), t, censoring))
        );
        double[] Same(double value) => [.. Enumerable.Repeat(value, times.Length)];
        var brierAt = horizons
            .Select((h, k) => CensoredScores.BrierParts(times, events, Column(atHorizons, k), h, censoring))
            .ToList();

        double[] Measures(int[]? weights) =>
            [
                Mean(parts, p => Concordance.Harrell(p.Times, p.Events, p.Risk, p.Local(weights))),
                Mean(parts, p => Concordance.Uno(p.Times, p.Events, p.Risk, censoring, at[^1], p.Local(weights))),
                Average(brier, weights),
                .. horizons.Select(
                    (h, k) =>
                        Mean(
                            parts,
                            p =>
                                CensoredScores.Auc(
                                    p.Times,
                                    p.Events,
                                    [.. p.Rows.Select(i => 1 - atHorizons[i][k])],
                                    h,
                                    censoring,
                                    p.Local(weights)
                                )
                        )
                ),
                .. brierAt.Select(b => Average(b, weights)),
            ];

        var point = Measures(null);
        var draws = point.Select(_ => new List<double>()).ToArray();
        var random = new SeededRandom(seed);
        for (var b = 0; b < (resamples ?? (times.Length > 5000 ? 100 : 400)); b++)
        {
            var weights = new int[times.Length];
            foreach (var part in parts)
            {
                for (var i = 0; i < part.Rows.Length; i++)
                    weights[part.Rows[random.Next(part.Rows.Length)]]++;
            }

            var drawn = Measures(weights);
            for (var m = 0; m < drawn.Length; m++)
            {
                if (!double.IsNaN(drawn[m]))
                    draws[m].Add(drawn[m]);
            }
        }
        Measure Told(int m) => Measure.Of(point[m], draws[m]);
        return new SurvivalReport(
            times.Length,
            events.Count(e => e),
            Told(0),
            Told(1),
            Told(2),
            reference.Average(),
            at[^1],
            [
                .. horizons.Select(
                    (h, k) =>
                        new HorizonFigures(
                            h,
                            Told(3 + k),
                            Told(3 + horizons.Count + k),
                            CensoredScores.BrierParts(times, events, Same(everybody.At(h)), h, censoring).Average(),
                            HorizonFigures.Calibrate(times, events, Column(atHorizons, k), h)
                        )
                ),
            ],
            [.. parts.Select(p => Concordance.Harrell(p.Times, p.Events, p.Risk))],
            seconds
        );
    }

    /// <summary>The document of <c>evaluate --json</c>.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["n"] = N,
            ["events"] = Events,
            ["harrell_c"] = Proportion.Rounded(Harrell.Value),
            ["uno_c"] = Proportion.Rounded(Uno.Value),
            ["ibs"] = Proportion.Rounded(Integrated.Value),
            ["ibs_reference"] = Proportion.Rounded(IntegratedReference),
            ["ibs_until"] = Until,
            ["ci95"] = new JsonObject
            {
                ["harrell_c"] = Ends(Harrell),
                ["uno_c"] = Ends(Uno),
                ["ibs"] = Ends(Integrated),
            },
            ["horizons"] = new JsonArray([.. Horizons.Select(h => h.ToJson())]),
            ["fold_harrell_c"] = new JsonArray([.. FoldHarrell.Select(f => Proportion.Rounded(f))]),
            ["seconds"] = Math.Round(Seconds, 3),
        };

    private static JsonArray Ends(Measure m) => [Proportion.Rounded(m.Low), Proportion.Rounded(m.High)];

    private static double Mean(List<Part> parts, Func<Part, double> of)
    {
        var values = parts.Select(of).Where(v => !double.IsNaN(v)).ToList();
        return values.Count == 0 ? double.NaN : values.Average();
    }

    private static double Average(double[] values, int[]? weights) =>
        weights is null ? values.Average() : values.Select((v, i) => v * weights[i]).Sum() / Math.Max(1, weights.Sum());

    private static double[] MeanOver(IEnumerable<double[]> byTime)
    {
        var all = byTime.ToList();
        return [.. all[0].Select((_, i) => all.Average(t => t[i]))];
    }

    /// <summary>The rows of one fold.</summary>
    private sealed class Part(int[] rows, double[] times, bool[] events, double[] risk)
    {
        public int[] Rows => rows;
        public double[] Times { get; } = [.. rows.Select(r => times[r])];
        public bool[] Events { get; } = [.. rows.Select(r => events[r])];
        public double[] Risk { get; } = [.. rows.Select(r => risk[r])];

        public int[]? Local(int[]? weights) => weights is null ? null : [.. rows.Select(r => weights[r])];
    }
}
