using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Images;

/// <summary>
/// A small residual network (He et al., 2016) for pictures of some 28 to 64 pixels: three stages at full, half and quarter
/// resolution, the mean over the picture, one linear layer. Because nothing but the mean stands between the last maps and
/// the answer, Grad-CAM (Selvaraju et al., 2017) is exactly the weighted sum of those maps.
/// </summary>
internal sealed class ImageNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential body;
    private readonly Dropout dropout;
    private readonly Linear head;

    /// <param name="channels">1 or 3.</param>
    /// <param name="width">Channels of the first stage; doubled in each later one.</param>
    /// <param name="classes">2 or more.</param>
    public ImageNetwork(int channels, int width, int classes)
        : base(nameof(ImageNetwork))
    {
        body = Sequential(
            ("stem", Conv2d(channels, width, 3, padding: 1, bias: false)),
            ("stem_norm", BatchNorm2d(width)),
            ("stem_relu", ReLU(inplace: true)),
            ("full", new ResidualBlock(width, width, 1)),
            ("half", new ResidualBlock(width, 2 * width, 2)),
            ("half2", new ResidualBlock(2 * width, 2 * width, 1)),
            ("quarter", new ResidualBlock(2 * width, 4 * width, 2)),
            ("quarter2", new ResidualBlock(4 * width, 4 * width, 1))
        );
        dropout = Dropout(0.2);
        head = Linear(4 * width, classes);
        RegisterComponents();
    }

    /// <summary>Weights of the last layer, [classes, features].</summary>
    public Tensor HeadWeights => head.weight!;

    /// <param name="input">[B, C, H, W]</param>
    /// <returns>Logits, [B, classes].</returns>
    public override Tensor forward(Tensor input) => Answer(Maps(input)).Logits;

    /// <returns>The last maps, [B, F, H/4, W/4].</returns>
    public Tensor Maps(Tensor input) => body.forward(input);

    public (Tensor Logits, Tensor Features) Answer(Tensor maps)
    {
        var features = maps.mean([2, 3]); // [B, F]
        return (head.forward(dropout.forward(features)), features);
    }
}

/// <summary>Two 3 × 3 convolutions beside a shortcut.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Sequential path;
    private readonly Sequential? shortcut;

    public ResidualBlock(int from, int to, int stride)
        : base(nameof(ResidualBlock))
    {
        path = Sequential(
            ("conv1", Conv2d(from, to, 3, stride, padding: 1, bias: false)),
            ("norm1", BatchNorm2d(to)),
            ("relu1", ReLU(inplace: true)),
            ("conv2", Conv2d(to, to, 3, padding: 1, bias: false)),
            ("norm2", BatchNorm2d(to))
        );
        if (from != to || stride != 1)
            shortcut = Sequential(("conv", Conv2d(from, to, 1, stride, bias: false)), ("norm", BatchNorm2d(to)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        functional.relu(path.forward(input) + (shortcut?.forward(input) ?? input));
}
