using System.Numerics;
using System.Runtime.InteropServices;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables.Candidates;

/// <summary>
/// Logistic regression (two classes) or softmax regression (more) with an L2 penalty on the weights, not the intercepts:
/// minimises C · Σ loss + ½‖w‖², the objective of scikit-learn's LogisticRegression.
/// </summary>
/// <param name="Weights">[outputs, features]; one output with two classes, else one per class.</param>
public sealed record LogisticRegression(int Classes, int Inputs, float[] Weights, float[] Intercepts)
{
    public static int Outputs(int classes) => classes == 2 ? 1 : classes;

    /// <summary>Fits by L-BFGS until the gradient is small. Deterministic.</summary>
    /// <param name="inverse">C, the inverse strength of the penalty; above 0.</param>
    public static LogisticRegression Fit(
        Encoded x,
        int[] labels,
        int classes,
        double inverse,
        CancellationToken ct = default
    )
    {
        var outputs = Outputs(classes);
        var start = new double[outputs * (x.Columns + 1)];
        StartAtShares(start, labels, classes, x.Columns);
        var fitted = Lbfgs.Minimise(start, (w, g) => Objective(w, g, x, labels, outputs, inverse), 1e-4, 200, ct);
        return new LogisticRegression(
            classes,
            x.Columns,
            [.. fitted.Take(outputs * x.Columns).Select(v => (float)v)],
            [.. fitted.Skip(outputs * x.Columns).Select(v => (float)v)]
        );
    }

    /// <summary>Scores of one row of the matrix, see <see cref="Candidates.Scores"/>.</summary>
    public double[] Score(ReadOnlySpan<float> row)
    {
        var scores = new double[Classes];
        var first = Classes == 2 ? 1 : 0;
        for (var o = 0; o < Intercepts.Length; o++)
            scores[first + o] = Intercepts[o] + Dot(row, Weights.AsSpan(o * Inputs, Inputs));
        return scores;
    }

    /// <summary>
    /// Mean loss plus penalty, and its gradient. With s the scores, ŷ their softmax and y the one-hot truth, the gradient
    /// of the cross-entropy with respect to s is ŷ − y (see docs/formats.md, "Cross-entropy and its gradient").
    /// </summary>
    internal static double Objective(
        double[] w,
        double[] gradient,
        Encoded x,
        int[] labels,
        int outputs,
        double inverse
    )
    {
        var inputs = x.Columns;
        var n = labels.Length;
        Array.Clear(gradient);
        var weights = w.Select(v => (float)v).ToArray();
        var sums = new float[outputs * inputs];
        var scores = new double[outputs];
        double loss = 0;
        for (var i = 0; i < n; i++)
        {
            var row = x.Row(i);
            for (var o = 0; o < outputs; o++)
                scores[o] = w[outputs * inputs + o] + Dot(row, weights.AsSpan(o * inputs, inputs));
            loss += LossAndGradient(scores, labels[i]);
            for (var o = 0; o < outputs; o++)
            {
                gradient[outputs * inputs + o] += scores[o];
                AddScaled(sums.AsSpan(o * inputs, inputs), row, (float)scores[o]);
            }
            if ((i & 255) == 255 || i == n - 1) // short float sums, long double sums
                for (var k = 0; k < sums.Length; k++)
                    (gradient[k], sums[k]) = (gradient[k] + sums[k], 0);
        }
        double penalty = 0;
        for (var k = 0; k < gradient.Length; k++)
        {
            gradient[k] /= n;
            var strength = (k < outputs * inputs ? 1 : 1e-6) / (inverse * n);
            penalty += 0.5 * strength * w[k] * w[k];
            gradient[k] += strength * w[k];
        }
        return loss / n + penalty;
    }

    /// <summary>The loss of one row; <paramref name="scores"/> are replaced by the gradient ŷ − y.</summary>
    internal static double LossAndGradient(Span<double> scores, int label)
    {
        if (scores.Length == 1)
        {
            var z = scores[0];
            var p = Evaluation.Calibration.Sigmoid(z);
            scores[0] = p - label;
            return Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - label * z;
        }
        var top = double.NegativeInfinity;
        foreach (var s in scores)
            top = Math.Max(top, s);
        double sum = 0;
        foreach (var s in scores)
            sum += Math.Exp(s - top);
        var loss = Math.Log(sum) + top - scores[label];
        for (var o = 0; o < scores.Length; o++)
            scores[o] = Math.Exp(scores[o] - top) / sum - (o == label ? 1 : 0);
        return loss;
    }

    internal static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < va.Length; i++)
            sum += va[i] * vb[i];
        var total = Vector.Sum(sum);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    internal static void AddScaled(Span<float> to, ReadOnlySpan<float> row, float factor)
    {
        var vt = MemoryMarshal.Cast<float, Vector<float>>(to);
        var vr = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < vt.Length; i++)
            vt[i] += vr[i] * factor;
        for (var i = vt.Length * Vector<float>.Count; i < to.Length; i++)
            to[i] += row[i] * factor;
    }

    private static void StartAtShares(double[] start, int[] labels, int classes, int inputs)
    {
        var shares = Enumerable
            .Range(0, classes)
            .Select(c => (labels.Count(l => l == c) + 0.5) / (labels.Length + 0.5 * classes))
            .ToArray();
        if (classes == 2)
            start[^1] = Math.Log(shares[1] / shares[0]);
        else
            for (var c = 0; c < classes; c++)
                start[classes * inputs + c] = Math.Log(shares[c]);
    }
}
