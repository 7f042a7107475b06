using static TorchSharp.torch;

namespace Xinglin.Learning.Networks;

/// <summary>
/// Pictures laid out with the channels of a pixel side by side. The shape stays [B, C, H, W]; the convolutions see the strides and
/// keep to that layout, in which their kernels (and those of pooling) are quicker on a processor.
/// </summary>
public static class ChannelsLast
{
    /// <param name="pictures">[B, C, H, W]; anything else comes back as it is. With one channel nothing is copied.</param>
    public static Tensor Of(Tensor pictures)
    {
        if (pictures.dim() != 4)
            return pictures;
        // One channel lies the same either way, and its strides must say which is meant: permuted ones would not.
        var last =
            pictures.shape[1] == 1
                ? pictures.reshape(pictures.shape[0], pictures.shape[2], pictures.shape[3], 1)
                : pictures.permute(0, 2, 3, 1).contiguous();
        return last.permute(0, 3, 1, 2);
    }
}
