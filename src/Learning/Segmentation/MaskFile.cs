using Xinglin.Learning.Images;
using Xinglin.Learning.Volumes;

namespace Xinglin.Learning.Segmentation;

/// <summary>Writes what was drawn: a PNG beside a picture's name, a NIfTI volume in the place of the volume it was drawn on.</summary>
internal static class MaskFile
{
    /// <param name="numbers">The number at each place, in the order of axes of <see cref="Scan"/>.</param>
    public static void Write(string folder, Scan scan, byte[] numbers)
    {
        Directory.CreateDirectory(folder);
        if (scan.File is not { } file)
        {
            PngWriter.Write(Path.Combine(folder, scan.Name + ".png"), scan.Sizes[1], scan.Sizes[2], numbers);
            return;
        }
        var asInFile = Orientation.Of(file.Geometry).AsInFile(numbers, [file.Columns, file.Rows, file.Depth]);
        NiftiFile.WriteLabels(
            Path.Combine(folder, scan.Name + ".nii.gz"),
            file.Columns,
            file.Rows,
            file.Depth,
            asInFile,
            file.Geometry
        );
    }
}
