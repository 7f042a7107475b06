using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images;

/// <summary>What the figures of an image model do not say by themselves.</summary>
internal static class ImageNotes
{
    /// <summary>Below this many images of a class its figures are not told without a word.</summary>
    private const int MinValidationImages = 10;

    /// <param name="firstEpoch">The least share of a first epoch that the budget left time for.</param>
    /// <param name="judged">Class numbers of the validation images.</param>
    public static IEnumerable<BilingualText> Of(double firstEpoch, IReadOnlyList<string> classes, int[] judged)
    {
        if (firstEpoch < 1)
        {
            yield return BilingualText.Of(
                $"预算在第一轮训练内用尽：网络只见过约{firstEpoch:P0}的训练图像；请加大 --budget，或选用较小的网络或图像。",
                $"The budget ended within the first epoch: a network saw about {firstEpoch:P0} of the training images. Give a larger --budget, or a smaller network or size."
            );
        }

        var few = classes
            .Select((name, c) => (Name: name, Count: judged.Count(label => label == c)))
            .Where(one => one.Count < MinValidationImages)
            .ToArray();
        if (few.Length > 0)
        {
            yield return BilingualText.Of(
                $"验证集中有的类别图像很少（{string.Join("、", few.Select(one => $"{one.Name} {one.Count}幅"))}），其指标与概率仅供参考。",
                $"Few validation images of some classes ({string.Join(", ", few.Select(one => $"{one.Name}: {one.Count}"))}): their figures and probabilities say little."
            );
        }
    }
}
