using Xinglin.Formats;

namespace Xinglin.Learning.Images.Networks;

/// <summary>Which network looks at the images. Together with the weights it is the whole network.</summary>
/// <param name="Network">One of <see cref="Names"/>.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Width">Channels of the first stage (small, resnet18, resnet50); without meaning for mobilenetv2.</param>
/// <param name="Alpha">The width multiplier of mobilenetv2.</param>
/// <param name="Folded">mobilenetv2 without normalisation layers: they were folded into the convolutions.</param>
/// <param name="LargeStem">
/// resnet: a 7 × 7 first layer and pooling, for images above 64 pixels. small: a 5 × 5 first layer in steps of two above 40 pixels, a quarter of the
/// work, so that its maps see as much of the image as those of a smaller one do.
/// </param>
/// <param name="Volumes">small: three-dimensional.</param>
public sealed record ImageArchitecture(
    string Network,
    int Channels,
    int Width,
    double Alpha = 1,
    bool Folded = false,
    bool LargeStem = false,
    bool Volumes = false
)
{
    public const string Small = "small";
    public const string MobileNet = "mobilenetv2";

    /// <summary>What <c>--network</c> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = [Small, "resnet18", "resnet50", MobileNet];

    /// <param name="size">Rows and columns that the network will see.</param>
    /// <param name="width">Null: 16 for the small network, 64 for the residual ones of He et al.</param>
    /// <exception cref="InvalidInputException">There is no such network, or it cannot look at volumes.</exception>
    public static ImageArchitecture Of(string network, int channels, int size, int? width, bool volumes)
    {
        if (!Names.Contains(network))
        {
            throw InvalidInputException.In(
                "option --network",
                $"There is no network '{network}'. Choose {string.Join(", ", Names)}."
            );
        }

        if (volumes && network != Small)
            throw InvalidInputException.In("option --network", $"Volumes are read by '{Small}' alone. Choose that.");
        return new ImageArchitecture(
            network,
            channels,
            width ?? (network == Small ? 16 : 64),
            LargeStem: network switch
            {
                Small => size > 40 && !volumes,
                MobileNet => false,
                _ => size > 64,
            },
            Volumes: volumes
        );
    }
}
