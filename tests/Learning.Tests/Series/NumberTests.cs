using Xinglin.Formats;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Tests.Series;

/// <summary>Numbers as they are learnt and told again.</summary>
public sealed class NumberTests
{
    [Fact]
    public void A_long_tailed_number_is_learnt_by_its_logarithm_and_told_in_its_own_unit()
    {
        var target = Target(Enumerable.Range(0, 100).Select(i => Math.Exp(i / 20.0)));

        target.LogarithmUnit.Should().BePositive();
        foreach (var number in new[] { 1, 3.5, 40, 140 })
            target.OfScore(target.Score(number)).Should().BeApproximately(number, 1e-9);
        target.OfScore(1e9).Should().Be(target.Highest);
    }

    [Theory]
    [InlineData(-5)] // negative numbers have no logarithm
    [InlineData(0)]
    public void Other_numbers_are_learnt_as_they_stand(double lowest)
    {
        var even = Target(Enumerable.Range(0, 100).Select(i => lowest + i));
        even.LogarithmUnit.Should().Be(0);
        Target(Enumerable.Range(0, 100).Select(i => Math.Exp(i / 20.0) - 6)).LogarithmUnit.Should().Be(0);
    }

    [Fact]
    public void The_mean_of_a_number_learnt_by_its_logarithm_is_not_told_too_low()
    {
        var random = new Random(3);
        var numbers = Enumerable
            .Range(0, 2_000)
            .Select(_ => Math.Exp(3 * random.NextDouble() * random.NextDouble()))
            .ToArray();
        var target = Target(numbers);
        double[][] scores = [.. numbers.Select(_ => new double[] { -1, 0, 1, 0 })];

        var interval = SeriesInterval.Fit(scores, numbers, target);

        var told = interval.Apply(scores[0], target);
        told.Mean.Should().BeApproximately(numbers.Average(), 0.05 * numbers.Average());
        told.Q50.Should().BeLessThan(told.Mean);
        SeriesInterval.FromJson(interval.ToJson()).Should().Be(interval);
    }

    [Fact]
    public void One_word_among_numbers_is_named_and_not_taken_for_one_of_too_many_classes()
    {
        var lines = Enumerable.Range(0, 60).Select(i => ($"p{i}", double.NaN, i == 4 ? "n/a" : $"{i}"));
        var file = new OutcomeLines("outcomes.csv", "days", false, [.. lines], 0);
        var read = () => SeriesTarget.Of(file, [.. file.Lines.Select(line => line.Outcome)], SeriesAnswer.Auto);
        read.Should().Throw<InvalidInputException>().WithMessage("*59 of its 60*numbers, but not 'n/a'*");
    }

    [Fact]
    public void The_folds_have_a_min_of_sensitivity_and_precision_of_their_own()
    {
        var target = new SeriesTarget("death", false, ["0", "1"]);
        var rows = Enumerable.Range(0, 8).Select(i => new SeriesRow(i, double.PositiveInfinity)).ToArray();
        var cohort = new SeriesCohort(target, [.. Enumerable.Range(0, 8)], rows, [0, 0, 1, 1, 0, 0, 1, 1], [], 0);
        double[] scores = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]; // each fold ranks well, one speaks louder

        var (json, _) = SeriesScores.OfClasses(
            cohort,
            Array.ConvertAll(scores, p => new[] { 1 - p, p }),
            1,
            [0, 0, 0, 0, 1, 1, 1, 1],
            seed: 1
        );

        ((double)json["min_se_ppv_folds"]!).Should().Be(1);
        ((double)json["min_se_ppv"]!).Should().BeLessThan(1);
    }

    private static SeriesTarget Target(IEnumerable<double> numbers)
    {
        var lines = numbers.Select((number, i) => ($"p{i}", double.NaN, FormattableString.Invariant($"{number}")));
        var file = new OutcomeLines("outcomes.csv", "days", false, [.. lines], 0);
        return SeriesTarget.Of(file, [.. file.Lines.Select(line => line.Outcome)], SeriesAnswer.Number);
    }
}
