using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Candidates;
using Xinglin.Learning.Tables.Choosing;

namespace Xinglin.Learning.Tests.Tables;

public sealed class ChoosingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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
            .ThrowsAny<TableRefusedException>(() => Folds.FromFile(_folder.Write("folds.csv", text), 3))
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
        Blend.Choose([simple, Scored(0, 1)], labels).Should().Equal(1, 0);
        Blend.Choose([Scored(0, 1), Scored(4, 0.5)], labels)[1].Should().BeGreaterThan(0.8);
    }

    [Fact]
    public void Two_models_with_errors_of_their_own_are_blended()
    {
        var random = new SeededRandom(8);
        int[] labels = [.. Enumerable.Range(0, 600).Select(_ => random.Next(2))];
        double[][] Scored() => [.. labels.Select(l => new[] { 0, 2 * (l - 0.5) + 1.2 * random.NextGaussian() })];
        Blend.Choose([Scored(), Scored()], labels).Should().OnlyContain(w => w > 0.2);
    }

    [Fact]
    public void A_search_that_would_overrun_is_cut_and_one_that_fits_is_not()
    {
        Candidate logistic = new Candidate.Logistic(1, false);
        Candidate trees = new Candidate.Trees(new BoostedTreesSettings(10, 0.1, 7, 10, 1, 1));
        var plan = new TabularPlan
        {
            Budget = TimeSpan.FromSeconds(60),
            Search = [logistic, logistic, logistic, trees, trees, trees],
        };
        SearchPlanner.Cut(plan, TimeSpan.FromSeconds(5), 5).Should().BeNull();
        var cut = SearchPlanner.Cut(plan, TimeSpan.FromSeconds(18), 5)!;
        cut.Search.Should().Equal(logistic, trees);
        cut.InnerFolds.Should().Be(5);
        var less = SearchPlanner.Cut(plan, TimeSpan.FromSeconds(50), 5)!;
        less.Search.Should().Contain([logistic, trees]);
        less.InnerFolds.Should().BeLessThan(5);
        SearchPlanner.Cut(plan, TimeSpan.FromSeconds(5000), 5)!.Search.Should().Equal(logistic);
    }
}
