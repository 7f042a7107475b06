using Xinglin.Records.Archive;
using Xinglin.Records.Files;

namespace Xinglin.Records.Tests.Archive;

public sealed class DicomArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-archive-").FullName;

    [Fact]
    public void Bytes_come_back_unaltered_and_a_second_copy_writes_nothing()
    {
        var archive = DicomArchive.Open(_folder);
        archive.Store("1.2.3", new MemoryStream([1, 2, 3])).Should().Be(StoreOutcome.New);
        archive.Store("1.2.3", new MemoryStream([1, 2, 3])).Should().Be(StoreOutcome.AlreadyThere);
        archive.Store("1.2.3", new MemoryStream([1, 2, 4])).Should().Be(StoreOutcome.DifferentBytes);
        using var stream = DicomArchive.Open(_folder).OpenRead("1.2.3");
        stream.ReadByte().Should().Be(1);
    }

    [Fact]
    public void File_names_tell_nothing()
    {
        DicomArchive.Open(_folder).Store("1.2.840.99999", new MemoryStream([1]));
        Directory
            .EnumerateFiles(Path.Combine(_folder, "dicom"), "*", SearchOption.AllDirectories)
            .Should()
            .ContainSingle()
            .Which.Should()
            .NotContain("99999");
    }

    [Fact]
    public void An_interrupted_write_leaves_no_instance_and_is_cleared_away()
    {
        using var temporary = TemporaryFolder.Open(_folder);
        var archive = DicomArchive.Open(_folder, temporary);
        var act = () => archive.Store("1.2.3", new Failing());
        act.Should().Throw<IOException>();
        archive.Contains("1.2.3").Should().BeFalse();
        Directory.EnumerateFiles(temporary.FullPath).Select(Path.GetFileName).Should().Equal(".lock");
        Directory.EnumerateFiles(Path.Combine(_folder, "dicom"), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void An_unknown_UID_is_said_to_be_unknown()
    {
        var archive = DicomArchive.Open(_folder);
        archive.Read("1.2.3").Should().BeNull();
        archive.Invoking(a => a.OpenRead("1.2.3")).Should().Throw<FileNotFoundException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Failing : MemoryStream
    {
        public override void CopyTo(Stream destination, int bufferSize) =>
            throw new IOException("the cable was pulled");
    }
}
