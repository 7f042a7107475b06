using Xinglin.Formats;
using static TorchSharp.torch;

namespace Xinglin.Learning.Segmentation;

/// <summary>An image as the network sees it.</summary>
/// <param name="Values">[C, (D,) H, W]; the image in the middle, 0 (its mean) around it.</param>
/// <param name="Inner">Depth, rows, columns of the resized image inside.</param>
/// <param name="Start">Where the resized image begins inside.</param>
internal sealed record PreparedScan(Tensor Values, int[] Inner, int[] Start);

/// <summary>
/// Turns any image or volume into what the network sees and its answer back: brightness between the 0.5 and the 99.5
/// percentile brought to mean 0 and standard deviation 1 (scanners differ in units), resized (images: the longer side to
/// the patch; volumes: to one voxel size), and at least as large as the patch.
/// </summary>
internal static class SegmentationPreparation
{
    /// <exception cref="InvalidInputException">A volume for a model of images, or the other way round.</exception>
    public static PreparedScan Apply(SegmentationPlan plan, Scan scan)
    {
        if (scan.IsVolume != plan.Volumes)
        {
            throw InvalidInputException.In(
                scan.Name,
                plan.Volumes
                    ? "It is an image; the model was made for volumes."
                    : "It is a volume; the model was made for images."
            );
        }

        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var flat = Standardised(Channels(scan, plan.Channels), scan.Length);
        var inner = SizeFor(plan, scan);
        var image = tensor(flat, Shape(plan, 1, plan.Channels, scan.Sizes));
        image = Resized(plan, image, inner);
        var whole = inner.Select((side, axis) => Math.Max(side, plan.Patch[axis])).ToArray();
        var start = whole.Select((side, axis) => (side - inner[axis]) / 2).ToArray();
        var padded = zeros(Shape(plan, 1, plan.Channels, whole));
        Inside(plan, padded, start, inner).copy_(image);
        return new PreparedScan(padded.squeeze(0).MoveToOuterDisposeScope(), inner, start);
    }

    /// <summary>Class numbers → int64 [(D,) H, W] of the same place and size as the prepared image.</summary>
    public static Tensor Labels(SegmentationPlan plan, Scan scan, byte[] classes, PreparedScan prepared)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var count = classes.Max() + 1;
        var marks = tensor(Array.ConvertAll(classes, one => (long)one), Shape(plan, 1, 1, scan.Sizes)[2..]);
        // Each label is resized as a soft shape, then the strongest one wins.
        var soft = nn.functional.one_hot(marks, count).movedim([-1L], [0L]).to(ScalarType.Float32).unsqueeze(0);
        var best = Resized(plan, soft, prepared.Inner).argmax(1);
        var padded = zeros([1, 1, .. prepared.Values.shape[1..]], ScalarType.Int64);
        Inside(plan, padded, prepared.Start, prepared.Inner).copy_(best.unsqueeze(1));
        return padded.squeeze(0).squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>The network's answer, [classes, (D,) H, W], at the size of the original image.</summary>
    public static Tensor Back(SegmentationPlan plan, Scan scan, PreparedScan prepared, Tensor answer) =>
        Resized(plan, Inside(plan, answer.unsqueeze(0), prepared.Start, prepared.Inner), scan.Sizes).squeeze(0);

    private static int[] SizeFor(SegmentationPlan plan, Scan scan)
    {
        if (plan.Volumes)
        {
            return
            [
                .. scan.Sizes.Select(
                    (side, axis) => Math.Max(1, (int)Math.Round(side * scan.Spacing[axis] / plan.Spacing[axis]))
                ),
            ];
        }

        var scale = (double)plan.Patch[1] / Math.Max(scan.Sizes[1], scan.Sizes[2]);
        return
        [
            1,
            Math.Max(1, (int)Math.Round(scan.Sizes[1] * scale)),
            Math.Max(1, (int)Math.Round(scan.Sizes[2] * scale)),
        ];
    }

    /// <summary>Averages where the new image is smaller, interpolates where it is larger.</summary>
    private static Tensor Resized(SegmentationPlan plan, Tensor image, int[] sizes)
    {
        var wanted = Shape(plan, 1, 1, sizes)[2..];
        var given = image.shape[2..];
        if (given.SequenceEqual(wanted))
            return image;
        var smaller = given.Zip(wanted).All(pair => pair.Second <= pair.First);
        return smaller
            ? nn.functional.interpolate(image, wanted, mode: InterpolationMode.Area)
            : nn.functional.interpolate(
                image,
                wanted,
                mode: plan.Volumes ? InterpolationMode.Trilinear : InterpolationMode.Bilinear,
                align_corners: false
            );
    }

    private static Tensor Inside(SegmentationPlan plan, Tensor whole, int[] start, int[] sizes)
    {
        for (var axis = plan.Volumes ? 0 : 1; axis < 3; axis++)
            whole = whole.narrow(axis + (plan.Volumes ? 2 : 1), start[axis], sizes[axis]);
        return whole;
    }

    private static long[] Shape(SegmentationPlan plan, int batch, int channels, int[] sizes) =>
        plan.Volumes ? [batch, channels, sizes[0], sizes[1], sizes[2]] : [batch, channels, sizes[1], sizes[2]];

    /// <summary>Grey for a colour model three times; colour for a grey model as its luminance (ITU-R BT.601).</summary>
    private static float[] Channels(Scan scan, int channels)
    {
        if (scan.Channels == channels)
            return (float[])scan.Values.Clone();
        var length = scan.Length;
        if (channels == 3)
            return [.. scan.Values, .. scan.Values, .. scan.Values];
        var grey = new float[length];
        for (var i = 0; i < length; i++)
            grey[i] = 0.299f * scan.Values[i] + 0.587f * scan.Values[length + i] + 0.114f * scan.Values[2 * length + i];
        return grey;
    }

    private static float[] Standardised(float[] values, int length)
    {
        for (var channel = values.AsSpan(); channel.Length > 0; channel = channel[length..])
        {
            var part = channel[..length];
            var sorted = part.ToArray();
            Array.Sort(sorted);
            float low = sorted[(int)(0.005 * (length - 1))],
                high = sorted[(int)(0.995 * (length - 1))];
            if (high <= low)
                (low, high) = (sorted[0], sorted[^1]);
            double sum = 0,
                squares = 0;
            foreach (ref var value in part)
            {
                value = Math.Clamp(value, low, high);
                sum += value;
                squares += (double)value * value;
            }
            var mean = sum / length;
            var deviation = Math.Sqrt(Math.Max(0, squares / length - mean * mean));
            var scale = deviation > 1e-6 * Math.Max(1, Math.Abs(mean)) ? 1 / deviation : 0;
            foreach (ref var value in part)
                value = (float)((value - mean) * scale);
        }
        return values;
    }
}
