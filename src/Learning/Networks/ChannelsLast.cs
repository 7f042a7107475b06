using static TorchSharp.torch;

namespace Xinglin.Learning.Networks;

/// <summary>
/// Pictures laid out with the channels of a pixel side by side. The shape stays [B, C, H, W]; the convolutions see the strides and
/// keep to that layout, in which their kernels (and those of pooling) are quicker on a processor.
/// </summary>
public static class ChannelsLast
{
    /// <param name="pictures">[B, C, H, W]; anything else comes back as it is. With one channel nothing is copied.</param>
    public static Tensor Of(Tensor pictures) =>
        pictures.dim() == 4 ? pictures.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : pictures;
}
