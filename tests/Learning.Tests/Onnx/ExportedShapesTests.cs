using Xinglin.Formats.Images;
using Xinglin.Formats.Nifti;
using Xinglin.Learning.Onnx;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Tests.Segmentation;

namespace Xinglin.Learning.Tests.Onnx;

public sealed class ExportedShapesTests(DrawnShapes drawn) : IClassFixture<DrawnShapes>, IDisposable
{
    private readonly TestFolder _folder = new();

    private string Exported => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_segmentation_of_films_draws_from_its_onnx_file_as_from_its_folder()
    {
        var films = Path.Combine(drawn.Folder, "new-films");

        var result = OnnxExport.Run(drawn.Model, Exported);
        OnnxPrediction.Run(Exported, films, _folder.File("onnx")).Should().Be(6);
        SegmentationPrediction.Run(drawn.Model, films, _folder.File("own"));

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        foreach (var own in Directory.EnumerateFiles(_folder.File("own"), "*.png"))
            Unlike(own, Path.Combine(_folder.File("onnx"), Path.GetFileName(own))).Should().BeLessThan(3);
        File.ReadAllLines(Path.Combine(_folder.File("onnx"), SegmentationPrediction.Summary)).Should().HaveCount(13);
    }

    [Fact]
    public void A_segmentation_of_volumes_of_uneven_sides_draws_from_its_onnx_file_as_from_its_folder()
    {
        var random = new Random(2);
        var (volumes, masks) = (_folder.File("volumes"), _folder.File("masks"));
        Directory.CreateDirectory(volumes);
        Directory.CreateDirectory(masks);
        const int depth = 9,
            rows = 20,
            columns = 26;
        for (var n = 0; n < 4; n++)
        {
            var (image, mask) = (new byte[depth * rows * columns], new byte[depth * rows * columns]);
            var (cx, cy) = (random.Next(8, 18), random.Next(7, 13));
            for (var i = 0; i < mask.Length; i++)
            {
                var (z, y, x) = (i / (rows * columns) - 4, i / columns % rows - cy, i % columns - cx);
                mask[i] = (byte)(z * z + y * y + x * x < 16 ? 1 : 0);
                image[i] = (byte)(60 + 90 * mask[i] + random.Next(30));
            }
            NiftiFile.WriteLabels(
                Path.Combine(volumes, $"{n}.nii.gz"),
                columns,
                rows,
                depth,
                image,
                VolumeGeometry.Upright(2, 1, 1)
            );
            NiftiFile.WriteLabels(
                Path.Combine(masks, $"{n}.nii.gz"),
                columns,
                rows,
                depth,
                mask,
                VolumeGeometry.Upright(2, 1, 1)
            );
        }
        SegmentationTraining.Run(
            new SegmentationTrainingOptions
            {
                Images = volumes,
                Masks = masks,
                Out = _folder.File("model"),
                Folds = 2,
                Width = 4,
                Draws = 60,
            },
            TimeProvider.System
        );

        var result = OnnxExport.Run(_folder.File("model"), Exported);
        OnnxPrediction.Run(Exported, volumes, _folder.File("onnx")).Should().Be(4);
        SegmentationPrediction.Run(_folder.File("model"), volumes, _folder.File("own"));

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        foreach (var own in Directory.EnumerateFiles(_folder.File("own"), "*.nii.gz"))
        {
            var (a, b) = (Scan.Read(own), Scan.Read(Path.Combine(_folder.File("onnx"), Path.GetFileName(own))));
            a.Values.Zip(b.Values).Count(pair => pair.First != pair.Second).Should().BeLessThan(3);
        }
    }

    /// <summary>Places of two masks that differ.</summary>
    private static int Unlike(string own, string exported)
    {
        var (a, b) = (PngFile.ReadLabels(own).Values.ToArray(), PngFile.ReadLabels(exported).Values.ToArray());
        return a.Zip(b).Count(pair => pair.First != pair.Second);
    }
}
