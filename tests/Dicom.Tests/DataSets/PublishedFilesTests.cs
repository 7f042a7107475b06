using System.Security.Cryptography;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests.DataSets;

/// <summary>Other people's files (pydicom's, MIT), against what pydicom reads in them.</summary>
public class PublishedFilesTests
{
    [Fact]
    public void Every_file_with_a_header_is_read_with_the_geometry_and_pixels_that_pydicom_reads()
    {
        var wrong = new List<string>();
        var (read, hashed) = (0, 0);
        foreach (var line in ManifestLine.Read().Where(l => l.ReadBy == "ok" && l.TransferSyntax.Length > 0))
        {
            try
            {
                var file = DicomFile.Read(line.Path);
                read++;
                if (line.Rows.Length > 0 && file.DataSet.GetInt(Tags.Rows)?.ToString() != line.Rows)
                    wrong.Add($"{line.Name}: rows");
                if (line.Columns.Length > 0 && file.DataSet.GetInt(Tags.Columns)?.ToString() != line.Columns)
                    wrong.Add($"{line.Name}: columns");
                if (line.PixelsSha256.Length == 0 || line.TransferSyntax.Contains("Big"))
                    continue;
                hashed++;
                if (Sha256(file.DataSet.GetBytes(Tags.PixelData)) != line.PixelsSha256)
                    wrong.Add($"{line.Name}: pixels");
            }
            catch (DicomFormatException fault)
            {
                wrong.Add($"{line.Name}: {fault.Code} {fault.Message}");
            }
        }
        wrong.Should().BeEmpty($"{read} files were read and the pixels of {hashed} compared");
        hashed.Should().BeGreaterThan(100);
    }

    private static string Sha256(ReadOnlyMemory<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
