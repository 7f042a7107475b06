using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Guides;

/// <summary>Gaussian naive Bayes (Hastie, Tibshirani and Friedman 2009, 6.6.3): columns independent within a class.</summary>
/// <param name="Means">[classes, columns]</param>
/// <param name="Variances">[classes, columns], never 0</param>
/// <param name="Priors">The logarithm of each class's share.</param>
internal sealed record NaiveBayes(double[][] Means, double[][] Variances, double[] Priors)
{
    /// <summary>Added to each variance, so that a column that is constant within a class does not decide alone.</summary>
    private const double Smoothing = 1e-3;

    public static NaiveBayes Fit(Encoded x, int[] labels, int classes)
    {
        var counts = new double[classes];
        var means = Matrix(classes, x.Columns);
        var variances = Matrix(classes, x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            counts[labels[row]]++;
            for (var column = 0; column < x.Columns; column++)
                means[labels[row]][column] += x.Row(row)[column];
        }
        for (var c = 0; c < classes; c++)
        {
            for (var column = 0; column < x.Columns; column++)
                means[c][column] /= counts[c];
        }

        for (var row = 0; row < x.Rows; row++)
        {
            for (var column = 0; column < x.Columns; column++)
                variances[labels[row]][column] += Math.Pow(x.Row(row)[column] - means[labels[row]][column], 2);
        }

        for (var c = 0; c < classes; c++)
        {
            for (var column = 0; column < x.Columns; column++)
                variances[c][column] = variances[c][column] / counts[c] + Smoothing;
        }

        return new NaiveBayes(means, variances, [.. counts.Select(n => Math.Log(n / x.Rows))]);
    }

    /// <summary>Scores [rows][classes]: with two classes 0 and the log-odds of the second, else log-densities.</summary>
    public double[][] Score(Encoded x) =>
        [
            .. Enumerable
                .Range(0, x.Rows)
                .Select(row => LogDensities(x.Row(row).ToArray()))
                .Select(log => log.Length == 2 ? [0, log[1] - log[0]] : log),
        ];

    private double[] LogDensities(float[] row) =>
        [
            .. Priors.Select(
                (prior, c) =>
                    prior
                    - row.Select(
                            (value, column) =>
                                Math.Pow(value - Means[c][column], 2) / Variances[c][column]
                                + Math.Log(2 * Math.PI * Variances[c][column])
                        )
                        .Sum() / 2
            ),
        ];

    private static double[][] Matrix(int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
