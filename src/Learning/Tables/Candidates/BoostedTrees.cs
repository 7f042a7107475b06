using Xinglin.Learning.Tables.Columns;
using static Xinglin.Learning.Tables.Candidates.LightGbmNative;

namespace Xinglin.Learning.Tables.Candidates;

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

    public static unsafe BoostedTrees Fit(
        Encoded x,
        int[] labels,
        int classes,
        BoostedTreesSettings settings,
        int seed,
        CancellationToken ct = default
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
            for (var round = 0; round < settings.Rounds; round++)
            {
                ct.ThrowIfCancellationRequested();
                Check(LGBM_BoosterUpdateOneIter(booster, out var finished));
                if (finished != 0)
                    break;
            }
            return Load(TextOf(booster), classes);
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

    /// <summary>Scores of each row, see <see cref="Candidates.Scores"/>.</summary>
    public double[][] Score(Encoded x)
    {
        var outputs = LogisticRegression.Outputs(_classes);
        var raw = Predict(x, RawScore, outputs);
        return
        [
            .. Enumerable
                .Range(0, x.Rows)
                .Select(r => _classes == 2 ? [0, raw[r]] : raw[(r * outputs)..((r + 1) * outputs)]),
        ];
    }

    /// <summary>
    /// TreeSHAP (Lundberg et al. 2020) of each row, exact: for every output the contribution of each column of the
    /// matrix, then the base. They add up to the score.
    /// </summary>
    /// <returns>[rows, outputs · (columns + 1)]</returns>
    public double[] Contributions(Encoded x) =>
        Predict(x, LightGbmNative.Contributions, LogisticRegression.Outputs(_classes) * (x.Columns + 1));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private unsafe double[] Predict(Encoded x, int kind, int perRow)
    {
        ObjectDisposedException.ThrowIf(_freed, this);
        var result = new double[checked(x.Rows * perRow)];
        if (result.Length == 0)
            return result;
        long length;
        fixed (float* values = x.Values)
        fixed (double* to = result)
            Check(
                LGBM_BoosterPredictForMat(
                    _booster,
                    values,
                    Float32,
                    x.Rows,
                    x.Columns,
                    1,
                    kind,
                    0,
                    -1,
                    "num_threads=1 verbosity=-1",
                    out length,
                    to
                )
            );
        GC.KeepAlive(this);
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
