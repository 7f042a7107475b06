using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;

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
            {
                Enumerable
                    .Range(0, 300)
                    .Average(r => (double)x.Values[r * x.Columns + c])
                    .Should()
                    .BeApproximately(0, 1e-4);
            }

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
        {
            again
                .Encode(features, rows, encoding)
                .Values.Should()
                .Equal(preparation.Encode(features, rows, encoding).Values);
        }
    }

    /// <summary>A category of 60 levels that says nothing, for rows of random classes.</summary>
    private static (IReadOnlyList<Feature> Features, int[] Rows, int[] Labels) ManyLevels(int rows)
    {
        var random = new SeededRandom(21);
        var csv = "ward\n" + string.Concat(Enumerable.Range(0, rows).Select(_ => $"w{random.Next(60)}\n"));
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2))];
        return (Features(csv), [.. Enumerable.Range(0, rows)], labels);
    }

    [Fact]
    public void A_category_of_many_levels_becomes_one_column_of_rates_for_trees()
    {
        var (features, rows, labels) = ManyLevels(600);
        var preparation = Preparation.Fit(features, rows, labels, 2);
        preparation.Width(Encoding.Trees).Should().Be(1);
        preparation.Columns[0].Rates!.Rates.Should().NotBeEmpty();
        var again = Preparation.FromJson(JsonNode.Parse(preparation.ToJson().ToJsonString())!);
        again
            .Encode(features, rows, Encoding.Trees)
            .Values.Should()
            .Equal(preparation.Encode(features, rows, Encoding.Trees).Values);
    }

    [Fact]
    public void A_training_row_s_rate_does_not_hold_its_own_class()
    {
        var (features, rows, labels) = ManyLevels(600);
        var preparation = Preparation.Fit(features, rows, labels, 2);
        double Auc(Encoded x) =>
            Xinglin.Learning.Evaluation.Metrics.Auc(
                [.. x.Values.Select(v => (double)v)],
                [.. labels.Select(l => l == 1)],
                Xinglin.Learning.Evaluation.Metrics.Ascending([.. x.Values.Select(v => (double)v)]),
                null
            );
        // Of themselves the levels seem to tell the classes; of one another they do not.
        Auc(preparation.Encode(features, rows, Encoding.Trees)).Should().BeGreaterThan(0.6);
        Auc(preparation.EncodeTraining(features, rows, labels, 2, Encoding.Trees)).Should().BeLessThan(0.55);
    }

    [Fact]
    public void A_spline_is_straight_beyond_its_outer_knots()
    {
        var spline = RestrictedSpline.Fit([.. Enumerable.Range(0, 200).Select(i => i * 0.5)])!;
        double[] At(double x)
        {
            var terms = new double[spline.Terms];
            spline.Fill(x, terms);
            return terms;
        }
        foreach (var (from, step) in new[] { (-50.0, 10.0), (spline.Knots[^1] + 1, 25.0) })
        {
            for (var t = 0; t < spline.Terms; t++)
            {
                (At(from + 2 * step)[t] - At(from + step)[t])
                    .Should()
                    .BeApproximately(At(from + step)[t] - At(from)[t], 1e-9);
            }
        }
    }

    [Fact]
    public void Of_a_very_wide_table_the_columns_that_say_most_are_kept()
    {
        var random = new SeededRandom(22);
        int[] labels = [.. Enumerable.Range(0, 80).Select(i => i % 2)];
        IReadOnlyList<Feature> features =
        [
            .. Enumerable
                .Range(0, 2000)
                .Select(f => new Feature(
                    $"c{f}",
                    ColumnKind.Number,
                    [.. labels.Select(l => random.NextGaussian() + (f == 1234 ? 3 * l : 0))],
                    null
                )),
        ];
        var preparation = Preparation.Fit(features, [.. Enumerable.Range(0, 80)], labels, 2);
        preparation.Columns.Should().HaveCountLessThan(1000);
        preparation.Columns.Select(c => c.Name).Should().Contain("c1234");
    }

    [Fact]
    public void A_missing_number_follows_from_the_columns_it_goes_with()
    {
        var random = new SeededRandom(23);
        var truth = new double[300];
        var csv = new System.Text.StringBuilder("a,b\n");
        for (var i = 0; i < truth.Length; i++)
        {
            truth[i] = random.NextGaussian();
            var b = 2 * truth[i] + 0.2 * random.NextGaussian();
            csv.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{(i % 4 == 0 ? "" : truth[i].ToString("F4", System.Globalization.CultureInfo.InvariantCulture))},{b:F4}\n"
            );
        }
        var features = Features(csv.ToString());
        int[] rows = [.. Enumerable.Range(0, truth.Length)];
        var fitted = Preparation.Fit(features, rows, [.. rows.Select(r => r % 2)], 2);
        var preparation = Preparation.FromJson(JsonNode.Parse(fitted.ToJson().ToJsonString())!);
        double Off(Encoding encoding)
        {
            var x = preparation.Encode(features, rows, encoding);
            var column = preparation.Columns[0];
            return rows.Where(r => r % 4 == 0)
                .Average(r => Math.Abs(x.Row(r)[0] * column.Deviation + column.Mean - truth[r]));
        }
        Off(Encoding.Imputed).Should().BeLessThan(0.3 * Off(Encoding.ScaledLog));
    }

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("yyyy/M/d")]
    [InlineData("dd/MM/yyyy")]
    [InlineData("d.M.yyyy")]
    [InlineData("yyyy年M月d日")]
    [InlineData("yyyyMMdd")]
    [InlineData("yyyy-MM")]
    [InlineData("yyyy-MM-dd HH:mm")]
    [InlineData("dd-MMM-yyyy")]
    public void Days_are_dates_however_a_hospital_writes_them(string format)
    {
        var first = new DateOnly(1951, 3, 27).ToDateTime(new TimeOnly(9, 30));
        var cells = Enumerable
            .Range(0, 60)
            .Select(i =>
                first.AddDays(31 * (i % 40)).ToString(format, System.Globalization.CultureInfo.InvariantCulture)
            );
        ColumnKinds
            .Infer(CsvTable.Read("day\n" + string.Join('\n', cells), "t.csv"), "day")
            .Should()
            .Be(ColumnKind.Date);
    }

    [Theory]
    [InlineData("platelets", ColumnKind.Number)]
    [InlineData("dose", ColumnKind.Category)]
    [InlineData("icd", ColumnKind.Category)]
    [InlineData("stage", ColumnKind.Category)]
    public void Cells_that_only_look_like_days_or_units_keep_their_kind(string column, ColumnKind kind)
    {
        string[] stages = ["1-2-3", "2-4-5", "3-3-1"];
        var rows = Enumerable
            .Range(0, 200)
            .Select(i =>
                $"{20_000_101 + 7919 * (i % 90)},{5 * (1 + i % 4)} mg,{(char)('A' + i % 26)}{10 + i % 26}.{i % 3},{stages[i % 3]}"
            );
        var table = CsvTable.Read("platelets,dose,icd,stage\n" + string.Join('\n', rows), "t.csv");
        ColumnKinds.Infer(table, column).Should().Be(kind);
    }

    [Fact]
    public void A_level_of_three_rows_among_many_keeps_what_it_says_and_one_of_two_does_not()
    {
        string?[] cells =
        [
            .. Enumerable.Range(0, 150).Select(i => i < 148 ? $"c{i % 37}" : "rare"),
            "three",
            "three",
            "three",
        ];
        int[] rows = [.. Enumerable.Range(0, cells.Length)];
        var rates = TargetEncoding.Fit(cells, rows, [.. rows.Select(r => r % 37 < 18 || r >= 150 ? 1 : 0)], 2);
        rates.Of("c3")[0].Should().BeGreaterThan(rates.Prior[0]);
        rates.Of("c30")[0].Should().BeLessThan(rates.Prior[0]);
        rates.Of("three")[0].Should().BeGreaterThan(rates.Prior[0]);
        rates.Of("rare").Should().Equal(rates.Prior, "two rows would name a patient");
    }
}
