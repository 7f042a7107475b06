namespace Xinglin.Learning.Images;

public sealed class NoveltyLimitTests
{
    [Theory]
    [InlineData(524, 0.035, 504)] // as many as the quantile says
    [InlineData(764, 0.015, 751)]
    [InlineData(120, 0.035, 117)]
    [InlineData(20, 0.035, 19)]
    [InlineData(1, 0.035, 0)]
    public void The_limit_of_few_pictures_is_no_mere_quantile(int pictures, double share, int place) =>
        NoveltyLimit.Place(pictures, share).Should().Be(place);

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(190)]
    [InlineData(1000)]
    public void A_limit_by_few_pictures_refused_more_than_a_twentieth_of_such_pictures_every_second_time(int pictures)
    {
        var random = new Random(pictures);
        var tooMany = 0;
        for (var draw = 0; draw < 400; draw++)
        {
            var scores = Enumerable.Range(0, pictures).Select(_ => random.NextDouble()).Order().ToArray();
            tooMany += 1 - scores[NoveltyLimit.Place(pictures, 0.035)] > 0.05 ? 1 : 0;
        }
        // Below 59 pictures even the highest score is not enough for 95 %.
        (tooMany / 400.0)
            .Should()
            .BeLessThan(0.14);
    }
}
