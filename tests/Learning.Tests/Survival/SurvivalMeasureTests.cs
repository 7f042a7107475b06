using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Survival.Measures;

namespace Xinglin.Learning.Tests.Survival;

public sealed class SurvivalMeasureTests
{
    [Fact]
    public void The_product_limit_estimate_is_what_it_is_by_hand()
    {
        // Times 1, 2+, 3, 3, 5+: 4/5, then 4/5 · 1/3.
        var curve = KaplanMeier.Of([1, 2, 3, 3, 5], [true, false, true, true, false]);
        curve.Times.Should().Equal(1, 3);
        curve.At(2.5).Should().BeApproximately(0.8, 1e-12);
        curve.At(3).Should().BeApproximately(0.8 / 3, 1e-12);
        curve.JustBefore(3).Should().BeApproximately(0.8, 1e-12);
        curve.Greenwood[0].Should().BeApproximately(1 / (5.0 * 4), 1e-12);
        var censoring = KaplanMeier.OfCensoring([1, 2, 3, 3, 5], [true, false, true, true, false]);
        censoring.At(2).Should().BeApproximately(3 / 4.0, 1e-12);
    }

    [Fact]
    public void Harrell_s_c_equals_counting_all_pairs()
    {
        var random = new SeededRandom(2);
        const int rows = 120;
        double[] times = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(40))],
            risk = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(25))];
        bool[] events = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0)];
        int[] weights = [.. Enumerable.Range(0, rows).Select(_ => random.Next(4))];
        double won = 0,
            pairs = 0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < rows; j++)
            {
                if (!events[i] || !(times[j] > times[i] || times[j] == times[i] && !events[j]))
                    continue;
                double w = weights[i] * weights[j];
                pairs += w;
                won +=
                    w
                    * (
                        risk[i] > risk[j] ? 1
                        : risk[i] == risk[j] ? 0.5
                        : 0
                    );
            }
        }

        Concordance.Harrell(times, events, risk, weights).Should().BeApproximately(won / pairs, 1e-12);
    }

    [Fact]
    public void Without_censoring_every_measure_is_the_ordinary_one()
    {
        var random = new SeededRandom(7);
        double[] risk = [.. Enumerable.Range(0, 400).Select(_ => random.NextGaussian())];
        double[] times = [.. risk.Select(r => -Math.Log(1 - random.NextDouble()) * Math.Exp(-r))];
        bool[] events = [.. Enumerable.Repeat(true, 400)];
        var censoring = KaplanMeier.OfCensoring(times, events);
        double[] survival = [.. risk.Select(r => Math.Exp(-Math.Exp(r)))]; // the truth at time 1
        var dead = times.Select(t => t <= 1).ToArray();
        CensoredScores.Auc(times, events, risk, 1, censoring).Should().BeApproximately(Metrics.Auc(risk, dead), 1e-12);
        CensoredScores
            .BrierParts(times, events, survival, 1, censoring)
            .Average()
            .Should()
            .BeApproximately(survival.Select((s, i) => Math.Pow((dead[i] ? 0 : 1) - s, 2)).Average(), 1e-12);
        Concordance
            .Uno(times, events, risk, censoring, double.PositiveInfinity)
            .Should()
            .BeApproximately(Concordance.Harrell(times, events, risk), 1e-12);
    }

    [Fact]
    public void Uno_s_c_and_the_brier_score_see_through_censoring_which_harrell_s_c_does_not_wholly()
    {
        var random = new SeededRandom(17);
        const int rows = 6000;
        double[] risk = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        double[] whole = [.. risk.Select(r => -Math.Log(1 - random.NextDouble()) * Math.Exp(-r))];
        double[] lost = [.. risk.Select(_ => -Math.Log(1 - random.NextDouble()) * 1.2)];
        double[] times = [.. whole.Zip(lost, Math.Min)];
        bool[] events = [.. whole.Zip(lost, (t, c) => t <= c)];
        double[] survival = [.. risk.Select(r => Math.Exp(-Math.Exp(r)))];
        bool[] all = [.. Enumerable.Repeat(true, rows)];
        var seen = KaplanMeier.OfCensoring(times, events);
        var nothingLost = KaplanMeier.OfCensoring(whole, all);
        CensoredScores
            .BrierParts(times, events, survival, 1, seen)
            .Average()
            .Should()
            .BeApproximately(CensoredScores.BrierParts(whole, all, survival, 1, nothingLost).Average(), 0.01);
        Concordance
            .Uno(times, events, risk, seen, 1.5)
            .Should()
            .BeApproximately(Concordance.Uno(whole, all, risk, nothingLost, 1.5), 0.015);
    }

    [Fact]
    public void Before_the_first_event_the_interval_is_that_of_none_in_as_many_as_were_followed_and_not_a_point()
    {
        double[] times = [.. Enumerable.Range(1, 20).Select(i => (double)i)];
        var curve = KaplanMeier.Of(times, [.. times.Select(t => t == 15)]);
        var (low, high) = curve.Interval(3);
        high.Should().Be(1);
        low.Should().BeApproximately(Math.Pow(0.025, 1.0 / 18), 1e-12, "18 were followed until 3; 3/n is near");
        KaplanMeier.Of([1, 2], [false, false]).Interval(9).Should().Be((0, 1));
    }

    [Theory]
    [InlineData(3.841459, 1, 0.05)]
    [InlineData(0.856, 1, 0.3549)]
    [InlineData(3.195, 2, 0.2024)]
    [InlineData(18.307, 10, 0.05)]
    [InlineData(0.5, 7, 0.9994)]
    public void The_chi_square_distribution_has_its_tabled_values(double x, int degrees, double p) =>
        ChiSquare.Above(x, degrees).Should().BeApproximately(p, 1e-4);
}
