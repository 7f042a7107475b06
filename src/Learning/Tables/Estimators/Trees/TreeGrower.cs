using System.Runtime.CompilerServices;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Tables.Estimators.Trees;

/// <summary>Grows one classification tree by the Gini index on binned columns.</summary>
internal sealed class TreeGrower(BinnedColumns x, int[] labels, int classes, ForestSettings settings, int seed)
{
    private const int Deepest = 64;

    private readonly SeededRandom _random = new(seed);
    private readonly int _outputs = Scores.Outputs(classes);
    private readonly int[] _columns = [.. Enumerable.Range(0, x.Codes.Length)];
    private readonly int[] _counts = new int[256 * classes];
    private readonly int[] _left = new int[classes];
    private readonly int[] _all = new int[classes];
    private readonly List<int> _feature = [];
    private readonly List<float> _threshold = [];
    private readonly List<int> _leftChild = [];
    private readonly List<bool> _missingLeft = [];
    private readonly List<float> _cover = [];
    private readonly List<float> _value = [];

    private readonly record struct Split(int Column, int Step, bool MissingLeft, double Gain);

    private int Offered =>
        Math.Clamp(
            (int)Math.Round(settings.Columns > 0 ? settings.Columns * _columns.Length : Math.Sqrt(_columns.Length)),
            1,
            _columns.Length
        );

    public DecisionTree Grow()
    {
        var rows = new int[labels.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = settings.Extra ? i : _random.Next(rows.Length);
        AddNode(rows);
        var waiting = new Stack<(int Node, int From, int Count, int Depth)>();
        waiting.Push((0, 0, rows.Length, 0));
        while (waiting.TryPop(out var next))
        {
            var here = rows.AsSpan(next.From, next.Count);
            if (next.Depth >= Deepest || next.Count < 2 * settings.LeafRows || Best(here) is not { } split)
                continue;
            var left = Part(here, split);
            _feature[next.Node] = split.Column;
            _threshold[next.Node] = x.Cuts[split.Column].Length == 0 ? 0 : Threshold(split);
            _missingLeft[next.Node] = split.MissingLeft;
            _leftChild[next.Node] = _feature.Count;
            AddNode(here[..left]);
            AddNode(here[left..]);
            waiting.Push((_leftChild[next.Node] + 1, next.From + left, next.Count - left, next.Depth + 1));
            waiting.Push((_leftChild[next.Node], next.From, left, next.Depth + 1));
        }
        return new DecisionTree(
            [.. _feature],
            [.. _threshold],
            [.. _leftChild],
            [.. _missingLeft],
            [.. _cover],
            [.. _value],
            _outputs
        );
    }

    /// <summary>Values up to the threshold go left; a step beyond all cuts parts the known from the missing.</summary>
    private float Threshold(Split split) =>
        split.Step == 0 ? float.NegativeInfinity
        : split.Step > x.Cuts[split.Column].Length ? float.PositiveInfinity
        : x.Cuts[split.Column][split.Step - 1];

    private void AddNode(ReadOnlySpan<int> rows)
    {
        Array.Clear(_all);
        foreach (var row in rows)
            _all[labels[row]]++;
        _feature.Add(-1);
        _threshold.Add(0);
        _leftChild.Add(0);
        _missingLeft.Add(false);
        _cover.Add(rows.Length);
        for (var o = 0; o < _outputs; o++)
            _value.Add(_all[classes == 2 ? 1 : o] / (float)rows.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split? Best(ReadOnlySpan<int> rows)
    {
        Array.Clear(_all);
        foreach (var row in rows)
            _all[labels[row]]++;
        if (_all.Max() == rows.Length)
            return null;
        var whole = Purity(_all, rows.Length);
        Split? best = null;
        var tried = 0;
        // Columns that do not vary here cost no turn.
        for (var c = 0; c < _columns.Length && tried < Offered; c++)
        {
            var at = c + _random.Next(_columns.Length - c);
            (_columns[c], _columns[at]) = (_columns[at], _columns[c]);
            var found = settings.Extra ? RandomCut(_columns[c], rows) : BestCut(_columns[c], rows);
            if (found is null)
                continue;
            tried++;
            if (found.Value.Gain > (best?.Gain ?? whole + 1e-9))
                best = found;
        }
        return best;
    }

    /// <summary>Null where the column does not vary; a gain of minus infinity where no cut leaves enough rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split? BestCut(int column, ReadOnlySpan<int> rows)
    {
        var codes = x.Codes[column];
        int low = 255,
            high = 0;
        foreach (var row in rows)
        {
            var code = codes[row];
            _counts[code * classes + labels[row]]++;
            low = Math.Min(low, code);
            high = Math.Max(high, code);
        }
        var best = new Split(column, 0, true, double.NegativeInfinity);
        if (low < high)
        {
            Scan(low, high, missingLeft: true, rows.Length, ref best);
            if (low == 0)
                Scan(1, high, missingLeft: false, rows.Length, ref best);
        }
        Array.Clear(_counts, low * classes, (high - low + 1) * classes);
        return low < high ? best : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(int from, int to, bool missingLeft, int all, ref Split best)
    {
        Array.Clear(_left);
        var count = 0;
        for (var step = from; step < to; step++)
        {
            var here = 0;
            for (var c = 0; c < classes; c++)
                here += _counts[step * classes + c];
            if (here == 0)
                continue;
            for (var c = 0; c < classes; c++)
                _left[c] += _counts[step * classes + c];
            count += here;
            if (count < settings.LeafRows || all - count < settings.LeafRows)
                continue;
            var gain = Purity(_left, count) + Rest(all - count);
            if (gain > best.Gain)
                best = new Split(best.Column, step, missingLeft, gain);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split? RandomCut(int column, ReadOnlySpan<int> rows)
    {
        var codes = x.Codes[column];
        int low = 255,
            high = 0;
        foreach (var row in rows)
        {
            low = Math.Min(low, codes[row]);
            high = Math.Max(high, codes[row]);
        }
        if (low >= high)
            return null;
        var missingLeft = low > 0 || _random.Next(2) == 0;
        var first = low == 0 && !missingLeft ? 1 : low;
        if (first >= high)
            (missingLeft, first) = (true, low);
        var step = first + _random.Next(high - first);
        Array.Clear(_left);
        var count = 0;
        foreach (var row in rows)
        {
            if (codes[row] == 0 ? !missingLeft : codes[row] > step)
                continue;
            _left[labels[row]]++;
            count++;
        }
        return count < settings.LeafRows || rows.Length - count < settings.LeafRows
            ? new Split(column, 0, true, double.NegativeInfinity)
            : new Split(column, step, missingLeft, Purity(_left, count) + Rest(rows.Length - count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Part(Span<int> rows, Split split)
    {
        var codes = x.Codes[split.Column];
        var left = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var code = codes[rows[i]];
            if (code == 0 ? !split.MissingLeft : code > split.Step)
                continue;
            (rows[left], rows[i]) = (rows[i], rows[left]);
            left++;
        }
        return left;
    }

    /// <summary>Σ n² / n: rows times (1 − Gini index).</summary>
    private static double Purity(int[] counts, int rows)
    {
        double sum = 0;
        foreach (var n in counts)
            sum += (double)n * n;
        return sum / rows;
    }

    private double Rest(int rows)
    {
        double sum = 0;
        for (var c = 0; c < classes; c++)
            sum += (double)(_all[c] - _left[c]) * (_all[c] - _left[c]);
        return sum / rows;
    }
}
