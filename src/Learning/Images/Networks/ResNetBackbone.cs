using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Images.Networks;

/// <summary>
/// ResNet-18 and ResNet-50 (He et al., 2016) up to their last maps, with the names of layers that torchvision gives them, so that
/// its weights fit. Images of 64 pixels or less get a 3 × 3 first layer without pooling, as He et al. did for CIFAR-10.
/// </summary>
internal sealed class ResNetBackbone : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly bool pooled;

    private ResNetBackbone(ImageArchitecture architecture, int[] blocks, bool deep)
        : base(nameof(ResNetBackbone))
    {
        var width = architecture.Width;
        pooled = architecture.LargeStem;
        conv1 = pooled
            ? Conv2d(architecture.Channels, width, 7, 2, padding: 3, bias: false)
            : Conv2d(architecture.Channels, width, 3, 1, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        var from = width;
        Sequential Stage(int number)
        {
            var parts = new List<(string, Module<Tensor, Tensor>)>();
            for (var i = 0; i < blocks[number]; i++)
            {
                var block = new Block(from, width << number, i == 0 && number > 0 ? 2 : 1, deep);
                parts.Add(($"{i}", block));
                from = block.Features;
            }
            return Sequential([.. parts]);
        }
        layer1 = Stage(0);
        layer2 = Stage(1);
        layer3 = Stage(2);
        layer4 = Stage(3);
        RegisterComponents();
    }

    /// <param name="deep">Three convolutions in a block (ResNet-50) instead of two.</param>
    public static (Module<Tensor, Tensor> Body, int Features) Of(
        ImageArchitecture architecture,
        int[] blocks,
        bool deep
    ) => (new ResNetBackbone(architecture, blocks, deep), architecture.Width * 8 * (deep ? 4 : 1));

    /// <param name="input">[B, C, H, W]</param>
    /// <returns>[B, F, H/8, W/8], with the large first layer [B, F, H/32, W/32]</returns>
    public override Tensor forward(Tensor input)
    {
        var x = functional.relu(bn1.forward(conv1.forward(input)));
        if (pooled)
            x = functional.max_pool2d(x, 3, 2, 1);
        return layer4.forward(layer3.forward(layer2.forward(layer1.forward(x))));
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1;
        private readonly BatchNorm2d bn1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d bn2;
        private readonly Conv2d? conv3;
        private readonly BatchNorm2d? bn3;
        private readonly Sequential? downsample;

        /// <param name="width">Channels of the 3 × 3 convolutions; four times as many come out of a deep block.</param>
        public Block(int from, int width, int stride, bool deep)
            : base(nameof(Block))
        {
            Features = deep ? 4 * width : width;
            conv1 = deep
                ? Conv2d(from, width, 1, bias: false)
                : Conv2d(from, width, 3, stride, padding: 1, bias: false);
            bn1 = BatchNorm2d(width);
            // The stride of a deep block is at its 3 × 3 convolution, as torchvision has it.
            conv2 = Conv2d(width, width, 3, deep ? stride : 1, padding: 1, bias: false);
            bn2 = BatchNorm2d(width);
            if (deep)
            {
                conv3 = Conv2d(width, Features, 1, bias: false);
                bn3 = BatchNorm2d(Features);
            }
            if (from != Features || stride != 1)
            {
                downsample = Sequential(
                    ("0", Conv2d(from, Features, 1, stride, bias: false)),
                    ("1", BatchNorm2d(Features))
                );
            }

            RegisterComponents();
        }

        public int Features { get; }

        public override Tensor forward(Tensor input)
        {
            var x = functional.relu(bn1.forward(conv1.forward(input)));
            x = bn2.forward(conv2.forward(x));
            if (conv3 is not null)
                x = bn3!.forward(conv3.forward(functional.relu(x)));
            return functional.relu(x + (downsample?.forward(input) ?? input));
        }
    }
}
