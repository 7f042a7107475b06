namespace Xinglin.Learning.Images;

/// <summary>
/// Which of the sorted novelty scores of images of the right kind is the limit. Of many images that is a quantile. Of few, a quantile is
/// often too low by chance, and too many images of the right kind would be rejected afterwards: then it is the least score beyond which, with
/// 90 % confidence, no more images of that kind lie than was asked for and a little (the tolerance limit of Wilks, 1941).
/// </summary>
internal static class NoveltyLimit
{
    private const double Doubt = 0.1;
    private const double Little = 0.015;
    private const double Tenth = 0.1;
    private const double MaxAboveCommon = 1.5;

    /// <param name="count">Images that were scored, at least 1.</param>
    /// <param name="share">The share of such images that may be rejected.</param>
    /// <returns>The place of the limit, from 0.</returns>
    public static int Place(int count, double share)
    {
        var place = (int)((1 - share) * (count - 1));
        while (place < count - 1 && AtMost(count - 1 - place, count, share + Little) > Doubt)
            place++;
        return place;
    }

    /// <summary>
    /// Limits of each class, for images that are called it. One limit for all lets most images of a common class through and may reject every second one of a
    /// rare class, whose few training images say little of how far such images spread. Where more than a tenth of a class is beyond the common limit its own is
    /// higher, by one and a half standard deviations at most: strangers lie further out.
    /// </summary>
    /// <param name="scores">Of validation images.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="common">The limit by all of them.</param>
    /// <returns>Null where the common limit is right for every class.</returns>
    public static double[]? OfClasses(double[] scores, int[] labels, int classes, double common, double share)
    {
        var limits = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            var own = scores.Where((_, i) => labels[i] == c).Order().ToArray();
            limits[c] =
                own.Count(score => score > common) > Tenth * own.Length
                    ? Math.Clamp(own[Place(own.Length, share)], common, common + MaxAboveCommon)
                    : common;
        }
        return limits.All(limit => limit == common) ? null : limits;
    }

    /// <summary>The chance that no more than so many of all are beyond, if that share of such images is: a sum of binomial terms.</summary>
    private static double AtMost(int beyond, int all, double share)
    {
        if (share >= 1)
            return 0;
        var term = all * Math.Log(1 - share);
        var sum = 0.0;
        for (var k = 0; k <= beyond; k++)
        {
            sum += Math.Exp(term);
            term += Math.Log((double)(all - k) / (k + 1) * share / (1 - share));
        }
        return sum;
    }
}
