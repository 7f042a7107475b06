using TorchSharp.Modules;
using Xinglin.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Images.Networks;

/// <summary>
/// A network for images or volumes: a body that makes maps, the mean of each map, one linear layer. Because nothing but the
/// mean is between the last maps and the answer, Grad-CAM (Selvaraju et al., 2017) is exactly the weighted sum of the maps.
/// </summary>
public sealed class ImageNetwork : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> body;
    private readonly Dropout dropout;
    private readonly Linear head;

    /// <param name="classes">2 or more.</param>
    public ImageNetwork(ImageArchitecture architecture, int classes)
        : base(nameof(ImageNetwork))
    {
        (body, var features) = architecture.Network switch
        {
            "resnet18" => ResNetBackbone.Of(architecture, [2, 2, 2, 2], deep: false),
            "resnet50" => ResNetBackbone.Of(architecture, [3, 4, 6, 3], deep: true),
            ImageArchitecture.MobileNet => MobileNetV2Backbone.Of(architecture),
            _ when architecture.Volumes => SmallVolumeBody(architecture.Channels, architecture.Width),
            _ => SmallBody(architecture.Channels, architecture.Width, architecture.LargeStem),
        };
        dropout = Dropout(0.2);
        head = Linear(features, classes);
        RegisterComponents();
    }

    /// <summary>Everything before the mean of the maps.</summary>
    public Module<Tensor, Tensor> Body => body;

    /// <summary>Weights of the last layer, [classes, features].</summary>
    public Tensor HeadWeights => head.weight!;

    /// <param name="input">[B, C, H, W], volumes [B, C, D, H, W]</param>
    /// <returns>Logits, [B, classes].</returns>
    public override Tensor forward(Tensor input) => Answer(Maps(input)).Logits;

    /// <returns>The last maps, [B, F, h, w], volumes [B, F, d, h, w].</returns>
    public Tensor Maps(Tensor input) => body.forward(ChannelsLast.Of(input));

    public (Tensor Logits, Tensor Features) Answer(Tensor maps)
    {
        var features = maps.flatten(2).mean([2]); // [B, F]
        return (Head(features), features);
    }

    /// <returns>Logits, [B, classes].</returns>
    public Tensor Head(Tensor features) => head.forward(dropout.forward(features));

    /// <summary>
    /// A small residual network (He et al., 2016) for images of some 28 to 64 pixels: three stages at full, half and quarter
    /// resolution; of larger images, where the first layer goes in steps of two, of that.
    /// </summary>
    private static (Module<Tensor, Tensor> Body, int Features) SmallBody(int channels, int width, bool large) =>
        (
            Sequential(
                (
                    "stem",
                    large
                        ? Conv2d(channels, width, 5, stride: 2, padding: 2, bias: false)
                        : Conv2d(channels, width, 3, padding: 1, bias: false)
                ),
                ("stem_norm", BatchNorm2d(width)),
                ("stem_relu", ReLU(inplace: true)),
                ("full", new ResidualBlock(width, width, 1)),
                ("half", new ResidualBlock(width, 2 * width, 2)),
                ("half2", new ResidualBlock(2 * width, 2 * width, 1)),
                ("quarter", new ResidualBlock(2 * width, 4 * width, 2)),
                ("quarter2", new ResidualBlock(4 * width, 4 * width, 1))
            ),
            4 * width
        );

    /// <summary>The same idea for volumes, the first stage at half resolution.</summary>
    private static (Module<Tensor, Tensor> Body, int Features) SmallVolumeBody(int channels, int width) =>
        (
            Sequential(
                ("stem", Conv3d(channels, width, 3, stride: 2, padding: 1, bias: false)),
                ("stem_norm", BatchNorm3d(width)),
                ("stem_relu", ReLU(inplace: true)),
                ("half", new ResidualBlock(width, width, 1, volumes: true)),
                ("quarter", new ResidualBlock(width, 2 * width, 2, volumes: true)),
                ("quarter2", new ResidualBlock(2 * width, 2 * width, 1, volumes: true)),
                ("eighth", new ResidualBlock(2 * width, 4 * width, 2, volumes: true))
            ),
            4 * width
        );
}

/// <summary>Two 3 × 3 (× 3) convolutions next to a shortcut.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Sequential path;
    private readonly Sequential? shortcut;

    public ResidualBlock(int from, int to, int stride, bool volumes = false)
        : base(nameof(ResidualBlock))
    {
        path = Sequential(
            ("conv1", Convolution(from, to, 3, stride, volumes)),
            ("norm1", Norm(to, volumes)),
            ("relu1", ReLU(inplace: true)),
            ("conv2", Convolution(to, to, 3, 1, volumes)),
            ("norm2", Norm(to, volumes))
        );
        if (from != to || stride != 1)
            shortcut = Sequential(("conv", Convolution(from, to, 1, stride, volumes)), ("norm", Norm(to, volumes)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        functional.relu(path.forward(input) + (shortcut?.forward(input) ?? input));

    private static Module<Tensor, Tensor> Convolution(int from, int to, int side, int stride, bool volumes) =>
        volumes
            ? Conv3d(from, to, side, stride, padding: side / 2, bias: false)
            : Conv2d(from, to, side, stride, padding: side / 2, bias: false);

    private static Module<Tensor, Tensor> Norm(int width, bool volumes) =>
        volumes ? BatchNorm3d(width) : BatchNorm2d(width);
}
