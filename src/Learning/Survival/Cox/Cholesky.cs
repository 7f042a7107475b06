using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Xinglin.Learning.Survival.Cox;

/// <summary>Factors symmetric matrices that should be positive definite.</summary>
internal static class Cholesky
{
    /// <summary>Below this share of its diagonal element a pivot is rounding error.</summary>
    private const double SmallestPivot = 1e-12;

    /// <summary>The factor, or null where the matrix is not positive definite beyond rounding error.</summary>
    /// <param name="matrix">n × n, row-major; only its lower triangle is read.</param>
    public static Cholesky<double>? Factor(double[] matrix, int n)
    {
        double[] whole = [.. matrix];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
                whole[j * n + i] = whole[i * n + j];
        }

        var dense = Matrix<double>.Build.Dense(n, n, whole);
        try
        {
            var factor = dense.Cholesky();
            for (var j = 0; j < n; j++)
            {
                var pivot = factor.Factor[j, j];
                if (!(pivot * pivot > SmallestPivot * Math.Max(1, Math.Abs(dense[j, j]))))
                    return null;
            }
            return factor;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The solution of A x = right.</summary>
    public static double[] Solve(this Cholesky<double> factor, double[] right) =>
        factor.Solve(Vector<double>.Build.Dense(right)).AsArray();

    /// <summary>The full inverse of A, n × n.</summary>
    public static Matrix<double> Inverse(this Cholesky<double> factor, int n) =>
        factor.Solve(Matrix<double>.Build.DenseIdentity(n));
}
