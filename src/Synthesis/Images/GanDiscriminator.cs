using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// Judges whether an image is a real one of its class: strided convolutions (Radford et al., 2016), the spread over the batch as one
/// more map, so that sameness is noticed (minibatch standard deviation, Karras et al., ICLR 2018), and the class by projection
/// (Miyato and Koyama, ICLR 2018).
/// </summary>
internal sealed class GanDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private const int Group = 8;
    private const int Hidden = 128;

    private readonly Sequential body;
    private readonly Linear dense;
    private readonly Linear judge;
    private readonly Embedding classes;

    public GanDiscriminator(GanShape shape)
        : base(nameof(GanDiscriminator))
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        var channels = shape.Channels;
        for (var i = 0; i < shape.Doublings; i++)
        {
            layers.Add(($"fall{i}", Conv2d(channels, shape.WidthAt(i), 4, stride: 2, padding: 1)));
            layers.Add(($"act{i}", LeakyReLU(0.2)));
            channels = shape.WidthAt(i);
        }
        var widest = shape.WidthAt(shape.Doublings);
        layers.Add(("last", Conv2d(channels, widest, 3, stride: 2, padding: 1)));
        layers.Add(("last_act", LeakyReLU(0.2)));
        body = Sequential(layers);
        var side = (shape.Base + 1) / 2;
        dense = Linear((widest + 1) * side * side, Hidden);
        judge = Linear(Hidden, 1);
        classes = Embedding(shape.Classes.Count, Hidden);
        RegisterComponents();
        using var noGradient = no_grad();
        classes.weight!.mul_(0.1);
    }

    /// <param name="images">[B, Channels, Size, Size]</param>
    /// <param name="labels">[B], int64.</param>
    /// <returns>[B]; above 0: real.</returns>
    public override Tensor forward(Tensor images, Tensor labels)
    {
        var maps = body.forward(images);
        var (batch, side) = (maps.shape[0], maps.shape[2]);
        maps = cat([maps, Spread(maps, batch).view(batch, 1, 1, 1).expand(batch, 1, side, side)], 1);
        var hidden = functional.leaky_relu(dense.forward(maps.flatten(1)), 0.2);
        return judge.forward(hidden).squeeze(1) + (hidden * classes.forward(labels)).sum(1) / Math.Sqrt(Hidden);
    }

    /// <summary>Mean deviation within groups of eight; the same number for each image of a group.</summary>
    private static Tensor Spread(Tensor maps, long batch)
    {
        var groups = batch % Group == 0 ? batch / Group : 1;
        var split = maps.view(groups, batch / groups, -1);
        var mean = split.mean([1], keepdim: true);
        var deviation = ((split - mean).square().mean([1]) + 1e-8).sqrt().mean([1]); // [groups]
        return deviation.view(groups, 1).expand(groups, batch / groups).reshape(batch);
    }
}
