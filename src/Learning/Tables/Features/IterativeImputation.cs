using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Missing numbers from the other columns: each column with gaps is regressed on all others by ridge regression over the
/// training rows, the gaps filled with what it says, and so on in turn (chained equations, van Buuren 2018, section 4.5;
/// one filling, the conditional mean). Works on the matrix of <see cref="Encoding.ScaledLog"/>.
/// </summary>
/// <param name="Columns">Matrix columns that have gaps.</param>
/// <param name="Weights">[columns with gaps][matrix columns], zero at the column itself.</param>
/// <param name="Intercepts">[columns with gaps]</param>
public sealed record IterativeImputation(int[] Columns, double[][] Weights, double[] Intercepts)
{
    private const int Sweeps = 3;

    /// <summary>Strength of the ridge, in rows.</summary>
    private const double Ridge = 5;

    /// <summary>A column with fewer gaps is filled with its median.</summary>
    public const double FewestGaps = 0.01;

    /// <summary>Wider matrices are not imputed: their regressions would rest on too little.</summary>
    private const int MostColumns = 200;

    /// <param name="x">The training rows with medians in their gaps; left with the imputed values.</param>
    /// <param name="gaps">For each matrix column the rows that had none, or null.</param>
    /// <returns>Null where nothing is to be imputed.</returns>
    public static IterativeImputation? Fit(Encoded x, int[]?[] gaps)
    {
        int[] columns =
        [
            .. Enumerable
                .Range(0, x.Columns)
                .Where(c => gaps[c] is { } g && g.Length >= FewestGaps * x.Rows && g.Length <= 0.8 * x.Rows),
        ];
        if (columns.Length == 0 || x.Columns > MostColumns)
            return null;
        var (weights, intercepts) = (new double[columns.Length][], new double[columns.Length]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var k = 0; k < columns.Length; k++)
            {
                (weights[k], intercepts[k]) = Regress(x, columns[k], gaps[columns[k]]!);
                Fill(x, columns[k], gaps[columns[k]]!, weights[k], intercepts[k]);
            }
        }

        return new IterativeImputation(columns, weights, intercepts);
    }

    /// <summary>Fills the gaps of rows that have medians in them.</summary>
    public void Fill(Encoded x, int[]?[] gaps)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var k = 0; k < Columns.Length; k++)
            {
                if (gaps[Columns[k]] is { } rows)
                    Fill(x, Columns[k], rows, Weights[k], Intercepts[k]);
            }
        }
    }

    public JsonObject ToJson() =>
        new()
        {
            ["columns"] = new JsonArray([.. Columns.Select(c => JsonValue.Create(c))]),
            ["weights"] = new JsonArray([
                .. Weights.Select(w => new JsonArray([.. w.Select(v => JsonValue.Create(v))])),
            ]),
            ["intercepts"] = new JsonArray([.. Intercepts.Select(v => JsonValue.Create(v))]),
        };

    public static IterativeImputation? FromJson(JsonNode? json) =>
        json is null
            ? null
            : new(
                [.. json["columns"]!.AsArray().Select(c => (int)c!)],
                [.. json["weights"]!.AsArray().Select(w => w!.AsArray().Select(v => (double)v!).ToArray())],
                [.. json["intercepts"]!.AsArray().Select(v => (double)v!)]
            );

    private static void Fill(Encoded x, int column, int[] rows, double[] weights, double intercept)
    {
        foreach (var r in rows)
        {
            var row = x.Row(r);
            var sum = intercept;
            for (var c = 0; c < row.Length; c++)
                sum += weights[c] * row[c];
            // No further than what is likely to be seen.
            x.Values[r * x.Columns + column] = (float)Math.Clamp(sum, -4, 4);
        }
    }

    /// <summary>Ridge regression of a column on the others over the rows where it is known.</summary>
    private static (double[] Weights, double Intercept) Regress(Encoded x, int column, int[] gaps)
    {
        var n = x.Columns;
        var unknown = new bool[x.Rows];
        foreach (var r in gaps)
            unknown[r] = true;
        // Normal equations with the intercept in the place of the column itself.
        var (a, right) = (new double[n, n], new double[n]);
        for (var r = 0; r < x.Rows; r++)
        {
            if (unknown[r])
                continue;
            var row = x.Row(r);
            for (var i = 0; i < n; i++)
            {
                var vi = i == column ? 1 : row[i];
                if (vi == 0)
                    continue;
                for (var j = i; j < n; j++)
                    a[i, j] += vi * (j == column ? 1 : row[j]);
                right[i] += vi * row[column];
            }
        }
        for (var i = 0; i < n; i++)
        {
            a[i, i] += i == column ? 1e-6 : Ridge;
            for (var j = 0; j < i; j++)
                a[i, j] = a[j, i];
        }
        // Positive definite by the ridge.
        var solved = Matrix<double>.Build.DenseOfArray(a).Cholesky().Solve(Vector<double>.Build.Dense(right)).ToArray();
        var intercept = solved[column];
        solved[column] = 0;
        return (solved, intercept);
    }
}
