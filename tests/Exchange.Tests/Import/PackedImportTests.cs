using System.IO.Compression;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

public sealed class PackedImportTests
{
    private const string Patient = """{"resourceType":"Patient","id":"p1"}""";

    [Fact]
    public async Task A_zip_is_read_with_patients_before_the_readings_that_name_them()
    {
        await using var hospital = new TestHospital();
        var zip = Zip(
            ("a.csv", Encoding.UTF8.GetBytes("patient,time,code,value,unit\np1,2026-05-30,weight,70,kg\n")),
            ("b.json", Encoding.UTF8.GetBytes(Patient)),
            ("c/film.dcm", DicomImportTests.Film("seed 1"))
        );
        var report = await hospital.Import("all.zip", zip);
        report.Refused.Should().BeEmpty();
        report.Accepted.Select(a => a.Place).Should().Equal("all.zip/b.json", "all.zip/c/film.dcm", "all.zip/a.csv");
    }

    [Fact]
    public async Task A_path_that_climbs_out_of_the_archive_is_only_a_name()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import(
            "t.zip",
            Zip(("../../../../tmp/evil.json", Encoding.UTF8.GetBytes(Patient)))
        );
        report.Resources.Should().Be(1);
        File.Exists("/tmp/evil.json").Should().BeFalse();
        hospital.TemporaryFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task A_decompression_bomb_is_refused()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("bomb.zip", Zip(("zeros.json", new byte[64 << 20])));
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveUnsafe);
        hospital.TemporaryFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task All_files_of_an_archive_together_may_not_unpack_to_more_than_the_limit()
    {
        await using var hospital = new TestHospital(new ImportOptions { LargestUnpacked = 100_000 });
        var noise = new byte[60_000];
        new Random(7).NextBytes(noise);
        var report = await hospital.Import("a.zip", Zip(("1.bin", noise), ("2.bin", noise)));
        report.Refused.Should().Contain(r => r.Place == "a.zip/2.bin" && r.Code == RejectionCodes.TooLarge);
    }

    [Fact]
    public async Task A_damaged_zip_is_refused()
    {
        await using var hospital = new TestHospital();
        var zip = Zip(("b.json", Encoding.UTF8.GetBytes(Patient)));
        var report = await hospital.Import("half.zip", zip[..(zip.Length / 2)]);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveDamaged);
    }

    [Fact]
    public async Task A_gzipped_table_is_read()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("patient,time,code,value,unit\np1,2026-05-30,weight,70,kg\n"u8);
        }
        var report = await hospital.Import("r.csv.gz", packed.ToArray());
        report.Resources.Should().Be(1);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_without_being_read()
    {
        await using var hospital = new TestHospital(new ImportOptions { LargestFile = 1000 });
        var report = await hospital.Importer.ImportAsync(
            Origin.Command("test"),
            [
                ImportSource.FromStream("endless", new Endless()),
                new ImportSource("big.json", () => new MemoryStream(new byte[2000])),
            ]
        );
        report.Refused.Select(r => r.Code).Should().AllBe(RejectionCodes.TooLarge).And.HaveCount(2);
    }

    [Fact]
    public async Task What_is_none_of_the_known_kinds_is_refused_and_a_missing_file_too()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Importer.ImportAsync(
            Origin.Command("test"),
            [
                new ImportSource("a.exe", () => new MemoryStream([0x4D, 0x5A, 0x90, 0, 1, 2, 3, 4, 5])),
                new ImportSource("empty", () => new MemoryStream()),
                .. ImportSource.FromPath(Path.Combine(hospital.Folder, "nowhere.json")),
            ]
        );
        report
            .Refused.Select(r => r.Code)
            .Should()
            .BeEquivalentTo([RejectionCodes.UnknownKind, RejectionCodes.Empty, RejectionCodes.NotFound]);
    }

    [Fact]
    public async Task A_folder_is_read_with_its_sub_folders()
    {
        await using var hospital = new TestHospital();
        var folder = Directory.CreateDirectory(Path.Combine(hospital.Folder, "in", "deep")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "p.json"), Patient);
        var report = await hospital.Importer.ImportAsync(Origin.Command("test"), ImportSource.FromPath(folder));
        report.Accepted.Single().Place.Should().Be(Path.Combine("deep", "p.json"));
        hospital.Store.Read<Patient>("p1").Should().NotBeNull();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return packed.ToArray();
    }

    /// <summary>A stream that never ends and cannot be rewound: a hostile upload.</summary>
    private sealed class Endless : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
