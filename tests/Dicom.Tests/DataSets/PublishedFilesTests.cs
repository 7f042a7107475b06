using System.Security.Cryptography;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests.DataSets;

/// <summary>Other people's files (pydicom's, MIT), against what pydicom reads in them.</summary>
public class PublishedFilesTests
{
    /// <summary>
    /// Files among them that are rightly rejected: four that end too early, one that states an explicit syntax and is
    /// written in an implicit one, one that is a gzip archive.
    /// </summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["emri_small_jpeg_2k_lossless_too_short.dcm"] = DicomFaults.Truncated,
        ["MR_truncated.dcm"] = DicomFaults.Truncated,
        ["rtplan_truncated.dcm"] = DicomFaults.Truncated,
        ["DICOMDIR-nooffset"] = DicomFaults.Truncated,
        ["SC_rgb_jpeg.dcm"] = DicomFaults.MalformedStructure,
        ["zipMR.gz"] = DicomFaults.MissingPreamble,
    };

    private static readonly string[] Native = ["Little Endian", "Big Endian", "RLE"];

    [Fact]
    public void Every_file_with_a_header_is_read_with_the_geometry_and_pixels_that_pydicom_reads()
    {
        var wrong = new List<string>();
        var (read, hashed) = (0, 0);
        foreach (
            var line in ManifestLine
                .Read()
                .Where(l =>
                    l.ReadBy == "ok" && l.TransferSyntax.Length > 0 && !Refused.ContainsKey(Path.GetFileName(l.Name))
                )
        )
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
        string.Join("; ", wrong).Should().BeEmpty($"{read} files were read and the pixels of {hashed} compared");
        hashed.Should().BeGreaterThan(80);
    }

    [Fact]
    public void Damaged_files_are_refused_with_their_fault()
    {
        var folder = SharedData.Folder("dicom");
        foreach (var (name, code) in Refused)
        {
            var reading = () =>
                DicomFile.Read(Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).First());
            reading.Should().Throw<DicomFormatException>(name).Which.Code.Should().Be(code, name);
        }
    }

    [Fact]
    public void Files_without_a_preamble_or_a_transfer_syntax_are_refused_and_nothing_else_is_thrown()
    {
        var lines = ManifestLine.Read().Where(l => l.ReadBy != "ok" || l.TransferSyntax.Length == 0).ToList();
        lines.Should().NotBeEmpty();
        foreach (var line in lines)
        {
            var reading = () => DicomFile.Read(line.Path);
            reading.Should().Throw<DicomFormatException>(line.Name).Which.Remedy.Should().NotBeEmpty();
        }
    }

    [Fact]
    public void Every_image_is_either_read_or_refused_with_a_code_and_a_reason()
    {
        var unexpected = new List<string>();
        var (readable, refused) = (0, 0);
        foreach (
            var line in ManifestLine
                .Read()
                .Where(l => l.ReadBy == "ok" && !Refused.ContainsKey(Path.GetFileName(l.Name)))
        )
        {
            if (line.TransferSyntax.Length == 0)
                continue;
            var outcome = FrameReader.Read(DicomFile.Read(line.Path));
            if (outcome is FrameOutcome.Unreadable unreadable)
            {
                unreadable.Code.Should().NotBeEmpty();
                unreadable.Reason.Should().NotBeEmpty();
                if (
                    unreadable.Code != DicomFaults.NoPixels
                    && line.Photometric.StartsWith("MONO")
                    && line.BitsAllocated is "8" or "16"
                    && Native.Any(line.TransferSyntax.Contains)
                )
                {
                    unexpected.Add($"{line.Name}: {unreadable.Code} {unreadable.Reason}");
                }

                refused++;
                continue;
            }
            var frame = ((FrameOutcome.Readable)outcome).Frame;
            $"{frame.Rows}".Should().Be(line.Rows, line.Name);
            frame.Values.Should().HaveCount(frame.Rows * frame.Columns, line.Name);
            readable++;
        }
        string.Join("; ", unexpected).Should().BeEmpty();
        readable.Should().BeGreaterThan(55, $"{refused} were rejected");
    }

    [Theory]
    [InlineData("MR_small.dcm", "MR_small_implicit.dcm")]
    [InlineData("MR_small.dcm", "MR_small_bigendian.dcm")]
    [InlineData("MR_small.dcm", "MR_small_RLE.dcm")]
    public void The_same_image_reads_the_same_in_every_transfer_syntax(string one, string other)
    {
        Values(one).Should().Equal(Values(other));
    }

    [Theory]
    [InlineData("chrX2.dcm", "王^小东")]
    [InlineData("chrX1.dcm", "王^小東")]
    [InlineData("chrH31.dcm", "山田^太郎")]
    [InlineData("chrI2.dcm", "洪^吉洞")]
    public void Names_are_read_in_their_own_script(string name, string ideographic)
    {
        var file = Read(name);
        file.DataSet.GetPersonName(Tags.PatientName)!.Ideographic.Should().Be(ideographic);
    }

    private static float[] Values(string name) => ((FrameOutcome.Readable)FrameReader.Read(Read(name))).Frame.Values;

    private static DicomFile Read(string name)
    {
        var path = Directory
            .EnumerateFiles(SharedData.Folder("dicom"), name, SearchOption.AllDirectories)
            .FirstOrDefault();
        Assert.SkipWhen(path is null, $"{name} is not among the development data");
        return DicomFile.Read(path);
    }

    private static string Sha256(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
