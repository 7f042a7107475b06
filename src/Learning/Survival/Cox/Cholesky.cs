namespace Xinglin.Learning.Survival.Cox;

/// <summary>Solves symmetric positive definite systems. Matrices are row-major; only their lower triangle is read.</summary>
internal static class Cholesky
{
    /// <summary>The lower factor, or null where the matrix is not positive definite.</summary>
    public static double[]? Factor(double[] matrix, int n)
    {
        var l = new double[n * n];
        for (var j = 0; j < n; j++)
        for (var i = j; i < n; i++)
        {
            var sum = matrix[i * n + j];
            for (var k = 0; k < j; k++)
                sum -= l[i * n + k] * l[j * n + k];
            if (i != j)
                l[i * n + j] = sum / l[j * n + j];
            else if (sum <= 1e-12 * Math.Max(1, Math.Abs(matrix[j * n + j])))
                return null;
            else
                l[j * n + j] = Math.Sqrt(sum);
        }
        return l;
    }

    public static double[] Solve(double[] factor, double[] right, int n)
    {
        double[] y = [.. right];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
                y[i] -= factor[i * n + k] * y[k];
            y[i] /= factor[i * n + i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                y[i] -= factor[k * n + i] * y[k];
            y[i] /= factor[i * n + i];
        }
        return y;
    }

    /// <summary>The full inverse.</summary>
    public static double[] Inverse(double[] factor, int n)
    {
        var inverse = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            var unit = new double[n];
            unit[j] = 1;
            var column = Solve(factor, unit, n);
            for (var i = 0; i < n; i++)
                inverse[i * n + j] = column[i];
        }
        return inverse;
    }
}
