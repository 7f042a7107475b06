using System.Runtime.InteropServices;
using Xinglin.Learning.Tables.Features;
using static Xinglin.Learning.Tables.Estimators.LightGbmNative;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// Grows boosted trees on one table, binned once for all of them. Rows kept aside have weight 0: they shape no tree, but
/// LightGBM keeps their answers up to date, so that looking when to stop costs next to nothing.
/// </summary>
internal sealed unsafe partial class TreeGrowth : IDisposable
{
    private const int MostRounds = 1000;
    private const int FewestRounds = 30; // a second's work at most, and without them trees know nothing
    private const int LookEvery = 10;
    private const int Patience = 8;
    private const int ManyRows = 4_000;
    private const int MostRowsOfATree = 20_000;
    private const int RowsOfASeries = 30; // for each tree; the moments of one series say nearly the same

    private readonly string _common;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _rowsOfATree;
    private nint _dataset;

    /// <param name="series">How many series the rows belong to; null: each row counts by itself.</param>
    public TreeGrowth(Encoded x, float[] labels, int? series = null)
    {
        (_rows, _columns) = (x.Rows, x.Columns);
        _rowsOfATree = series is { } count ? Math.Clamp(RowsOfASeries * count, ManyRows, MostRowsOfATree) : _rows;
        // Small tables need small leaves; beyond 2,000 rows a leaf of 20 keeps single patients from making a rule.
        _common = FormattableString.Invariant(
            $"verbosity=-1 num_threads=1 deterministic=true force_row_wise=true min_data_in_leaf={Math.Clamp(_rows / 100, 3, 20)} min_data_in_bin=3 feature_pre_filter=false max_bin=127"
        );
        fixed (float* values = x.Values)
            Check(LGBM_DatasetCreateFromMat(values, Float32, x.Rows, x.Columns, 1, _common, 0, out _dataset));
        fixed (float* truth = labels)
            Check(LGBM_DatasetSetField(_dataset, "label", truth, x.Rows, Float32));
    }

    public delegate double Judge(int row, ReadOnlySpan<double> answer);

    /// <param name="outputs">Numbers that LightGBM answers for a row.</param>
    /// <param name="extra">
    /// Whether each split is drawn at random before the best of the drawn ones is taken (extremely randomised trees, Geurts et
    /// al. 2006): such trees err elsewhere than ordinary ones, so that both together are better than either.
    /// </param>
    /// <param name="wide">
    /// Whether a tree is offered a large part of the columns: a number often follows from one variable, most of all from its
    /// own last value.
    /// </param>
    /// <param name="loss">The loss of a row, from LightGBM's answer.</param>
    /// <param name="rounds">Grows so many rounds without looking at rows kept aside; null: as long as they get better.</param>
    /// <returns>The trees in LightGBM's text format, and their rounds.</returns>
    public (byte[] Text, int Rounds) Grow(
        string objective,
        int outputs,
        bool[] aside,
        int seed,
        bool extra,
        bool wide,
        Judge loss,
        Func<bool> outOfTime,
        CancellationToken cancellation,
        int? rounds = null
    )
    {
        fixed (float* weights = Array.ConvertAll(aside, kept => kept ? 0f : 1f))
            Check(LGBM_DatasetSetField(_dataset, "weight", weights, _rows, Float32));
        // Many rows or columns need fewer, larger steps; few rows can afford the caution.
        var rate = _rows > ManyRows || wide ? 0.06 : 0.025;
        var some = Math.Min(1, (double)_rowsOfATree / _rows);
        var (few, most) = wide ? (_columns * 2 / 5, _columns * 4 / 5) : (55, 100);
        var shape = extra
            ? FormattableString.Invariant(
                $"extra_trees=true num_leaves=12 bagging_fraction={0.6 * some:0.####} feature_fraction={Share(most)}"
            )
            : FormattableString.Invariant(
                $"num_leaves={(_rows > ManyRows ? 16 : 8)} bagging_fraction={0.7 * some:0.####} feature_fraction={Share(few)}"
            );
        var parameters = FormattableString.Invariant(
            $"{_common} {objective} {shape} seed={seed} learning_rate={rate} bagging_freq=1 lambda_l2=10"
        );

        Check(LGBM_BoosterCreate(_dataset, parameters, out var booster));
        try
        {
            var held = Enumerable.Range(0, _rows).Where(row => aside[row]).ToArray();
            var answers = new double[_rows * outputs];
            var (best, lowest) = (1, double.PositiveInfinity);
            for (var round = 1; round <= (rounds ?? MostRounds); round++)
            {
                cancellation.ThrowIfCancellationRequested();
                Check(LGBM_BoosterUpdateOneIter(booster, out var finished));
                if (rounds is not null)
                {
                    best = round;
                }
                else if (round % LookEvery == 0 || finished != 0)
                {
                    var now = LossNow(booster, answers, outputs, held, loss);
                    if (now < lowest)
                        (best, lowest) = (round, now);
                    if (round - best >= Patience * LookEvery)
                        break;
                }
                if (finished != 0 || (round >= FewestRounds && outOfTime()))
                    break;
            }
            return (TextOf(booster, best), best);
        }
        finally
        {
            Check(LGBM_BoosterFree(booster));
        }
    }

    /// <summary>The share of columns offered to each tree: about so many, whatever their number.</summary>
    private string Share(int wanted) =>
        FormattableString.Invariant($"{Math.Clamp((double)wanted / _columns, 0.08, 0.8):0.####}");

    private double LossNow(nint booster, double[] answers, int outputs, int[] held, Judge loss)
    {
        fixed (double* to = answers)
            Check(LGBM_BoosterGetPredict(booster, 0, out _, to));
        var sum = 0.0;
        Span<double> one = stackalloc double[outputs];
        foreach (var row in held)
        {
            for (var o = 0; o < outputs; o++)
                one[o] = answers[o * _rows + row];
            sum += loss(row, one);
        }
        return sum / held.Length;
    }

    private static byte[] TextOf(nint booster, int rounds)
    {
        Check(LGBM_BoosterSaveModelToString(booster, 0, rounds, 0, 0, out var length, null));
        var text = new byte[length];
        fixed (byte* to = text)
            Check(LGBM_BoosterSaveModelToString(booster, 0, rounds, 0, length, out _, to));
        return text[..^1]; // the closing zero
    }

    public void Dispose()
    {
        if (_dataset != 0)
            Check(LGBM_DatasetFree(_dataset));
        _dataset = 0;
    }

    /// <summary>The answers for the training rows as they stand, output by output.</summary>
    [LibraryImport("lib_lightgbm")]
    private static partial int LGBM_BoosterGetPredict(nint booster, int data, out long length, double* result);
}
