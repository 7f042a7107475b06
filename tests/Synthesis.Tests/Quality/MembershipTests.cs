using System.Globalization;
using System.Text;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Torch;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Evaluation;
using Xinglin.Synthesis.Tables.Generators;

namespace Xinglin.Synthesis.Tests.Quality;

/// <summary>
/// Whether the attack that decides about release says what it should: one half for a generator that knows nothing of either side, far more for
/// one that repeats what it learnt from.
/// </summary>
public sealed class MembershipTests : IDisposable
{
    private const int Each = 1_200;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_generator_fitted_to_a_third_sample_gives_away_nothing_of_either_side()
    {
        TorchRuntime.EnsureLoaded(1);
        var attacks = new List<double>();
        for (var seed = 1; seed <= 4; seed++)
        {
            var (table, columns) = Population(3 * Each, seed);
            var (members, strangers, third) = (Rows(0), Rows(1), Rows(2));
            using var generator = CopulaFit.Fit(
                CohortSchema.Fit(table, columns, null, third, seed),
                table,
                third,
                seed
            );
            attacks.Add(Measured(generator, table, members, strangers).Attack);
        }
        attacks
            .Average()
            .Should()
            .BeInRange(0.485, 0.52, "the deviation of each is 0.012, and the stronger of two counts");
    }

    [Fact]
    public void A_copula_gives_away_next_to_nothing_of_its_own_rows()
    {
        TorchRuntime.EnsureLoaded(1);
        var (table, columns) = Population(2 * Each, 5);
        using var generator = CopulaFit.Fit(CohortSchema.Fit(table, columns, null, Rows(0), 5), table, Rows(0), 5);
        Measured(generator, table, Rows(0), Rows(1)).Attack.Should().BeLessThan(PrivacyFindings.MostAttack);
    }

    [Theory]
    [InlineData(1.0, 0.75)]
    [InlineData(0.25, 0.58)]
    public void A_generator_that_repeats_its_rows_with_slight_noise_is_caught_even_if_it_does_so_to_some_only(
        double repeated,
        double atLeast
    )
    {
        TorchRuntime.EnsureLoaded(1);
        var (table, columns) = Population(3 * Each, 6);
        var schema = CohortSchema.Fit(table, columns, null, Rows(0), 6);
        using var honest = CopulaFit.Fit(schema, table, Rows(2), 6);
        using var generator = new Repeating(schema, table, Rows(0), repeated, honest);
        Measured(generator, table, Rows(0), Rows(1)).Attack.Should().BeGreaterThan(atLeast);
    }

    [Fact]
    public void The_rows_held_out_of_a_large_table_have_the_mix_of_the_others()
    {
        // Once the first 5,000 of them in the order of levels were taken: none of the last level, which the attack took for a leak.
        var level = Enumerable
            .Range(0, 40_000)
            .Select(i =>
                i % 10 == 0 ? "<30"
                : i % 10 < 4 ? ">30"
                : "NO"
            )
            .ToArray();
        var owner = Enumerable.Range(0, 40_000).Select(i => $"{i / 3}").ToArray();
        var table = new Table("t", ["y", "who"], [level, owner], [.. Enumerable.Range(2, 40_000)]);
        foreach (var group in new[] { null, "who" })
        {
            var held = CohortFolds.Deal(table, "y", group, [.. Enumerable.Range(0, 40_000)], 1).Single();
            held.Length.Should().BeInRange(4_990, 5_000);
            (held.Count(row => level[row] == "NO") / (double)held.Length).Should().BeApproximately(0.6, 0.03);
            (held.Count(row => level[row] == "<30") / (double)held.Length).Should().BeApproximately(0.1, 0.02);
            if (group is not null)
                held.GroupBy(row => owner[row]).Should().OnlyContain(own => own.Count() == 3 || own.Key == "13333");
        }
    }

    private static int[] Rows(int part) => [.. Enumerable.Range(part * Each, Each)];

    private static PrivacyRisk Measured(CohortGenerator generator, Table table, int[] members, int[] strangers) =>
        MeasuredPart.Of(new CohortPart(generator, members, strangers), table, 9, default).Exposure;

    /// <summary>Quantities that hang together, and codes of which many are rare, as diagnoses are.</summary>
    private (Table, List<(string, CohortKind, bool)>) Population(int rows, int seed)
    {
        var random = new Random(seed);
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var text = new StringBuilder("a,b,c,code,ward\n");
        for (var i = 0; i < rows; i++)
        {
            var a = Normal();
            text.AppendLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{a:F3},{0.8 * a + 0.6 * Normal():F3},{Math.Exp(Normal()):F2},D{(int)(300 * Math.Pow(random.NextDouble(), 4))},{random.Next(4)}"
                )
            );
        }
        var table = CsvTable.Read(_folder.Write($"p{seed}.csv", text.ToString()));
        return (
            table,
            [
                ("a", CohortKind.Number, false),
                ("b", CohortKind.Number, false),
                ("c", CohortKind.Number, false),
                ("code", CohortKind.Category, false),
                ("ward", CohortKind.Category, false),
            ]
        );
    }

    /// <summary>
    /// A share of what it makes are rows that it learnt, drawn with replacement, with a little noise (all: 63 % of the rows come back, a quarter: 22 %);
    /// the others are made honestly.
    /// </summary>
    private sealed class Repeating(CohortSchema schema, Table table, int[] rows, double share, CohortGenerator honest)
        : CohortGenerator(schema)
    {
        public override string Method => "repeating";

        public override string?[][] Make(int[] kinds, int seed)
        {
            var random = new Random(seed);
            var cells = honest.Make(kinds, seed);
            for (var i = 0; i < kinds.Length; i++)
            {
                if (random.NextDouble() >= share)
                    continue;
                var row = rows[random.Next(rows.Length)];
                foreach (var (c, column) in Schema.Columns.Index())
                {
                    cells[c][i] =
                        column.Kind == CohortKind.Category
                            ? table.Column(column.Name)[row]
                            : column.Text(
                                column.Number(table.Column(column.Name)[row]!) + 0.02 * (random.NextDouble() - 0.5)
                            );
                }
            }
            return cells;
        }

        public override IEnumerable<KeyValuePair<string, NamedTensor>> Weights(string prefix) => [];
    }
}
