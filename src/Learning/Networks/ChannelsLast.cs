using static TorchSharp.torch;

namespace Xinglin.Learning.Networks;

/// <summary>
/// Images laid out with the channels of a pixel side by side. The shape stays [B, C, H, W]; the convolutions see the strides and
/// keep to that layout, in which their kernels (and those of pooling) are quicker on a processor.
/// </summary>
public static class ChannelsLast
{
    /// <param name="images">[B, C, H, W]; anything else comes back as it is. With one channel nothing is copied.</param>
    public static Tensor Of(Tensor images)
    {
        if (images.dim() != 4)
            return images;
        // One channel lies the same either way, and its strides must say which is meant: permuted ones would not.
        var last =
            images.shape[1] == 1
                ? images.reshape(images.shape[0], images.shape[2], images.shape[3], 1)
                : images.permute(0, 2, 3, 1).contiguous();
        return last.permute(0, 3, 1, 2);
    }
}
