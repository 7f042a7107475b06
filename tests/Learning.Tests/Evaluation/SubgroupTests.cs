using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tests.Evaluation;

public sealed class SubgroupTests
{
    private static (double[][] P, int[] Labels) Made(int rows, double slope, int seed = 3)
    {
        var random = new SeededRandom(seed);
        var p = new double[rows][];
        var labels = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            var z = random.NextGaussian();
            var stated = Calibration.Sigmoid(z);
            p[i] = [1 - stated, stated];
            labels[i] = random.NextDouble() < Calibration.Sigmoid(slope * z) ? 1 : 0;
        }
        return (p, labels);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void The_calibration_slope_is_found_and_lies_in_its_interval(double slope)
    {
        var (p, labels) = Made(20_000, slope);
        var line = CalibrationSlope.Of([.. p.Select(q => q[1])], [.. labels.Select(l => l == 1)]);
        line.Slope.Value.Should().BeApproximately(slope, 0.1 * slope);
        line.Slope.Low.Should().BeLessThan(slope);
        line.Slope.High.Should().BeGreaterThan(slope);
        line.Intercept.Value.Should().BeApproximately(0, 0.1);
    }

    [Fact]
    public void A_group_s_error_rates_are_counted_at_the_threshold()
    {
        var (p, labels) = Made(400, 1);
        var figures = SubgroupFigures.Of("sex", "F", [.. Enumerable.Range(0, 400)], p, labels, new int[400], 0.5, 1);
        var negatives = labels.Count(l => l == 0);
        figures
            .FalsePositiveRate.Should()
            .Be(new Proportion(p.Where((q, i) => labels[i] == 0 && q[1] >= 0.5).Count(), negatives));
        figures.FalseNegativeRate!.Of.Should().Be(400 - negatives);
        figures
            .Auc!.Value.Should()
            .BeApproximately(Metrics.Auc([.. p.Select(q => q[1])], [.. labels.Select(l => l == 1)]), 1e-12);
        figures.Auc.Low.Should().BeLessThan(figures.Auc.Value).And.BeGreaterThan(0.5);
    }

    [Fact]
    public void A_small_group_is_said_to_be_too_small_and_gets_no_figure()
    {
        var (p, labels) = Made(25, 1);
        var figures = SubgroupFigures.Of("sex", "F", [.. Enumerable.Range(0, 25)], p, labels, new int[25], 0.5, 1);
        figures.TooSmall.Should().BeTrue();
        figures.ToJson().ContainsKey("auc").Should().BeFalse();
    }

    [Fact]
    public void The_hours_of_one_stay_are_one_witness_counted_and_drawn_together()
    {
        var (p, labels) = Made(400, 1);
        var stays = Enumerable.Range(0, 400).Select(i => i / 10).ToArray();
        int[] rows = [.. Enumerable.Range(0, 400)];
        var apart = SubgroupFigures.Of("sex", "F", rows, p, labels, new int[400], 0.5, 1);
        var together = SubgroupFigures.Of("sex", "F", rows, p, labels, new int[400], 0.5, 1, stays);
        together.N.Should().Be(40);
        together.Auc!.Value.Should().Be(apart.Auc!.Value);
        together.FalsePositiveRate.Should().BeNull("an interval by hours would be too narrow");
        var few = SubgroupFigures.Of("sex", "F", [.. rows[..200]], p, labels, new int[400], 0.5, 1, stays);
        few.TooSmall.Should().BeTrue("two hundred hours of twenty stays are twenty witnesses");
    }

    [Fact]
    public void The_mean_of_a_group_leaves_out_what_is_no_number_and_its_interval_is_drawn_by_person()
    {
        double[] errors =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                    i < 30 ? 1.0
                    : i == 59 ? double.NaN
                    : 3.0
                ),
        ];
        var people = Enumerable.Range(0, 60).Select(i => i / 3).ToArray();
        var group = MeanSubgroup.Of("ward", "A", [errors], people, 1);
        group.N.Should().Be(20);
        group.Means[0].Value.Should().BeApproximately((30 + 29 * 3) / 59.0, 1e-12);
        group.Means[0].Low.Should().BeLessThan(1.9);
        group.Means[0].High.Should().BeGreaterThan(2.1);
        MeanSubgroup.Of("ward", "B", [errors[..27]], people[..27], 1).TooSmall.Should().BeTrue();
    }

    [Fact]
    public void Columns_of_sex_age_and_race_are_recognised_by_the_words_of_their_name_and_stage_is_not()
    {
        var table = new Table("t", ["Sex", "stage", "age_years", "patientGender", "Race", "年龄", "average"], [], []);
        SubgroupColumns.Of(table, null).Should().Equal("Sex", "age_years", "patientGender", "Race", "年龄");
    }

    [Fact]
    public void Ages_fall_into_bands_and_words_stay_as_they_are()
    {
        string?[] ages = [.. Enumerable.Range(0, 40).Select(i => (string?)(10 + 2 * i).ToString()), null];
        var table = new Table("t", ["age"], [ages], [.. Enumerable.Range(1, 41)]);
        var groups = SubgroupColumns.Groups(table, "age", [.. Enumerable.Range(0, 41)]);
        groups.Distinct().Should().Equal("< 18", "18–<40", "40–<65", "65–<75", "≥ 75", "(missing)");
    }

    [Fact]
    public void Bands_and_codes_are_listed_from_the_lowest_and_words_after_them()
    {
        string?[] ages = [.. Enumerable.Range(0, 40).Select(i => (string?)(10 + 2 * i).ToString()), null];
        SubgroupColumns
            .Divide("age", ages)
            .Select(g => g.Level)
            .Should()
            .Equal("< 18", "18–<40", "40–<65", "65–<75", "≥ 75", "(missing)");
        SubgroupColumns
            .Divide("grade", ["10", "2", null, "1"])
            .Select(g => g.Level)
            .Should()
            .Equal("1", "2", "10", "(missing)");
        string?[] scores = [.. Enumerable.Range(0, 40).Select(i => (string?)(i - 20).ToString())];
        SubgroupColumns.Divide("score", scores).Select(g => g.Level).Should().Equal("< -11", "-11–<-1", "-1–<9", "≥ 9");
    }

    [Fact]
    public void Chinese_names_that_hold_sex_or_age_among_other_words_are_recognised()
    {
        var table = CsvTable.Read("患者性别,入院年龄,性别代码,民族名称,血型,年薪\n男,70,1,汉族,A,3\n", "t.csv");
        SubgroupColumns.Of(table, null).Should().Equal("患者性别", "入院年龄", "性别代码", "民族名称");
    }
}
