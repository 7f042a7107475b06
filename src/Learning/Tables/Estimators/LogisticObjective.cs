using System.Runtime.CompilerServices;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// The mean cross-entropy of a logistic (softmax) regression with its ridge penalty, and the gradient, over one matrix.
/// A large matrix most of whose cells stand at their column's most frequent value is kept as the cells that do not.
/// </summary>
/// <remarks>A point is [outputs, columns] weights, then the intercepts.</remarks>
internal sealed class LogisticObjective
{
    private readonly Encoded _x;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int _outputs;
    private readonly SparseRows? _sparse;

    public LogisticObjective(Encoded x, int[] labels, int classes)
    {
        (_x, _labels, _classes, _outputs) = (x, labels, classes, Scores.Outputs(classes));
        _sparse = SparseRows.Of(x);
    }

    public int Rows => _labels.Length;

    /// <summary>Weights among the parameters: all but the intercepts.</summary>
    public int Weights => _outputs * _x.Columns;

    /// <summary>Parameters.</summary>
    public int Length => Weights + _outputs;

    /// <summary>The point that answers every row with the shares of the classes.</summary>
    public double[] AtShares()
    {
        var start = new double[Length];
        var shares = Enumerable
            .Range(0, _classes)
            .Select(c => (_labels.Count(l => l == c) + 0.5) / (_labels.Length + 0.5 * _classes))
            .ToArray();
        if (_classes == 2)
        {
            start[^1] = Math.Log(shares[1] / shares[0]);
        }
        else
        {
            for (var c = 0; c < _classes; c++)
                start[Weights + c] = Math.Log(shares[c]);
        }

        return start;
    }

    /// <param name="ridge">Strength of ½ ‖w‖² next to the mean loss.</param>
    public double Value(double[] w, double[] gradient, double ridge)
    {
        Array.Clear(gradient);
        var loss = _sparse is null ? Dense(w, gradient) : Sparse(_sparse, w, gradient);
        double penalty = 0;
        for (var k = 0; k < gradient.Length; k++)
        {
            // Intercepts have next to no penalty: enough to keep them finite where a class has a column to itself.
            var strength = k < Weights ? ridge : 1e-6 * (ridge > 0 ? ridge : 1.0 / Rows);
            gradient[k] = gradient[k] / Rows + strength * w[k];
            penalty += 0.5 * strength * w[k] * w[k];
        }
        return loss / Rows + penalty;
    }

    public LogisticRegression ToModel(double[] point, int inputs, InteractionFeatures? products) =>
        new(
            _classes,
            inputs,
            [.. point.Take(Weights).Select(v => (float)v)],
            [.. point.Skip(Weights).Select(v => (float)v)]
        )
        {
            Products = products,
        };

    /// <summary>The sum of the losses; adds up their gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Dense(double[] w, double[] gradient)
    {
        var columns = _x.Columns;
        var weights = new float[Weights];
        for (var k = 0; k < weights.Length; k++)
            weights[k] = (float)w[k];
        var sums = new float[Weights];
        Span<double> scores = _outputs <= 32 ? stackalloc double[_outputs] : new double[_outputs];
        double loss = 0;
        for (var i = 0; i < _labels.Length; i++)
        {
            var row = _x.Row(i);
            for (var o = 0; o < _outputs; o++)
                scores[o] = w[Weights + o] + FloatRows.Dot(row, weights.AsSpan(o * columns, columns));
            loss += Scores.LossAndGradient(scores, _labels[i]);
            for (var o = 0; o < _outputs; o++)
            {
                gradient[Weights + o] += scores[o];
                FloatRows.AddScaled(sums.AsSpan(o * columns, columns), row, (float)scores[o]);
            }
            if ((i & 255) == 255 || i == _labels.Length - 1) // short float sums, long double sums
            {
                for (var k = 0; k < sums.Length; k++)
                    (gradient[k], sums[k]) = (gradient[k] + sums[k], 0);
            }
        }
        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sparse(SparseRows x, double[] w, double[] gradient)
    {
        var columns = _x.Columns;
        var atBase = new double[_outputs];
        for (var o = 0; o < _outputs; o++)
        {
            atBase[o] = w[Weights + o];
            for (var c = 0; c < columns; c++)
                atBase[o] += w[o * columns + c] * x.Base[c];
        }
        Span<double> scores = _outputs <= 32 ? stackalloc double[_outputs] : new double[_outputs];
        double loss = 0;
        for (var i = 0; i < _labels.Length; i++)
        {
            var (from, to) = (x.Starts[i], x.Starts[i + 1]);
            for (var o = 0; o < _outputs; o++)
            {
                var sum = atBase[o];
                for (var k = from; k < to; k++)
                    sum += w[o * columns + x.Columns[k]] * x.Away[k];
                scores[o] = sum;
            }
            loss += Scores.LossAndGradient(scores, _labels[i]);
            for (var o = 0; o < _outputs; o++)
            {
                var error = scores[o];
                gradient[Weights + o] += error;
                for (var k = from; k < to; k++)
                    gradient[o * columns + x.Columns[k]] += error * x.Away[k];
            }
        }
        for (var o = 0; o < _outputs; o++)
        {
            for (var c = 0; c < columns; c++)
                gradient[o * columns + c] += gradient[Weights + o] * x.Base[c];
        }

        return loss;
    }
}
