using Xinglin.Learning.Randomness;
using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Survival;

public sealed class CoxTests
{
    /// <summary>
    /// One column, times 1 to 3, x = 1, 0, 1, all events. The likelihood is e^β/(2e^β + 1) · 1/(1 + e^β) · 1; its derivative is zero where
    /// 1 = 2r/(2r + 1) + r/(1 + r) with r = e^β, that is 2r² = 1.
    /// </summary>
    [Fact]
    public void A_three_row_example_worked_by_hand_gives_minus_half_the_logarithm_of_two()
    {
        var x = new Encoded([1, 0, 1], 3, 1, [0]);
        var cox = CoxRegression.Fit(x, [1, 2, 3], [true, true, true], penalty: 0);
        cox.Weights[0].Should().BeApproximately(-Math.Log(2) / 2, 1e-4);
    }

    /// <summary>
    /// Two deaths at one time among three people, x = 1, 1, 0: Efron's likelihood is r²/((2r + 1)(2r + 1 − r)) with r = e^β, so that
    /// at β = 0 the negative logarithm is ln 3 + ln 2 and the derivative −2 + 2/3 + (2 − 1)/(3 − 1).
    /// </summary>
    [Fact]
    public void Efron_s_treatment_of_equal_times_is_what_it_is_by_hand()
    {
        var likelihood = new PartialLikelihood(new Encoded([1, 1, 0], 3, 1, [0]), [1, 1, 2], [true, true, false]);
        var gradient = new double[1];
        likelihood.Evaluate([0], gradient, null).Should().BeApproximately(Math.Log(6), 1e-12);
        gradient[0].Should().BeApproximately(-2 + 2 / 3.0 + 0.5, 1e-12);
    }

    [Fact]
    public void Gradient_and_hessian_equal_finite_differences_with_ties()
    {
        var random = new SeededRandom(3);
        var x = new Encoded([.. Enumerable.Range(0, 90).Select(_ => (float)random.NextGaussian())], 30, 3, [0, 1, 2]);
        double[] times = [.. Enumerable.Range(0, 30).Select(_ => 1.0 + random.Next(8))];
        bool[] events = [.. Enumerable.Range(0, 30).Select(_ => random.Next(3) > 0)];
        var likelihood = new PartialLikelihood(x, times, events);
        double[] beta = [0.3, -0.5, 0.1];
        var (gradient, hessian) = (new double[3], new double[9]);
        likelihood.Evaluate(beta, gradient, hessian);
        for (var j = 0; j < 3; j++)
        {
            double[] up = [.. beta],
                down = [.. beta];
            (up[j], down[j]) = (up[j] + 1e-5, down[j] - 1e-5);
            var (gu, gd) = (new double[3], new double[3]);
            var slope = (likelihood.Evaluate(up, gu, null) - likelihood.Evaluate(down, gd, null)) / 2e-5;
            slope.Should().BeApproximately(gradient[j], 1e-6);
            for (var k = j; k < 3; k++)
                ((gu[k] - gd[k]) / 2e-5).Should().BeApproximately(hessian[k * 3 + j], 1e-6);
        }
    }

    /// <summary>R survival: coxph(Surv(futime, fustat) ~ age, ovarian) gives 0.16162 with standard error 0.04974.</summary>
    [Fact]
    public void Ovarian_has_the_published_coefficient_and_error()
    {
        var fitted = ProportionalHazards.Of(Ovarian.Columns(1), Ovarian.Times, Ovarian.Events)!;
        fitted.Ratios[0].Coefficient.Should().BeApproximately(0.16162, 2e-5);
        fitted.Ratios[0].Error.Should().BeApproximately(0.04974, 2e-5);
    }

    /// <summary>
    /// R survival before 3.0: cox.zph(coxph(Surv(futime, fustat) ~ age + ecog.ps, ovarian)) gives chi-square 0.856 (p 0.355) for age,
    /// 2.545 (p 0.111) for performance status and 3.195 (p 0.202) for both.
    /// </summary>
    [Fact]
    public void The_test_of_proportional_hazards_gives_the_published_p_values()
    {
        var fitted = ProportionalHazards.Of(Ovarian.Columns(2), Ovarian.Times, Ovarian.Events)!;
        fitted.Ratios[0].Proportional.Should().BeApproximately(0.355, 0.001);
        fitted.Ratios[1].Proportional.Should().BeApproximately(0.111, 0.001);
        fitted.Global.Should().BeApproximately(0.202, 0.001);
    }

    /// <summary>R survival: coxph(Surv(time, status) ~ age + sex + ph.ecog, lung), 227 rows, ties by Efron.</summary>
    [Fact]
    public void Lung_has_the_published_coefficients_errors_and_concordance()
    {
        var table = CsvTable.Read(SharedData.Path("survival/lung.csv"));
        string[] columns = ["time", "status", "age", "sex", "ph.ecog"];
        var cells = columns.Select(c => table.Column(c)).ToList();
        var rows = Enumerable.Range(0, table.Rows).Where(r => cells.All(c => c[r] is not null)).ToArray();
        rows.Should().HaveCount(227);
        double Cell(int c, int r) => double.Parse(cells[c][r]!, System.Globalization.CultureInfo.InvariantCulture);
        double[] times = [.. rows.Select(r => Cell(0, r))];
        bool[] events = [.. rows.Select(r => Cell(1, r) == 2)];
        var x = new Encoded(
            [.. rows.SelectMany(r => new[] { 2, 3, 4 }.Select(c => (float)Cell(c, r)))],
            rows.Length,
            3,
            [0, 1, 2]
        );
        var fitted = ProportionalHazards.Of(x, times, events)!;
        double[] coefficients = [0.011067, -0.552612, 0.463728],
            errors = [0.009267, 0.167739, 0.113577];
        for (var j = 0; j < 3; j++)
        {
            fitted.Ratios[j].Coefficient.Should().BeApproximately(coefficients[j], 1e-4);
            fitted.Ratios[j].Error.Should().BeApproximately(errors[j], 1e-4);
        }
        var cox = CoxRegression.Fit(x, times, events, 0);
        double[] risk = [.. Enumerable.Range(0, rows.Length).Select(r => cox.Score(x.Row(r)))];
        Concordance.Harrell(times, events, risk).Should().BeApproximately(0.637, 0.001);
    }

    [Fact]
    public void A_strong_lasso_keeps_only_what_matters_and_a_ridge_shrinks()
    {
        var random = new SeededRandom(5);
        const int rows = 300;
        var values = new float[rows * 6];
        var times = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < 6; j++)
                values[i * 6 + j] = (float)random.NextGaussian();
            times[i] = -Math.Log(1 - random.NextDouble()) * Math.Exp(-1.2 * values[i * 6]);
        }
        var x = new Encoded(values, rows, 6, [0, 1, 2, 3, 4, 5]);
        bool[] events = [.. Enumerable.Repeat(true, rows)];
        var plain = CoxRegression.Fit(x, times, events, 0);
        plain.Weights[0].Should().BeApproximately(1.2, 0.2);
        var sparse = CoxRegression.Fit(x, times, events, 40, lasso: 1);
        sparse.Weights[0].Should().BeGreaterThan(0.5);
        sparse.Weights.Skip(1).Should().OnlyContain(w => w == 0);
        CoxRegression.Fit(x, times, events, 200).Weights[0].Should().BeLessThan(plain.Weights[0]).And.BeGreaterThan(0);
    }

    [Fact]
    public void With_no_effect_breslow_s_baseline_is_the_nelson_aalen_estimate()
    {
        var x = new Encoded([0, 0, 0, 0], 4, 1, [0]);
        var cox = CoxRegression.Fit(x, [2, 3, 3, 5], [true, true, false, true], penalty: 1);
        cox.Times.Should().Equal(2, 3, 5);
        cox.Hazard[0].Should().BeApproximately(1 / 4.0, 1e-12);
        cox.Hazard[1].Should().BeApproximately(1 / 4.0 + 1 / 3.0, 1e-12);
        cox.Hazard[2].Should().BeApproximately(1 / 4.0 + 1 / 3.0 + 1, 1e-12);
        cox.BaselineAt(1.9).Should().Be(0);
        cox.BaselineAt(4).Should().BeApproximately(7 / 12.0, 1e-12);
    }
}
