using System.Numerics;
using System.Runtime.InteropServices;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// Logistic regression (two classes) or softmax regression (more) with an L2 penalty on the weights, not the intercepts:
/// minimises C · Σ loss + ½‖w‖², the objective of scikit-learn's LogisticRegression.
/// </summary>
/// <param name="Weights">[outputs, features]; one output with two classes, else one per class.</param>
public sealed record LogisticRegression(int Classes, int Inputs, float[] Weights, float[] Intercepts)
{
    public static int Outputs(int classes) => classes == 2 ? 1 : classes;

    /// <summary>Products of columns that follow the matrix's own columns in <see cref="Weights"/>; null for none.</summary>
    public ColumnProducts? Products { get; init; }

    /// <summary>Weights of one output.</summary>
    public int Width => Inputs + (Products?.Count ?? 0);

    /// <summary>Fits with a ridge penalty by L-BFGS until the gradient is small. Deterministic.</summary>
    /// <param name="inverse">C, the inverse strength of the penalty; above 0.</param>
    public static LogisticRegression Fit(
        Encoded x,
        int[] labels,
        int classes,
        double inverse,
        CancellationToken ct = default
    ) => LogisticTraining.Fit(x, labels, classes, new Candidate.Logistic(inverse, false), ct);

    /// <summary>Scores of each row of the matrix, see <see cref="Scores"/>.</summary>
    public double[][] Score(Encoded x)
    {
        var scores = new double[x.Rows][];
        for (var r = 0; r < scores.Length; r++)
            scores[r] = Score(x.Row(r));
        return scores;
    }

    /// <summary>Scores of one row of the matrix, see <see cref="Scores"/>.</summary>
    public double[] Score(ReadOnlySpan<float> row)
    {
        var scores = new double[Classes];
        var first = Classes == 2 ? 1 : 0;
        if (Products is { } products)
            row = products.Extend(row);
        for (var o = 0; o < Intercepts.Length; o++)
            scores[first + o] = Intercepts[o] + Dot(row, Weights.AsSpan(o * Width, Width));
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
    ) => new LogisticObjective(x, labels, outputs == 1 ? 2 : outputs).Value(w, gradient, 1 / (inverse * labels.Length));

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
}
