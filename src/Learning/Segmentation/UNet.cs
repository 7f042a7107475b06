using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Segmentation;

/// <summary>
/// A U-Net (Ronneberger et al., 2015) with residual stages (He et al., 2016) and group normalisation (Wu and He, 2018), for
/// images or volumes. Before the first stage neighbouring places become channels, and after the last they are taken apart
/// again (sub-pixel convolution, Shi et al., 2016): the answer is as fine as the image at a quarter (an eighth) of the work.
/// </summary>
internal sealed class UNet : Module<Tensor, Tensor>
{
    private readonly long[] fold;
    private readonly ModuleList<Module<Tensor, Tensor>> down = [];
    private readonly ModuleList<Module<Tensor, Tensor>> lift = [];
    private readonly ModuleList<Module<Tensor, Tensor>> up = [];
    private readonly Module<Tensor, Tensor> head;

    /// <param name="classes">With the background.</param>
    public UNet(SegmentationPlan plan, int classes)
        : base(nameof(UNet))
    {
        var layers = new Layers(plan.Volumes);
        fold = [.. (plan.Volumes ? plan.Fold : plan.Fold.Skip(1)).Select(one => (long)one)];
        var parts = fold.Aggregate(1, (product, one) => product * (int)one);
        for (var stage = 0; stage < plan.Widths.Length; stage++)
        {
            down.Add(
                stage == 0
                    ? new Stage(layers, plan.Channels * parts, plan.Widths[0], [1, 1, 1])
                    : new Stage(layers, plan.Widths[stage - 1], plan.Widths[stage], plan.Strides[stage - 1])
            );
        }

        for (var stage = plan.Widths.Length - 2; stage >= 0; stage--)
        {
            var width = plan.Widths[stage];
            lift.Add(layers.Convolution(plan.Widths[stage + 1], width, 1, [1, 1, 1]));
            up.Add(
                Sequential(
                    ("conv", layers.Convolution(2 * width, width, 3, [1, 1, 1])),
                    ("norm", Layers.Norm(width)),
                    ("relu", ReLU(inplace: true))
                )
            );
        }
        head = layers.Convolution(plan.Widths[0], classes * parts, 1, [1, 1, 1]);
        RegisterComponents();
    }

    /// <param name="input">[B, C, (D,) H, W], each side a multiple of its fold.</param>
    /// <returns>Logits, [B, classes, (D,) H, W].</returns>
    public override Tensor forward(Tensor input)
    {
        var maps = new List<Tensor>();
        var x = Folded(input);
        foreach (var stage in down)
            maps.Add(x = stage.forward(x));
        for (var i = 0; i < up.Count; i++)
        {
            var beside = maps[^(i + 2)];
            var lifted = functional.interpolate(lift[i].forward(x), beside.shape[2..], mode: InterpolationMode.Nearest);
            x = up[i].forward(cat([lifted, beside], 1));
        }
        return Unfolded(head.forward(x));
    }

    /// <summary>[B, C, H, W] → [B, C·f·f, H/f, W/f]; the same with a depth.</summary>
    private Tensor Folded(Tensor x)
    {
        var (batch, channels, sides) = (x.shape[0], x.shape[1], x.shape[2..]);
        var apart = new List<long> { batch, channels };
        for (var axis = 0; axis < sides.Length; axis++)
            apart.AddRange([sides[axis] / fold[axis], fold[axis]]);
        long[] order =
        [
            0,
            1,
            .. Enumerable.Range(0, sides.Length).Select(axis => 3L + 2 * axis),
            .. Enumerable.Range(0, sides.Length).Select(axis => 2L + 2 * axis),
        ];
        return x.view([.. apart])
            .permute(order)
            .reshape([batch, -1, .. sides.Select((side, axis) => side / fold[axis])]);
    }

    /// <summary>The way back.</summary>
    private Tensor Unfolded(Tensor x)
    {
        var (batch, sides) = (x.shape[0], x.shape[2..]);
        var count = sides.Length;
        long[] order =
        [
            0,
            1,
            .. Enumerable.Range(0, count).SelectMany(axis => new long[] { 2 + count + axis, 2 + axis }),
        ];
        return x.view([batch, -1, .. fold, .. sides])
            .permute(order)
            .reshape([batch, -1, .. sides.Select((side, axis) => side * fold[axis])]);
    }

    /// <summary>The same layers for images and for volumes.</summary>
    private sealed class Layers(bool volumes)
    {
        /// <param name="stride">Along depth, rows, columns.</param>
        public Module<Tensor, Tensor> Convolution(int from, int to, int kernel, int[] stride)
        {
            long side = kernel / 2;
            return volumes
                ? Conv3d(from, to, (kernel, kernel, kernel), (stride[0], stride[1], stride[2]), (side, side, side))
                : Conv2d(from, to, (kernel, kernel), (stride[1], stride[2]), (side, side));
        }

        public static Module<Tensor, Tensor> Norm(int width)
        {
            var norm = GroupNorm(width % 8 == 0 ? 8 : 1, width);
            // TorchSharp 0.107 leaves these two as memory happens to be.
            init.ones_(norm.weight);
            init.zeros_(norm.bias);
            return norm;
        }
    }

    /// <summary>Two convolutions next to a shortcut.</summary>
    private sealed class Stage : Module<Tensor, Tensor>
    {
        private readonly Sequential path;
        private readonly Module<Tensor, Tensor> shortcut;

        public Stage(Layers layers, int from, int to, int[] stride)
            : base(nameof(Stage))
        {
            path = Sequential(
                ("conv1", layers.Convolution(from, to, 3, stride)),
                ("norm1", Layers.Norm(to)),
                ("relu1", ReLU(inplace: true)),
                ("conv2", layers.Convolution(to, to, 3, [1, 1, 1])),
                ("norm2", Layers.Norm(to))
            );
            shortcut = layers.Convolution(from, to, 1, stride);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => functional.relu(path.forward(input) + shortcut.forward(input));
    }
}
