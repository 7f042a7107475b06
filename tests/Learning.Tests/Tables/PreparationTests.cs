using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tests.Tables;

public sealed class PreparationTests
{
    private static IReadOnlyList<Feature> Features(string csv, params string[] categorical)
    {
        var table = CsvTable.Read(csv, "t.csv");
        return
        [
            .. table
                .Columns.Select(c => (Name: c, Kind: ColumnKinds.Infer(table, c, categorical.Contains(c))))
                .Where(c => ColumnKinds.IsFeature(c.Kind))
                .Select(c => Feature.Read(table, c.Name, c.Kind)),
        ];
    }

    [Fact]
    public void Only_training_rows_are_learned_from()
    {
        var few = Features("x,g\n1.5,a\n2.5,b\n3.5,a\n,b\n1000.5,zzz\n");
        var preparation = Preparation.Fit(few, [0, 1, 2, 3]);
        var x = preparation.Columns[0];
        (x.Median, x.Low, x.High).Should().Be((2.5, 1.5, 3.5));
        preparation.Columns[1].Levels.Should().Equal("a", "b");
    }

    [Fact]
    public void Encoded_training_columns_have_mean_zero_and_numbers_deviation_one()
    {
        var features = Features(MadeTables.Binary(300));
        int[] rows = [.. Enumerable.Range(0, 300)];
        var preparation = Preparation.Fit(features, rows);
        foreach (var encoding in new[] { Encoding.Scaled, Encoding.ScaledLog })
        {
            var x = preparation.Encode(features, rows, encoding);
            for (var c = 0; c < x.Columns; c++)
                Enumerable
                    .Range(0, 300)
                    .Average(r => (double)x.Values[r * x.Columns + c])
                    .Should()
                    .BeApproximately(0, 1e-4);
            Math.Sqrt(Enumerable.Range(0, 300).Average(r => Math.Pow(x.Values[r * x.Columns], 2)))
                .Should()
                .BeApproximately(1, 1e-4);
        }
    }

    [Fact]
    public void Kinds_are_inferred_from_the_cells()
    {
        var header = "name,visit_id,grade,sex,pressure,seen,fixed,words\n";
        var rows = Enumerable
            .Range(0, 60)
            .Select(i =>
                $"n{i},{1000 + 7 * i},{i % 5},{i % 2},{100 + i * 0.5},2024-01-{i % 28 + 1:00},7,{(i % 3 == 0 ? "yes" : "no")}\n"
            );
        var table = CsvTable.Read(header + string.Concat(rows), "t.csv");
        table
            .Columns.Select(c => ColumnKinds.Infer(table, c))
            .Should()
            .Equal(
                ColumnKind.Identifier,
                ColumnKind.Identifier,
                ColumnKind.Code,
                ColumnKind.Category,
                ColumnKind.Number,
                ColumnKind.Date,
                ColumnKind.Constant,
                ColumnKind.Category
            );
    }

    [Fact]
    public void Trees_see_the_gap_and_the_others_the_median_and_that_it_was_missing()
    {
        var features = Features("x\n1.5\n2.5\n4.5\n\n");
        var preparation = Preparation.Fit(features, [0, 1, 2, 3]);
        preparation.Encode(features, [3], Encoding.Trees).Values.Should().Equal(float.NaN);
        var scaled = preparation.Encode(features, [3], Encoding.Scaled);
        var asMedian = preparation.Encode(Features("x\n2.5\n1.5\n4.5\n3.5\n"), [0], Encoding.Scaled);
        scaled.Values[0].Should().Be(asMedian.Values[0]);
        scaled.Values[1].Should().Be(0.75f); // 1 − the share of missing cells
        asMedian.Values[1].Should().Be(-0.25f);
    }

    [Fact]
    public void Rare_levels_share_a_column_and_an_unheard_level_joins_them()
    {
        var csv =
            "g\n"
            + string.Concat(
                Enumerable
                    .Range(0, 40)
                    .Select(i =>
                        (
                            i < 20 ? "a"
                            : i < 37 ? "b"
                            : $"rare{i}"
                        ) + "\n"
                    )
            );
        var features = Features(csv, "g");
        var preparation = Preparation.Fit(features, [.. Enumerable.Range(0, 40)]);
        preparation.Columns[0].Levels.Should().Equal("a", "b");
        var rare = preparation.Encode(features, [39], Encoding.Scaled).Values;
        var unheard = preparation.Encode(Features("g\nnew\nother\n", "g"), [0], Encoding.Scaled).Values;
        unheard.Should().Equal(rare);
    }

    [Fact]
    public void A_saved_preparation_encodes_the_same()
    {
        var features = Features(MadeTables.Binary(100));
        int[] rows = [.. Enumerable.Range(0, 100)];
        var preparation = Preparation.Fit(features, rows);
        var again = Preparation.FromJson(JsonNode.Parse(preparation.ToJson().ToJsonString())!);
        foreach (var encoding in Enum.GetValues<Encoding>())
            again
                .Encode(features, rows, encoding)
                .Values.Should()
                .Equal(preparation.Encode(features, rows, encoding).Values);
    }
}
