using Xinglin.Learning.Images.Networks;
using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>What each network of an ensemble says of one patch, the mean over views of it.</summary>
internal static class PatchNetworks
{
    /// <param name="patch">[1, C, (D,) H, W]</param>
    /// <param name="views">See <see cref="TestTimeAugmentation"/>: answers are turned back and averaged.</param>
    /// <returns>For each network the probabilities, [classes, (D,) H, W].</returns>
    public static Tensor[] Ask(IReadOnlyList<UNet> networks, Tensor patch, int views)
    {
        var answers = new Tensor[networks.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            using var scope = NewDisposeScope();
            var p = nn.functional.softmax(networks[i].forward(patch), 1);
            for (var view = 1; view < views; view++)
            {
                p =
                    p
                    + TestTimeAugmentation.Of(
                        nn.functional.softmax(networks[i].forward(TestTimeAugmentation.Of(patch, view)), 1),
                        view,
                        back: true
                    );
            }

            answers[i] = (p.squeeze(0) / views).MoveToOuterDisposeScope();
        }
        return answers;
    }
}
