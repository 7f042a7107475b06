using Xinglin.Learning.Images;

namespace Xinglin.Learning.Tests.Images;

public sealed class NoveltyLimitTests
{
    [Theory]
    [InlineData(524, 0.035, 504)] // as many as the quantile says
    [InlineData(764, 0.015, 751)]
    [InlineData(120, 0.035, 117)]
    [InlineData(20, 0.035, 19)]
    [InlineData(1, 0.035, 0)]
    public void The_limit_of_few_images_is_no_mere_quantile(int images, double share, int place) =>
        NoveltyLimit.Place(images, share).Should().Be(place);

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(190)]
    [InlineData(1000)]
    public void A_limit_by_few_images_refused_more_than_a_twentieth_of_such_images_every_second_time(int images)
    {
        var random = new Random(images);
        var tooMany = 0;
        for (var draw = 0; draw < 400; draw++)
        {
            var scores = Enumerable.Range(0, images).Select(_ => random.NextDouble()).Order().ToArray();
            tooMany += 1 - scores[NoveltyLimit.Place(images, 0.035)] > 0.05 ? 1 : 0;
        }
        // Below 59 images even the highest score is not enough for 95 %.
        (tooMany / 400.0)
            .Should()
            .BeLessThan(0.14);
    }

    [Fact]
    public void A_rare_class_was_refused_every_second_time_by_the_limit_of_the_common_one()
    {
        double[] scores = [.. Enumerable.Range(0, 100).Select(i => i / 50.0), 0.5, 1, 1.5, 2.6, 3, 1];
        int[] labels = [.. Enumerable.Repeat(0, 100), 1, 1, 1, 1, 1, 1];
        var common = 1.95;
        NoveltyLimit.OfClasses(scores, labels, 2, common, 0.035).Should().Equal(common, 3);
        scores[104] = 9;
        NoveltyLimit
            .OfClasses(scores, labels, 2, common, 0.035)![1]
            .Should()
            .Be(common + 1.5, "a stranger among few is no measure");
        NoveltyLimit.OfClasses(scores[..100], labels[..100], 2, common, 0.035).Should().BeNull();
    }
}
