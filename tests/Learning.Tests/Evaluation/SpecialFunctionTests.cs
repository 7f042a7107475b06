using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Survival.Measures;

namespace Xinglin.Learning.Tests.Evaluation;

/// <summary>Values that stand in published tables, or that R prints.</summary>
public sealed class SpecialFunctionTests
{
    [Theory] // R: qchisq(p, df, lower.tail = FALSE)
    [InlineData(3.841458820694124, 1, 0.05)]
    [InlineData(5.991464547107979, 2, 0.05)]
    [InlineData(7.814727903251179, 3, 0.05)]
    [InlineData(15.08627246938899, 5, 0.01)]
    [InlineData(18.307038053275146, 10, 0.05)]
    public void The_chi_square_distribution_has_the_quantiles_that_R_prints(double x, int degrees, double p) =>
        ChiSquare.Above(x, degrees).Should().BeApproximately(p, 1e-12);

    [Theory] // With an even number of degrees a finite sum of a Poisson distribution (Abramowitz and Stegun 26.4.21).
    [InlineData(0.3, 4)]
    [InlineData(40, 6)]
    [InlineData(700, 20)]
    public void The_tail_of_chi_square_keeps_its_digits_far_out(double x, int degrees)
    {
        double term = Math.Exp(-x / 2),
            sum = term;
        for (var k = 1; k < degrees / 2; k++)
            sum += term *= x / 2 / k;
        (ChiSquare.Above(x, degrees) / sum).Should().BeApproximately(1, 1e-10);
    }

    [Fact]
    public void Nothing_lies_below_zero_of_chi_square()
    {
        ChiSquare.Above(0, 3).Should().Be(1);
        ChiSquare.Above(-1, 3).Should().Be(1);
        ChiSquare.Above(4, 0).Should().Be(1);
    }

    [Theory] // R: pnorm(-2 * qnorm(0.9)), pnorm(-3 * qnorm(0.9)). The series used before gave them to 1.5e-7 only.
    [InlineData(40, 0.0051870614036699765)]
    [InlineData(10, 6.0361154705359614e-05)]
    public void The_tail_of_an_alert_is_that_of_the_normal_distribution(double limit, double known)
    {
        // The 10 % quantile lies 30 below the median: a limit 60 below it lies twice as far out.
        var forecast = new QuantileForecast(0, 70, 84, 100, 116, 130);
        new AlertLimit(true, limit).Chance(forecast).Should().BeApproximately(known, 1e-12);
    }

    /// <summary>The inverse of the Hilbert matrix of order 4, whose elements are whole numbers (Choi, Am Math Mon 1983;90:301).</summary>
    [Fact]
    public void The_inverse_of_a_Hilbert_matrix_is_made_of_whole_numbers()
    {
        double[] hilbert = [.. Enumerable.Range(0, 16).Select(k => 1.0 / (k / 4 + k % 4 + 1))];
        double[] known =
        [
            16,
            -120,
            240,
            -140,
            -120,
            1200,
            -2700,
            1680,
            240,
            -2700,
            6480,
            -4200,
            -140,
            1680,
            -4200,
            2800,
        ];
        var inverse = Cholesky.Factor(hilbert, 4)!.Inverse(4);
        for (var k = 0; k < 16; k++)
            inverse[k / 4, k % 4].Should().BeApproximately(known[k], 1e-9 * Math.Abs(known[k]));
        for (var k = 0; k < 16; k++)
            hilbert[k] = k % 4 > k / 4 ? 0 : hilbert[k]; // Newton's method fills the lower triangle only.
        var solved = Cholesky.Factor(hilbert, 4)!.Solve([1, 0, 0, 0]);
        for (var k = 0; k < 4; k++)
            solved[k].Should().BeApproximately(known[k], 1e-9 * Math.Abs(known[k]));
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_factor()
    {
        Cholesky.Factor([1, 2, 2, 1], 2).Should().BeNull();
        Cholesky.Factor([1, 1, 1, 1 + 1e-14], 2).Should().BeNull("its second pivot is rounding error");
        Cholesky.Factor([double.NaN, 0, 0, 1], 2).Should().BeNull();
    }
}
