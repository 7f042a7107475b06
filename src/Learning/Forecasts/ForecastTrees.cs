using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Series.Members;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// Boosted trees (LightGBM) that forecast each quantile by its pinball loss from <see cref="LagFeatures"/>, several with
/// different seeds; each stops when it gets no better on patients kept aside.
/// </summary>
/// <param name="boosters">Quantile by quantile for each seed.</param>
internal sealed class ForecastTrees(IReadOnlyList<string> companions, IReadOnlyList<BoostedTrees> boosters)
    : IDisposable
{
    public const string Prefix = "trees.";

    private const double AsideShare = 0.15;

    /// <summary>Other variables of the events file that are read.</summary>
    public IReadOnlyList<string> Companions => companions;

    /// <returns>Null when there is too little to learn from.</returns>
    public static ForecastTrees? Fit(
        IReadOnlyList<MeasurementSeries> training,
        Population population,
        ForecastHorizon horizon,
        IReadOnlyList<string> companions,
        int seeds,
        int seed,
        Func<bool> outOfTime,
        CancellationToken cancellation
    )
    {
        var width = LagFeatures.Width(companions.Count);
        var (values, targets, owners) = (new List<float>(), new List<float>(), new List<int>());
        var random = SeededRandom.OfDotNet(seed);
        var row = new float[width];
        foreach (var (owner, one) in training.Index())
        {
            var features = new MeasurementFeatures(one, population);
            var lags = new LagFeatures(one, features, companions);
            foreach (var (known, target) in Pairs(one, horizon, random))
            {
                lags.Write(known, one.Hours[target], row);
                values.AddRange(row);
                var relative = (one.Values[target] - features.Level(known)) / features.Spread(known);
                targets.Add((float)Math.Clamp(relative, -8, 8));
                owners.Add(owner);
            }
        }
        if (targets.Count < 60 || training.Count < 3)
            return null;
        var boosters = new List<BoostedTrees>();
        using var growth = new TreeGrowth(new Encoded([.. values], targets.Count, width, []), [.. targets]);
        for (var s = 0; s < seeds && (s == 0 || !outOfTime()); s++)
        {
            var aside = Aside(training.Count, owners, seed * 31 + s);
            foreach (var quantile in QuantileForecast.Levels)
            {
                var (text, _) = growth.Grow(
                    FormattableString.Invariant($"objective=quantile alpha={quantile}"),
                    1,
                    aside,
                    seed * 31 + s,
                    s % 2 == 1,
                    false,
                    (at, answer) => SeriesLoss.Pinball(answer[0], targets[at], quantile),
                    outOfTime,
                    cancellation
                );
                boosters.Add(BoostedTrees.Load(text, 2));
            }
        }
        return new ForecastTrees(companions, boosters);
    }

    /// <summary>What the trees read of each forecast asked for.</summary>
    public static Encoded Rows(
        IReadOnlyList<string> companions,
        MeasurementSeries series,
        MeasurementFeatures features,
        (int Known, double Hour)[] asked
    )
    {
        var width = LagFeatures.Width(companions.Count);
        var rows = new float[asked.Length * width];
        var lags = new LagFeatures(series, features, companions);
        for (var n = 0; n < asked.Length; n++)
            lags.Write(asked[n].Known, asked[n].Hour, rows.AsSpan(n * width, width));
        return new Encoded(rows, asked.Length, width, []);
    }

    /// <summary>Quantiles [asked, 5] in spreads from the level, ascending.</summary>
    public double[,] Quantiles(MeasurementSeries series, MeasurementFeatures features, (int Known, double Hour)[] asked)
    {
        var encoded = Rows(companions, series, features, asked);
        var count = QuantileForecast.Levels.Length;
        var answers = new double[asked.Length, count];
        foreach (var (b, booster) in boosters.Index())
        {
            foreach (var (n, score) in booster.Score(encoded).Index())
                answers[n, b % count] += score[1] * count / boosters.Count;
        }

        var one = new double[count];
        for (var n = 0; n < asked.Length; n++)
        {
            for (var q = 0; q < count; q++)
                one[q] = answers[n, q];
            // Quantiles grown apart may cross; sorted, none is worse (Chernozhukov et al., 2010).
            Array.Sort(one);
            for (var q = 0; q < count; q++)
                answers[n, q] = one[q];
        }
        return answers;
    }

    public void Save(Dictionary<string, NamedTensor> weights)
    {
        foreach (var (n, booster) in boosters.Index())
            weights.Add($"{Prefix}{n}", new NamedTensor.Bytes([booster.Text.Length], booster.Text));
    }

    /// <exception cref="InvalidInputException">Trees are missing.</exception>
    public static ForecastTrees Restore(
        IReadOnlyList<string> companions,
        int count,
        IReadOnlyDictionary<string, NamedTensor> weights
    ) =>
        new(
            companions,
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(n =>
                        weights.TryGetValue($"{Prefix}{n}", out var tensor) && tensor is NamedTensor.Bytes text
                            ? BoostedTrees.Load(text.Values, 2)
                            : throw new InvalidInputException(
                                $"weight {Prefix}{n}",
                                "Trees are missing. Train the model again."
                            )
                    ),
            ]
        );

    /// <summary>Boosters in all.</summary>
    public int Count => boosters.Count;

    /// <summary>What is asked of a forecaster when it is measured, and for longer horizons nearer moments as well.</summary>
    private static IEnumerable<(int Known, int Target)> Pairs(
        MeasurementSeries one,
        ForecastHorizon horizon,
        SeededRandom random
    )
    {
        foreach (var pair in ForecastEvaluation.Asked(one, horizon.Hours()))
            yield return pair;
        if (horizon == ForecastHorizon.Next)
            yield break;
        for (var i = 0; i + 1 < one.Count; i++)
        {
            var end = i + 1;
            while (end < one.Count && one.Hours[end] - one.Hours[i] <= horizon.Hours() * 1.25)
                end++;
            if (end > i + 1)
                yield return (i, random.Next(i + 1, end));
        }
    }

    private static bool[] Aside(int patients, List<int> owners, int seed)
    {
        var order = ForecastTraining.Shuffled(patients, seed);
        var kept = Math.Max(1, (int)Math.Round(AsideShare * patients));
        return [.. owners.Select(owner => order[owner] < kept)];
    }

    public void Dispose()
    {
        foreach (var booster in boosters)
            booster.Dispose();
    }
}
