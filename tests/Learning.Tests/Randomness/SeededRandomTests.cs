using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Tests.Randomness;

/// <summary>A plan makes its model again only as long as a seed gives the numbers that it gave before.</summary>
public sealed class SeededRandomTests
{
    [Fact]
    public void A_seed_gives_the_numbers_that_it_has_always_given()
    {
        var random = new SeededRandom(1);

        random.Next(1000).Should().Be(XoshiroFirst.Whole);
        random.NextDouble().Should().Be(XoshiroFirst.Fraction);
        random.NextGaussian().Should().BeApproximately(XoshiroFirst.Gaussian, 1e-15);
        int[] items = [.. Enumerable.Range(0, 8)];
        random.Shuffle(items);
        items.Should().Equal(XoshiroFirst.Shuffled);
    }

    [Fact]
    public void What_was_drawn_from_dot_nets_own_generator_is_drawn_again()
    {
        for (var seed = -3; seed < 60; seed += 7)
        {
            var before = new Random(seed);
            var now = SeededRandom.OfDotNet(seed);
            for (var draw = 0; draw < 200; draw++)
            {
                now.Next(draw + 1).Should().Be(before.Next(draw + 1));
                now.Next(-5, draw).Should().Be(before.Next(-5, draw));
                now.NextDouble().Should().Be(before.NextDouble());
                now.Next().Should().Be(before.Next(int.MaxValue));
                now.Between(2, 9).Should().Be(2 + (9.0 - 2) * before.NextDouble());
            }
            int[] expected = [.. Enumerable.Range(0, 50)];
            int[] array = [.. expected];
            before.Shuffle(expected);
            now.Shuffle(array);
            array.Should().Equal(expected);
            before.Shuffle(expected);
            List<int> list = [.. array];
            now.Shuffle(list);
            list.Should().Equal(expected);
        }
    }

    /// <summary>Three places had a formula of their own.</summary>
    [Fact]
    public void Normal_draws_are_those_of_the_three_formulas_before()
    {
        var (before, now) = (new Random(7), SeededRandom.OfDotNet(7));
        for (var draw = 0; draw < 500; draw++)
        {
            var u = 1 - before.NextDouble();
            var v = before.NextDouble();
            now.Normal(120, 8.5)
                .Should()
                .Be(120 + 8.5 * Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v), "of home readings");

            var radius = Math.Sqrt(-2 * Math.Log(1 - before.NextDouble()));
            ((float)now.NextGaussian())
                .Should()
                .Be((float)(radius * Math.Cos(2 * Math.PI * before.NextDouble())), "of the detector's noise");

            SeededRandom
                .Gaussian(u, v)
                .Should()
                .Be(Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v), "of secret noise");
        }
    }

    [Fact]
    public void Normal_draws_have_the_mean_and_the_spread_asked_for()
    {
        var random = new SeededRandom(5);

        var drawn = Enumerable.Range(0, 40_000).Select(_ => random.Normal(10, 2)).ToArray();

        var mean = drawn.Average();
        mean.Should().BeApproximately(10, 0.05);
        Math.Sqrt(drawn.Average(d => (d - mean) * (d - mean))).Should().BeApproximately(2, 0.05);
    }

    /// <summary>Of seed 1, computed from the papers by another program.</summary>
    private static class XoshiroFirst
    {
        public const int Whole = 702;
        public const double Fraction = 0.5204366199388569;
        public const double Gaussian = -1.0136476397283942;
        public static readonly int[] Shuffled = [7, 2, 4, 3, 6, 0, 1, 5];
    }
}
