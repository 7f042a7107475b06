using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;
using static Xinglin.Learning.Tables.Estimators.LightGbmNative;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>How boosted trees are grown.</summary>
/// <param name="Rounds">Trees (per class, for more than two classes).</param>
/// <param name="Rate">Learning rate, above 0, at most 1.</param>
/// <param name="Leaves">Most leaves of a tree, at least 2.</param>
/// <param name="LeafRows">Fewest training rows of a leaf.</param>
/// <param name="Columns">Share of columns offered to each tree, above 0, at most 1.</param>
/// <param name="Penalty">L2 penalty on leaf values.</param>
public sealed record BoostedTreesSettings(
    int Rounds,
    double Rate,
    int Leaves,
    int LeafRows,
    double Columns,
    double Penalty
);

/// <summary>
/// Gradient-boosted trees by LightGBM (Ke et al. 2017), through its C API. One thread and a seed, so that the same
/// training gives the same trees. Safe to read from several threads.
/// </summary>
public sealed class BoostedTrees : IDisposable
{
    private readonly nint _booster;
    private readonly int _classes;
    private bool _freed;

    private BoostedTrees(nint booster, int classes, byte[] text)
    {
        _booster = booster;
        _classes = classes;
        Text = text;
    }

    ~BoostedTrees() => Free();

    /// <summary>The model in LightGBM's own text format, UTF-8.</summary>
    public byte[] Text { get; }

    public static BoostedTrees Fit(
        Encoded x,
        int[] labels,
        int classes,
        BoostedTreesSettings settings,
        int seed,
        CancellationToken ct = default
    )
    {
        byte[] text = [];
        Grow(
            x,
            labels,
            classes,
            settings,
            seed,
            ct,
            (booster, round) =>
            {
                if (round == settings.Rounds)
                    text = TextOf(booster);
                return true;
            }
        );
        return Load(text, classes);
    }

    /// <summary>
    /// One training, its scores of the held-out rows after every few rounds. It ends when they have not become better for
    /// a while; what is then is its answer for later rounds too.
    /// </summary>
    internal static IReadOnlyList<(Candidate, double[][])> Follow(
        Encoded x,
        int[] labels,
        int classes,
        Candidate.Trees plan,
        Encoded held,
        int[] truth,
        int seed,
        CancellationToken ct
    )
    {
        var settings = plan.Settings;
        var outputs = Scores.Outputs(classes);
        var every = Math.Max(5, settings.Rounds / 40);
        var sums = new double[held.Rows * outputs];
        var stops = new List<(Candidate, double[][])>();
        var (best, since, done) = (double.PositiveInfinity, 0, 0);
        Grow(
            x,
            labels,
            classes,
            settings,
            seed,
            ct,
            (booster, round) =>
            {
                if (round % every != 0)
                    return true;
                var more = Predict(booster, held, RawScore, outputs, done, round - done);
                done = round;
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += more[i];
                var scores = ToScores(sums, held.Rows, classes);
                FloorAbsent(scores, labels, classes);
                stops.Add((At(round), scores));
                var loss = scores.Select((s, i) => Scores.Loss(s, truth[i])).Average();
                (best, since) = loss < best ? (loss, 0) : (best, since + 1);
                return since * every < Patience(settings);
            }
        );
        for (var round = (stops.Count + 1) * every; round <= settings.Rounds; round += every)
            stops.Add((At(round), stops[^1].Item2));
        return stops;

        Candidate At(int round) => plan with { Path = false, Settings = settings with { Rounds = round } };
    }

    /// <summary>Rounds without a better answer after which training ends.</summary>
    private static double Patience(BoostedTreesSettings settings) => Math.Max(40, 2 / settings.Rate);

    /// <summary>A class without a training row is improbable, not impossible: its score would be that of no row in e³⁴.</summary>
    private static void FloorAbsent(double[][] scores, int[] labels, int classes)
    {
        if (classes == 2)
            return;
        for (var c = 0; c < classes; c++)
        {
            if (!labels.Contains(c))
            {
                foreach (var s in scores)
                {
                    s[c] = double.NegativeInfinity;
                    s[c] = s.Max() + Math.Log(0.5 / labels.Length);
                }
            }
        }
    }

    /// <param name="step">Called after every round and once at the end; false ends the training.</param>
    private static unsafe void Grow(
        Encoded x,
        int[] labels,
        int classes,
        BoostedTreesSettings settings,
        int seed,
        CancellationToken ct,
        Func<nint, int, bool> step
    )
    {
        var common = FormattableString.Invariant(
            $"verbosity=-1 num_threads=1 deterministic=true force_row_wise=true seed={seed} min_data_in_leaf={settings.LeafRows} min_data_in_bin=1 feature_pre_filter=false"
        );
        var target = classes == 2 ? "objective=binary" : $"objective=multiclass num_class={classes}";
        var shape = FormattableString.Invariant(
            $"learning_rate={settings.Rate} num_leaves={settings.Leaves} feature_fraction={settings.Columns} lambda_l2={settings.Penalty} bagging_fraction=0.8 bagging_freq=1"
        );
        nint dataset = 0,
            booster = 0;
        try
        {
            fixed (float* values = x.Values)
                Check(LGBM_DatasetCreateFromMat(values, Float32, x.Rows, x.Columns, 1, common, 0, out dataset));
            fixed (float* truth = labels.Select(l => (float)l).ToArray())
                Check(LGBM_DatasetSetField(dataset, "label", truth, x.Rows, Float32));
            Check(LGBM_BoosterCreate(dataset, $"{common} {target} {shape}", out booster));
            for (var round = 1; round <= settings.Rounds; round++)
            {
                ct.ThrowIfCancellationRequested();
                Check(LGBM_BoosterUpdateOneIter(booster, out var finished));
                if (finished != 0)
                    round = settings.Rounds; // no split gains anything any more
                if (!step(booster, round))
                    return;
            }
        }
        finally
        {
            if (booster != 0)
                Check(LGBM_BoosterFree(booster));
            if (dataset != 0)
                Check(LGBM_DatasetFree(dataset));
        }
    }

    /// <summary>Reads a model from LightGBM's text format.</summary>
    public static BoostedTrees Load(byte[] text, int classes)
    {
        Check(LGBM_BoosterLoadModelFromString(System.Text.Encoding.UTF8.GetString(text), out _, out var booster));
        return new BoostedTrees(booster, classes, text);
    }

    /// <summary>Scores of each row, see <see cref="Scores"/>.</summary>
    public double[][] Score(Encoded x)
    {
        var outputs = Scores.Outputs(_classes);
        return ToScores(Predict(x, RawScore, outputs), x.Rows, _classes);
    }

    private static double[][] ToScores(double[] raw, int rows, int classes)
    {
        var scores = new double[rows][];
        for (var r = 0; r < rows; r++)
            scores[r] = classes == 2 ? [0, raw[r]] : raw[(r * classes)..((r + 1) * classes)];
        return scores;
    }

    /// <summary>
    /// TreeSHAP (Lundberg et al. 2020) of each row, exact: for every output the contribution of each column of the
    /// matrix, then the base. They add up to the score.
    /// </summary>
    /// <returns>[rows, outputs · (columns + 1)]</returns>
    public double[] Contributions(Encoded x) =>
        Predict(x, LightGbmNative.Contributions, Scores.Outputs(_classes) * (x.Columns + 1));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private double[] Predict(Encoded x, int kind, int perRow)
    {
        ObjectDisposedException.ThrowIf(_freed, this);
        const int Block = 4096;
        if (x.Rows <= Block)
            return Answer(Predict(_booster, x, kind, perRow, 0, -1));
        var result = new double[checked(x.Rows * perRow)];
        Parallel.For(
            0,
            (x.Rows + Block - 1) / Block,
            block =>
            {
                var (from, rows) = (block * Block, Math.Min(Block, x.Rows - block * Block));
                var part = new Encoded(
                    x.Values.AsSpan(from * x.Columns, rows * x.Columns).ToArray(),
                    rows,
                    x.Columns,
                    x.Source
                );
                Predict(_booster, part, kind, perRow, 0, -1).CopyTo(result.AsSpan(from * perRow));
            }
        );
        return Answer(result);

        double[] Answer(double[] answer)
        {
            GC.KeepAlive(this);
            return answer;
        }
    }

    private static unsafe double[] Predict(nint booster, Encoded x, int kind, int perRow, int start, int rounds)
    {
        var result = new double[checked(x.Rows * perRow)];
        if (result.Length == 0)
            return result;
        long length;
        fixed (float* values = x.Values)
        fixed (double* to = result)
        {
            Check(
                LGBM_BoosterPredictForMat(
                    booster,
                    values,
                    Float32,
                    x.Rows,
                    x.Columns,
                    1,
                    kind,
                    start,
                    rounds,
                    "num_threads=1 verbosity=-1",
                    out length,
                    to
                )
            );
        }

        return length == result.Length
            ? result
            : throw new InvalidOperationException(
                $"LightGBM answered {length} numbers where {result.Length} were due."
            );
    }

    private static unsafe byte[] TextOf(nint booster)
    {
        Check(LGBM_BoosterSaveModelToString(booster, 0, -1, 0, 0, out var length, null));
        var text = new byte[length];
        fixed (byte* to = text)
            Check(LGBM_BoosterSaveModelToString(booster, 0, -1, 0, length, out _, to));
        return text[..^1]; // the closing zero
    }

    private void Free()
    {
        if (_freed)
            return;
        _freed = true;
        _ = LGBM_BoosterFree(_booster); // nothing can be done about a failed release
    }
}
