using Xinglin.Records.Archive;
using Xinglin.Records.Files;

namespace Xinglin.Records.Tests.Archive;

public sealed class DicomArchiveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("xinglin-archive-").FullName;

    [Fact]
    public void Bytes_come_back_unaltered_and_a_second_copy_writes_nothing()
    {
        var archive = DicomArchive.Open(folder);
        archive.Keep("1.2.3", new MemoryStream([1, 2, 3])).Should().Be(KeepOutcome.New);
        archive.Keep("1.2.3", new MemoryStream([1, 2, 3])).Should().Be(KeepOutcome.AlreadyThere);
        archive.Keep("1.2.3", new MemoryStream([1, 2, 4])).Should().Be(KeepOutcome.DifferentBytes);
        using var stream = DicomArchive.Open(folder).OpenRead("1.2.3");
        stream.ReadByte().Should().Be(1);
    }

    [Fact]
    public void File_names_tell_nothing()
    {
        DicomArchive.Open(folder).Keep("1.2.840.99999", new MemoryStream([1]));
        Directory
            .EnumerateFiles(Path.Combine(folder, "dicom"), "*", SearchOption.AllDirectories)
            .Should()
            .ContainSingle()
            .Which.Should()
            .NotContain("99999");
    }

    [Fact]
    public void An_interrupted_write_leaves_no_instance_and_is_cleared_away()
    {
        using var temporary = TemporaryFolder.Open(folder);
        var archive = DicomArchive.Open(folder, temporary);
        var act = () => archive.Keep("1.2.3", new Failing());
        act.Should().Throw<IOException>();
        archive.Contains("1.2.3").Should().BeFalse();
        Directory.EnumerateFiles(temporary.FullPath).Select(Path.GetFileName).Should().Equal(".lock");
        Directory.EnumerateFiles(Path.Combine(folder, "dicom"), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void An_unknown_UID_is_said_to_be_unknown()
    {
        var archive = DicomArchive.Open(folder);
        archive.Read("1.2.3").Should().BeNull();
        archive.Invoking(a => a.OpenRead("1.2.3")).Should().Throw<FileNotFoundException>();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Failing : MemoryStream
    {
        public override void CopyTo(Stream destination, int bufferSize) =>
            throw new IOException("the cable was pulled");
    }
}
