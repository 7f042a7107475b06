using System.Globalization;
using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.DifferentialPrivacy;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Generators;
using Xinglin.Synthesis.Tests.Tables;

namespace Xinglin.Synthesis.Tests.DifferentialPrivacy;

public sealed class PrivateCopulaTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_goes_with_what_and_what_differs_between_kinds_is_kept_when_there_are_rows_enough()
    {
        var (table, schema) = Fitted(6_000);
        using var copula = PrivateCopula.Fit(
            schema,
            table,
            [.. Enumerable.Range(0, 6_000)],
            1,
            new CryptoGaussianNoise(3)
        );
        int[] kinds = [.. Enumerable.Range(0, 3_000).Select(i => i % 2)];
        var made = CohortPart.AsTable(schema, copula.Make(kinds, 7));
        var sick = schema.Kinds.ToList().IndexOf("yes");

        double Mean(string column, bool ill) => Values(made, column).Where((_, i) => kinds[i] == sick == ill).Average();
        (Mean("age", true) - Mean("age", false)).Should().BeApproximately(12, 4);
        var (age, marker) = (Values(made, "age"), Values(made, "marker"));
        var filled = Enumerable.Range(0, 3_000).Where(i => marker[i] > 1).ToArray();
        Correlation([.. filled.Select(i => age[i])], [.. filled.Select(i => marker[i])]).Should().BeGreaterThan(0.15);
    }

    [Fact]
    public void No_row_moves_the_matrix_by_more_than_its_noise_was_made_for()
    {
        var (table, schema) = Fitted(400);
        int[] all = [.. Enumerable.Range(0, 400)];
        var margins = schema.Made.Select(PrivateCopula.Margin).ToArray();
        PrivateMoments Told(int[] rows, double noise) =>
            PrivateMoments.Tell(schema, margins, table, rows, noise, new CryptoGaussianNoise(1));
        var most = Told(all, 1).Deviation;
        var with = Told(all, 0);
        for (var left = 390; left < 400; left++)
        {
            // The row comes last, so that what is drawn for the others is the same.
            int[] others = [.. all.Where(row => row != left)];
            with = Told([.. others, left], 0);
            var without = Told(others, 0);
            Math.Sqrt(Squares(schema, with, without)).Should().BeLessThanOrEqualTo(most + 1e-9);
        }
    }

    [Fact]
    public void So_much_noise_that_nothing_is_left_gives_columns_that_do_not_hang_together_and_no_fault()
    {
        var (table, schema) = Fitted(200);
        using var copula = PrivateCopula.Fit(
            schema,
            table,
            [.. Enumerable.Range(0, 200)],
            1_000,
            new CryptoGaussianNoise(5)
        );
        var made = CohortPart.AsTable(schema, copula.Make([.. Enumerable.Range(0, 2_000).Select(i => i % 2)], 7));
        Math.Abs(Correlation(Values(made, "age"), Values(made, "marker"))).Should().BeLessThan(0.1);
    }

    [Fact]
    public void Secret_noise_is_normal_and_never_the_same()
    {
        var noise = new CryptoGaussianNoise();
        double[] drawn = [.. Enumerable.Range(0, 40_000).Select(_ => noise.NextGaussian())];
        drawn.Average().Should().BeInRange(-0.03, 0.03);
        drawn.Average(x => x * x).Should().BeInRange(0.95, 1.05);
        drawn.Average(x => x * x * x * x).Should().BeInRange(2.7, 3.3);
        drawn.Distinct().Should().HaveCount(drawn.Length);
        new CryptoGaussianNoise().NextDouble().Should().NotBe(new CryptoGaussianNoise().NextDouble());
    }

    private (Table, CohortSchema) Fitted(int rows)
    {
        var table = CsvTable.Read(_folder.Write($"{rows}.csv", MadeCohort.Csv(rows)));
        var (columns, _) = CohortColumns.Plan(table, "sick", [], []);
        columns[columns.FindIndex(c => c.Name == "sick")] = ("sick", CohortKind.Category, false);
        return (table, PrivateSchema.Fit(table, columns, "sick", [.. Enumerable.Range(0, rows)], 0.5, 1e-4, seed: 2));
    }

    private static double Squares(CohortSchema schema, PrivateMoments one, PrivateMoments other)
    {
        var entries = schema
            .Made.SelectMany((column, c) => Enumerable.Range(0, Math.Max(1, column.Levels.Count)).Select(l => (c, l)))
            .ToArray();
        var sum = 0.0;
        for (var a = 0; a < entries.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                sum += Math.Pow(
                    one.Of(entries[a].c, entries[a].l, entries[b].c, entries[b].l)
                        - other.Of(entries[a].c, entries[a].l, entries[b].c, entries[b].l),
                    2
                );
            }

            for (var k = 0; k < schema.Kinds.Count; k++)
            {
                sum += Math.Pow(
                    one.OfKind(entries[a].c, entries[a].l, k) - other.OfKind(entries[a].c, entries[a].l, k),
                    2
                );
            }
        }
        return sum + 1; // and the kind with itself
    }

    private static double[] Values(Table table, string column) =>
        [.. table.Column(column).Select(c => c is null ? 0 : double.Parse(c, CultureInfo.InvariantCulture))];

    private static double Correlation(double[] x, double[] y)
    {
        var (a, b) = (x.Average(), y.Average());
        return x.Zip(y, (u, v) => (u - a) * (v - b)).Sum()
            / Math.Sqrt(x.Sum(u => (u - a) * (u - a)) * y.Sum(v => (v - b) * (v - b)));
    }
}
