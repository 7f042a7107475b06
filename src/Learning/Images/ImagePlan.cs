using Xinglin.Formats;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;

namespace Xinglin.Learning.Images;

/// <summary>Chooses the network and the preparation from the options, the images and the given weights.</summary>
internal static class ImagePlan
{
    private const int MostUnasked = 64;
    private const int FewestForMobile = 96;

    /// <summary>No network that these options can lead to sees more pixels a side.</summary>
    public static int Most(ImageTrainingOptions options, PretrainedWeights? given) =>
        options.Size
        ?? given?.Size
        ?? (given is not null || options.Network == ImageArchitecture.MobileNet ? 224 : MostUnasked);

    public static (ImageArchitecture Architecture, ImagePreparation Preparation) For(
        ImageTrainingOptions options,
        ImageSplit training,
        PretrainedWeights? given
    )
    {
        var volumes = training.Images[0].Depth > 1;
        var side = training.Images.Max(image => Math.Min(image.Rows, image.Columns));
        if (options.Freeze && given is null)
        {
            throw InvalidInputException.In(
                "option --freeze",
                "Only given weights can be frozen. Name them with --from."
            );
        }

        if (given is not null)
        {
            if (options.Network is { } wanted && wanted != given.Architecture.Network)
            {
                throw InvalidInputException.In(
                    "option --network",
                    $"{given.Name} holds weights of {given.Architecture.Network}, not of {wanted}. Leave --network out."
                );
            }

            if (given.Architecture.Volumes != volumes)
            {
                throw InvalidInputException.In(
                    "option --from",
                    volumes ? "These weights are for images." : "These weights are for volumes."
                );
            }
            // Small images are enlarged only as far as the layers' steps of two need it.
            var size = options.Size ?? Math.Min(given.Size ?? 224, Math.Max(FewestForMobile, (side + 31) / 32 * 32));
            if (given.Architecture.Network == ImageArchitecture.Small)
                size = options.Size ?? given.Size ?? side;
            return (
                given.Architecture,
                new ImagePreparation(size, given.Architecture.Channels, given.Brightness, volumes)
            );
        }
        var network = options.Network ?? ImageArchitecture.Small;
        var seen =
            options.Size
            ?? (
                network == ImageArchitecture.MobileNet
                    ? Math.Min(224, Math.Max(FewestForMobile, side))
                    : Math.Min(MostUnasked, side)
            );
        if (volumes)
            seen = options.Size ?? Math.Min(32, side);
        if (seen < 8)
            throw InvalidInputException.In("option --size", "Give 8 pixels or more.");
        var channels = training.Images.Max(image => image.Channels);
        return (
            ImageArchitecture.Of(network, channels, seen, options.Width, volumes),
            new ImagePreparation(seen, channels, Volumes: volumes)
        );
    }

    public static int Views(ImageTrainingOptions options, ImagePreparation preparation) =>
        Math.Clamp(
            options.Views ?? (preparation.Size <= MostUnasked && !preparation.Volumes ? TestTimeAugmentation.Most : 1),
            1,
            TestTimeAugmentation.Most
        );
}
