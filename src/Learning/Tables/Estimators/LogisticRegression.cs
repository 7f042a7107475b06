using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>
/// Logistic regression (two classes) or softmax regression (more) with an L2 penalty on the weights, not the intercepts:
/// minimises C · Σ loss + ½‖w‖², the objective of scikit-learn's LogisticRegression.
/// </summary>
/// <param name="Weights">[outputs, features]; one output with two classes, else one per class.</param>
public sealed record LogisticRegression(int Classes, int Inputs, float[] Weights, float[] Intercepts)
{
    /// <summary>Products of columns that follow the matrix's own columns in <see cref="Weights"/>; null for none.</summary>
    public InteractionFeatures? Products { get; init; }

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
            scores[first + o] = Intercepts[o] + FloatRows.Dot(row, Weights.AsSpan(o * Width, Width));
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
}
