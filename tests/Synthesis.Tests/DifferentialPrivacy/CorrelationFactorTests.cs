using Xinglin.Synthesis.DifferentialPrivacy;
using Xinglin.Synthesis.Tables.Generators;

namespace Xinglin.Synthesis.Tests.DifferentialPrivacy;

public sealed class CorrelationFactorTests
{
    [Fact]
    public void The_factor_times_itself_is_the_correlations()
    {
        double[,] matrix =
        {
            { 1, 0.5, -0.3 },
            { 0.5, 1, 0.2 },
            { -0.3, 0.2, 1 },
        };

        var factor = CopulaFit.Factor(matrix);

        // The second row by hand: 0.5, then the root of 1 − 0.25.
        factor[..6].Should().Equal(1, 0, 0, 0.5f, (float)Math.Sqrt(0.75), 0);
        for (var a = 0; a < 3; a++)
        {
            for (var b = 0; b < 3; b++)
            {
                Enumerable
                    .Range(0, 3)
                    .Sum(k => factor[a * 3 + k] * factor[b * 3 + k])
                    .Should()
                    .BeApproximately((float)matrix[a, b], 1e-6f);
            }
        }
    }

    [Fact]
    public void Numbers_that_are_no_correlations_together_are_drawn_towards_none_until_they_are()
    {
        double[,] matrix =
        {
            { 1, 0.9, -0.9 },
            { 0.9, 1, 0.9 },
            { -0.9, 0.9, 1 },
        };

        var factor = CopulaFit.Factor(matrix);

        // With c = 0.9 · keep between two and −c between the third pair, the least eigenvalue is 1 − 2 c: c may be 0.495, keep 0.55.
        factor[3].Should().BeApproximately(0.9f * 0.55f, 1e-6f);
        factor.Should().NotContain(float.NaN);
    }

    [Fact]
    public void Columns_that_tell_the_same_have_a_factor_and_no_columns_an_empty_one()
    {
        CopulaFit
            .Factor(
                new double[,]
                {
                    { 1, 1 },
                    { 1, 1 },
                }
            )
            .Should()
            .HaveElementAt(2, 0.95f);
        CopulaFit.Factor(new double[0, 0]).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.025)]
    [InlineData(1e-5)]
    [InlineData(1e-12)]
    [InlineData(1e-100)]
    public void The_point_beyond_which_a_chance_lies_has_that_chance_beyond_it(double chance)
    {
        var point = GaussianTail.Beyond(chance);

        (Math.Log(0.5) + GaussianTail.LogErfc(point / Math.Sqrt(2)))
            .Should()
            .BeApproximately(Math.Log(chance), 1e-9 * Math.Max(1, -Math.Log(chance)));
        if (chance == 0.025)
            point.Should().BeApproximately(1.959963984540054, 1e-12);
    }
}
