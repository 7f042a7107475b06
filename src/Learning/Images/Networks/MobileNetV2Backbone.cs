using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Images.Networks;

/// <summary>
/// MobileNetV2 (Sandler et al., 2018) up to its last maps, with the layers, names and padding of keras.applications, so that its
/// weights fit: <c>Conv1</c>, <c>expanded_conv_…</c>, <c>block_1_…</c> to <c>block_16_…</c>, <c>Conv_1</c>. Steps of two pad an even
/// side at the bottom and the right alone.
/// </summary>
internal sealed class MobileNetV2Backbone : Module<Tensor, Tensor>
{
    /// <summary>Expansion, channels before the multiplier, repeats, first step (table 2 of the paper).</summary>
    private static readonly (int Expansion, int Channels, int Repeats, int Stride)[] Stages =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    private readonly List<Unit> _units = [];

    private MobileNetV2Backbone(ImageArchitecture architecture)
        : base(nameof(MobileNetV2Backbone))
    {
        var alpha = architecture.Alpha;
        var folded = architecture.Folded;
        var from = Rounded(32 * alpha);
        Add(new Layer(this, "Conv1", architecture.Channels, from, 3, 2, 1, true, folded));
        var block = 0;
        foreach (var (expansion, channels, repeats, stride) in Stages)
        {
            for (var i = 0; i < repeats; i++, block++)
            {
                var to = Rounded(channels * alpha);
                var name = block == 0 ? "expanded_conv" : $"block_{block}";
                var (wide, step) = (from * expansion, i == 0 ? stride : 1);
                var layers = new List<Layer>();
                if (expansion > 1)
                    layers.Add(new Layer(this, $"{name}_expand", from, wide, 1, 1, 1, true, folded));
                layers.Add(new Layer(this, $"{name}_depthwise", wide, wide, 3, step, wide, true, folded));
                layers.Add(new Layer(this, $"{name}_project", wide, to, 1, 1, 1, false, folded));
                _units.Add(new Unit(layers, step == 1 && from == to));
                from = to;
            }
        }

        Features = alpha > 1 ? Rounded(1280 * alpha) : 1280;
        Add(new Layer(this, "Conv_1", from, Features, 1, 1, 1, true, folded));
    }

    private int Features { get; }

    public static (Module<Tensor, Tensor> Body, int Features) Of(ImageArchitecture architecture)
    {
        var body = new MobileNetV2Backbone(architecture);
        return (body, body.Features);
    }

    /// <param name="input">[B, C, H, W]</param>
    /// <returns>[B, F, H/32, W/32]</returns>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var unit in _units)
        {
            var y = unit.Layers.Aggregate(x, (before, layer) => layer.Forward(before));
            x = unit.Shortcut ? x + y : y;
        }
        return x;
    }

    private void Add(Layer layer) => _units.Add(new Unit([layer], false));

    /// <summary>The nearest multiple of 8, at least 8, and not below nine tenths of the value.</summary>
    private static int Rounded(double channels)
    {
        var rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    private sealed record Unit(IReadOnlyList<Layer> Layers, bool Shortcut);

    /// <summary>A convolution, its normalisation unless that was folded in, and ReLU6 unless it is a projection.</summary>
    private sealed class Layer
    {
        private readonly Module<Tensor, Tensor> _convolution;
        private readonly Module<Tensor, Tensor>? _norm;
        private readonly int _step;
        private readonly bool _bounded;

        public Layer(
            MobileNetV2Backbone owner,
            string name,
            int from,
            int to,
            int side,
            int step,
            int groups,
            bool bounded,
            bool folded
        )
        {
            (_step, _bounded) = (step, bounded);
            _convolution = Conv2d(
                from,
                to,
                side,
                step,
                padding: step == 1 ? side / 2 : 0,
                groups: groups,
                bias: folded
            );
            owner.register_module(name, _convolution);
            if (folded)
                return;
            _norm = BatchNorm2d(to, eps: 1e-3);
            owner.register_module($"{name}_BN", _norm);
        }

        public Tensor Forward(Tensor x)
        {
            if (_step == 2)
            {
                long top = x.shape[2] % 2,
                    left = x.shape[3] % 2;
                x = functional.pad(x, [left, 1, top, 1]);
            }
            x = _convolution.forward(x);
            if (_norm is not null)
                x = _norm.forward(x);
            return _bounded ? functional.relu6(x) : x;
        }
    }
}
