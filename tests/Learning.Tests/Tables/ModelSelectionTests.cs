using Xinglin.Formats;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tests.Tables;

public sealed class ModelSelectionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stratified_folds_share_each_class_evenly_and_repeat_with_the_seed()
    {
        int[] labels = [.. Enumerable.Range(0, 103).Select(i => i % 10 == 0 ? 1 : 0)];
        var folds = Folds.Stratified(labels, null, 5, seed: 3);
        for (var f = 0; f < 5; f++)
        {
            folds.Count(v => v == f).Should().BeInRange(20, 21);
            folds.Where((v, i) => v == f && labels[i] == 1).Count().Should().BeInRange(2, 3);
        }
        Folds.Stratified(labels, null, 5, seed: 3).Should().Equal(folds);
        Folds.Stratified(labels, null, 5, seed: 4).Should().NotEqual(folds);
    }

    [Fact]
    public void A_group_is_never_split_and_its_classes_are_spread()
    {
        var random = new SeededRandom(1);
        int[] labels = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble() < 0.2 ? 1 : 0)];
        string[] groups = [.. Enumerable.Range(0, 400).Select(_ => $"g{random.Next(90)}")];
        var folds = Folds.Stratified(labels, groups, 4, seed: 1);
        groups.Zip(folds).Distinct().GroupBy(g => g.First).Should().OnlyContain(g => g.Count() == 1);
        for (var f = 0; f < 4; f++)
            folds.Where((v, i) => v == f && labels[i] == 1).Count().Should().BeGreaterThan(10);
    }

    [Theory]
    [InlineData("row,fold\n0,0\n1,1\n1,0\n", "line 4")]
    [InlineData("row,fold\n0,0\n9,1\n", "row 9 does not exist")]
    [InlineData("row,fold\n0,0\n1,1\n", "no fold for row 2")]
    [InlineData("row,fold\n0,x\n", "line 2")]
    [InlineData("row,fold\n0,1\n1,1\n2,1\n", "one fold only")]
    [InlineData("row,part\n0,1\n", "'fold'")]
    public void A_fold_file_that_does_not_fit_is_refused(string text, string place) =>
        Assert
            .ThrowsAny<InvalidInputException>(() => Folds.FromFile(_folder.Write("folds.csv", text), 3))
            .Place.Should()
            .Contain(place);

    [Fact]
    public void The_simple_model_wins_where_the_other_is_only_as_good()
    {
        var random = new SeededRandom(2);
        int[] labels = [.. Enumerable.Range(0, 300).Select(_ => random.Next(2))];
        double[][] Scored(double signal, double noise) =>
            [.. labels.Select(l => new[] { 0, signal * (l - 0.5) + noise * random.NextGaussian() })];
        var simple = Scored(2, 0.5);
        WeightedEnsemble.Choose([simple, Scored(0, 1)], labels).Should().Equal(1, 0);
        WeightedEnsemble.Choose([Scored(0, 1), Scored(4, 0.5)], labels)[1].Should().BeGreaterThan(0.8);
    }

    [Fact]
    public void Two_models_with_errors_of_their_own_are_blended()
    {
        var random = new SeededRandom(8);
        int[] labels = [.. Enumerable.Range(0, 600).Select(_ => random.Next(2))];
        double[][] Scored() => [.. labels.Select(l => new[] { 0, 2 * (l - 0.5) + 1.2 * random.NextGaussian() })];
        WeightedEnsemble.Choose([Scored(), Scored()], labels).Should().OnlyContain(w => w > 0.2);
    }

    [Fact]
    public void A_search_by_the_clock_makes_one_trial_at_least_and_no_more_than_fit()
    {
        var clock = new SetClock();
        var pace = SearchBudget.Within(TimeSpan.FromSeconds(10), most: 3, clock);
        pace.AllowsAnotherTrial(0, TimeSpan.FromSeconds(60), TimeSpan.Zero)
            .Should()
            .BeTrue("something has to be learned");
        pace.AllowsAnotherTrial(1, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(3)).Should().BeTrue();
        pace.AllowsAnotherTrial(1, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5))
            .Should()
            .BeFalse("the final fits need their time");
        clock.Now += TimeSpan.FromSeconds(5);
        pace.AllowsAnotherTrial(1, TimeSpan.FromSeconds(6), TimeSpan.Zero).Should().BeFalse();
        pace.AllowsAnotherTrial(3, TimeSpan.Zero, TimeSpan.Zero).Should().BeFalse();
        SearchBudget
            .Of(2)
            .AllowsAnotherTrial(1, TimeSpan.FromDays(1), TimeSpan.FromDays(1))
            .Should()
            .BeTrue("a plan is repeated, whatever it takes");
        SearchBudget.Of(2).AllowsAnotherTrial(2, TimeSpan.Zero, TimeSpan.Zero).Should().BeFalse();
    }

    [Fact]
    public void Proposals_depend_on_the_trials_and_the_seed_alone_and_move_towards_what_was_good()
    {
        var traits = new TableTraits(400, 10, 2, true, true);
        List<double> Rates(int seed)
        {
            var tuning = new TpeSampler(traits, ["lightgbm"], seed);
            var rates = new List<double>();
            for (var n = 0; n < 60; n++)
            {
                var proposed = (Candidate.Trees)tuning.Next();
                rates.Add(proposed.Settings.Rate);
                tuning.Learn(proposed, Math.Abs(Math.Log(proposed.Settings.Rate / 0.03)));
            }
            return rates;
        }
        var rates = Rates(1);
        Rates(1).Should().Equal(rates);
        Rates(2).Should().NotEqual(rates);
        double Off(IEnumerable<double> some) => some.Average(r => Math.Abs(Math.Log(r / 0.03)));
        Off(rates[40..]).Should().BeLessThan(0.7 * Off(rates[..8]));
    }

    [Fact]
    public void Every_point_of_the_settings_is_a_candidate_that_a_plan_can_keep()
    {
        var random = new SeededRandom(5);
        var traits = new TableTraits(400, 10, 2, true, true);
        foreach (var kind in Candidate.Kinds)
        {
            for (var n = 0; n < 50; n++)
            {
                double[] at = [.. Enumerable.Range(0, SearchSpace.Width(kind)).Select(_ => random.NextDouble())];
                var candidate = SearchSpace.Candidate(kind, at, traits);
                candidate.Kind.Should().Be(kind);
                CandidateJson.FromJson(candidate.ToJson()).Should().Be(candidate);
                SearchSpace
                    .Point(candidate, traits)!
                    .Should()
                    .HaveCount(at.Length)
                    .And.OnlyContain(v => v >= 0 && v <= 1);
            }
        }
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(60, 3)]
    [InlineData(100, 10)]
    [InlineData(184, 24)]
    [InlineData(50_000, 24)]
    public void On_few_rows_few_settings_are_proposed_lest_the_luckiest_be_chosen(int rows, int proposed) =>
        StageBudget.Proposed(rows).Should().Be(proposed);

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Now { get; set; }
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
