using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// Cross-entropy plus one minus the mean Dice overlap of the labels over the batch (Milletari et al., 2016; Isensee et al., 2021).
/// </summary>
internal static class DiceLoss
{
    /// <param name="logits">[B, classes, …]</param>
    /// <param name="labels">int64 [B, …]</param>
    public static Tensor Of(Tensor logits, Tensor labels)
    {
        var classes = logits.shape[1];
        var entropy = nn.functional.cross_entropy(logits, labels);
        var p = nn.functional.softmax(logits, 1).transpose(0, 1).reshape(classes, -1).narrow(0, 1, classes - 1);
        var truth = labels.reshape(1, -1).eq(arange(1, classes, ScalarType.Int64).view(-1, 1)).to(ScalarType.Float32);
        var both = (p * truth).sum(1);
        var dice = (2 * both + 1) / (p.sum(1) + truth.sum(1) + 1);
        return entropy + 1 - dice.mean();
    }
}
