using Xinglin.Formats.Images;
using Xinglin.Formats.Nifti;

namespace Xinglin.Learning.Segmentation;

/// <summary>Writes what was drawn: a PNG next to an image's name, a NIfTI volume in the place of the volume it was drawn on.</summary>
internal static class MaskFile
{
    /// <param name="numbers">The number at each place, in the order of axes of <see cref="Scan"/>.</param>
    public static void Write(string folder, Scan scan, byte[] numbers)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, scan);
        if (scan.File is not { } file)
        {
            PngWriter.Write(path, scan.Sizes[1], scan.Sizes[2], numbers);
            return;
        }
        var asInFile = Orientation.Of(file.Geometry).AsInFile(numbers, [file.Columns, file.Rows, file.Depth]);
        NiftiFile.WriteLabels(path, file.Columns, file.Rows, file.Depth, asInFile, file.Geometry);
    }

    /// <summary>Of labels that are one piece, takes the smaller pieces away from masks that were written before.</summary>
    /// <param name="largestOnly">For each label but the background.</param>
    public static void KeepLargest(string folder, SegmentationCases cases, bool[] largestOnly)
    {
        if (!largestOnly.Contains(true))
            return;
        foreach (var scan in cases.Outlines)
        {
            var classes = cases.Labels.Classes(Mask.Read([PathOf(folder, scan)], scan));
            foreach (var (i, only) in largestOnly.Index())
            {
                if (only)
                    LargestComponent.Keep(classes, scan.Sizes, (byte)(i + 1));
            }

            Write(folder, scan, cases.Labels.Numbers(classes));
        }
    }

    private static string PathOf(string folder, Scan scan) =>
        Path.Combine(folder, scan.Name + (scan.IsVolume ? ".nii.gz" : ".png"));
}
