using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Draws images from random vectors and a class: the DCGAN ladder of transposed convolutions (Radford et al., 2016), where every
/// map is normalised and then scaled and shifted by what the vector and the class say (self-modulation, Chen et al., ICLR 2019).
/// No running statistics: an image does not depend on those drawn next to it.
/// </summary>
internal sealed class GanGenerator : Module<Tensor, Tensor, Tensor>
{
    private readonly GanShape shape;
    private readonly Embedding classes;
    private readonly Sequential mapping;
    private readonly Linear start;
    private readonly ModuleList<ConvTranspose2d> rises = [];
    private readonly ModuleList<Linear> styles = [];
    private readonly Conv2d last;

    public GanGenerator(GanShape shape)
        : base(nameof(GanGenerator))
    {
        this.shape = shape;
        const int style = 96;
        classes = Embedding(shape.Classes.Count, 32);
        mapping = Sequential(
            ("one", Linear(shape.Latent + 32, style)),
            ("act", LeakyReLU(0.2)),
            ("two", Linear(style, style))
        );
        var widest = shape.WidthAt(shape.Doublings);
        start = Linear(shape.Latent + 32, widest * shape.Base * shape.Base);
        styles.Add(Linear(style, 2 * widest));
        for (var left = shape.Doublings - 1; left >= 0; left--)
        {
            rises.Add(ConvTranspose2d(shape.WidthAt(left + 1), shape.WidthAt(left), 4, stride: 2, padding: 1));
            styles.Add(Linear(style, 2 * shape.WidthAt(left)));
        }
        last = Conv2d(shape.WidthAt(0), shape.Channels, 3, padding: 1);
        RegisterComponents();
        using var noGradient = no_grad();
        foreach (var rise in rises)
            init.normal_(rise.weight!, 0, Math.Sqrt(2.0 / (rise.weight!.shape[0] * 4)));
    }

    /// <param name="latent">[B, Latent], standard normal.</param>
    /// <param name="labels">[B], int64 class numbers.</param>
    /// <returns>[B, Channels, Size, Size], between −1 and 1.</returns>
    public override Tensor forward(Tensor latent, Tensor labels)
    {
        var seed = cat([latent, classes.forward(labels)], 1);
        var style = functional.leaky_relu(mapping.forward(seed), 0.2);
        var maps = start.forward(seed).view(-1, shape.WidthAt(shape.Doublings), shape.Base, shape.Base);
        maps = Styled(maps, styles[0].forward(style));
        for (var i = 0; i < rises.Count; i++)
            maps = Styled(rises[i].forward(maps), styles[i + 1].forward(style));
        return last.forward(maps).tanh();
    }

    /// <param name="style">[B, 2 · channels]: scale − 1, then shift.</param>
    private static Tensor Styled(Tensor maps, Tensor style)
    {
        var channels = maps.shape[1];
        var normal = functional.group_norm(maps, Math.Max(1, channels / 8));
        var scale = style.narrow(1, 0, channels).view(-1, channels, 1, 1);
        var shift = style.narrow(1, channels, channels).view(-1, channels, 1, 1);
        return functional.leaky_relu(normal * (scale + 1) + shift, 0.2);
    }
}
