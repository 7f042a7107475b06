using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Small files that ask for large memory or time are rejected with their reason; large files that are right are not.</summary>
public sealed class BombTests
{
    [Fact]
    public async Task A_mostly_black_film_is_no_bomb_in_a_zip_or_gzip()
    {
        await using var hospital = new TestHospital();
        var film = BlackFilm();
        var zip = Zip(archive => Add(archive, "film.dcm", film));
        (film.Length / zip.Length).Should().BeGreaterThan(565);
        (await hospital.Import("film.zip", zip)).Refused.Should().BeEmpty();
        (await hospital.Import("film.dcm.gz", GZip(film))).Unchanged.Should().Be(1, "it is the same film");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_header_of_65535_rows_without_a_row_was_kept_as_a_film(int bytes)
    {
        await using var hospital = new TestHospital();
        var file = DicomFile.Read(new MemoryStream(BlackFilm()));
        file.DataSet.Set(Tags.Rows, VR.US, 65_535)
            .Set(Tags.Columns, VR.US, 65_535)
            .Set(Tags.PixelData, VR.OW, new byte[bytes]);
        using var stream = new MemoryStream();
        file.Write(stream);

        var refused = (await hospital.Import("film.dcm", stream.ToArray())).Refused.Should().ContainSingle().Which;
        refused.Code.Should().Be(RejectionCodes.Dicom);
        refused.Reason.En.Should().Contain("less than one row");
    }

    [Fact]
    public async Task A_deflated_bomb_was_called_a_damaged_file()
    {
        await using var hospital = new TestHospital();
        var film = DicomFile.Read(new MemoryStream(DicomImportTests.Film("black"))).DataSet;
        film.Set(Tags.PixelData, VR.OW, new byte[40 << 20]);
        using var stream = new MemoryStream();
        DicomFile.Create(film, TransferSyntax.DeflatedLittleEndian.Uid).Write(stream);

        var report = await hospital.Import("film.dcm", stream.ToArray());
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.TooLarge);
    }

    [Fact]
    public async Task Forty_tables_of_one_row_four_thousand_times_took_seven_seconds()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        var table = Encoding.UTF8.GetBytes(
            "patient,time,code,value,unit\n"
                + string.Concat(Enumerable.Repeat("p1,2026-05-30 07:30,glucose,6.1,mmol/L\n", 4_000))
        );
        var zip = Zip(archive =>
        {
            for (var i = 0; i < 40; i++)
                Add(archive, $"{i}.csv", table);
        });
        var began = Stopwatch.GetTimestamp();

        var report = await hospital.Import("tables.zip", zip);

        report.Refused.Should().BeEmpty();
        report.Resources.Should().Be(160_000);
        report.Unchanged.Should().Be(159_999);
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_header_of_a_film_does_not_license_more_than_it_accounts_for()
    {
        await using var hospital = new TestHospital();
        byte[] long_ = [.. BlackFilm(), .. new byte[40 << 20]];
        var report = await hospital.Import("film.zip", Zip(archive => Add(archive, "film.dcm", long_)));
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveUnsafe);
    }

    [Theory]
    [InlineData("zeroes.bin")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    public async Task A_gibibyte_in_a_zip_is_refused_after_sixteen_megabytes(string name)
    {
        await using var hospital = new TestHospital();
        var piece = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
        var zip = Zip(archive =>
        {
            using var entry = archive.CreateEntry(name).Open();
            for (var i = 0; i < 128; i++)
                entry.Write(piece);
        });
        var watch = Stopwatch.StartNew();
        var report = await hospital.Import("bomb.zip", zip);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveUnsafe);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"resourceType":7}""")]
    public async Task A_megabyte_of_wrong_lines_took_half_a_minute(string line)
    {
        await using var hospital = new TestHospital();
        var text = string.Concat(Enumerable.Repeat(line + "\n", (1 << 20) / line.Length));
        var watch = Stopwatch.StartNew();
        var report = await hospital.Import("a.ndjson", text);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(8));
        report.Refused.Should().ContainSingle(r => r.Code == RejectionCodes.Stopped, "what was not looked at is told");
        report.Refused.Count.Should().BeGreaterThan(5_000, "what was looked at is listed");
    }

    [Fact]
    public async Task Sixty_thousand_wrong_files_of_an_archive_took_twelve_seconds()
    {
        await using var hospital = new TestHospital();
        var zip = Zip(archive =>
        {
            for (var i = 0; i < 20_000; i++)
                Add(archive, $"{i}", "{}"u8.ToArray());
        });
        var report = await hospital.Import("many.zip", zip);
        report.Refused.Should().ContainSingle(r => r.Code == RejectionCodes.Stopped);
        report.Refused.Count.Should().BeLessThan(5_010);
    }

    [Fact]
    public async Task A_file_with_a_tenth_of_right_lines_is_read_to_its_end()
    {
        await using var hospital = new TestHospital(new ImportOptions { MostRefusedInVain = 50 });
        var text = new StringBuilder();
        for (var i = 0; i < 1_000; i++)
            text.Append(i % 8 == 0 ? $$"""{"resourceType":"Patient","id":"p{{i}}"}""" : "{}").Append('\n');
        var report = await hospital.Import("a.ndjson", text.ToString());
        report.Resources.Should().Be(125);
        report.Refused.Should().NotContain(r => r.Code == RejectionCodes.Stopped);
    }

    [Fact]
    public async Task A_directory_of_long_names_took_a_third_of_a_gibibyte()
    {
        await using var hospital = new TestHospital();
        var zip = Zip(archive =>
        {
            for (var i = 0; i < 500; i++)
                archive.CreateEntry(new string('n', 60_000) + i, CompressionLevel.NoCompression);
        });
        var report = await hospital.Import("names.zip", zip);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveUnsafe);
    }

    [Fact]
    public async Task Many_files_that_are_each_small_enough_are_no_way_around_the_ratio()
    {
        await using var hospital = new TestHospital();
        var zip = Zip(archive =>
        {
            for (var i = 0; i < 12; i++)
                Add(archive, $"{i}.json", Encoding.ASCII.GetBytes("{}" + new string(' ', 10 << 20)));
        });
        var report = await hospital.Import("bomb.zip", zip);
        report.Refused.Count(r => r.Code == RejectionCodes.ArchiveUnsafe).Should().BeGreaterThan(7);
    }

    [Fact]
    public async Task Archives_within_an_archive_were_each_given_the_whole_allowance()
    {
        await using var hospital = new TestHospital();
        var spaces = Encoding.ASCII.GetBytes("{}" + new string(' ', 15 << 20));
        var inner = Zip(archive => Add(archive, "a.json", spaces));
        var zip = Zip(archive =>
        {
            for (var i = 0; i < 40; i++)
                Add(archive, $"{i}.zip", inner);
        });
        var watch = Stopwatch.StartNew();
        var report = await hospital.Import("bomb.zip", zip);
        report
            .Refused.Count(r => r.Code == RejectionCodes.ArchiveUnsafe)
            .Should()
            .BeGreaterThan(9, "the rest is not looked at");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_archive_within_an_archive_within_an_archive_is_not_opened()
    {
        await using var hospital = new TestHospital();
        var inner = Zip(archive => Add(archive, "p.json", "{}"u8.ToArray()));
        for (var level = 0; level < 3; level++)
            inner = Zip(archive => Add(archive, "again.zip", inner));
        var report = await hospital.Import("nested.zip", inner);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveUnsafe);
    }

    [Fact]
    public async Task A_directory_of_a_million_entries_is_counted_before_it_is_read()
    {
        await using var hospital = new TestHospital(new ImportOptions { MostFilesInArchive = 1000 });
        const int Entries = 300_000;
        var zip = new byte[Entries * 46 + 22];
        for (var i = 0; i < Entries; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(i * 46), 0x02014B50);
        "PK\u0003\u0004"u8.CopyTo(zip);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(Entries * 46), 0x06054B50);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(Entries * 46 + 16), 46);
        var before = GC.GetTotalAllocatedBytes();
        var report = await hospital.Import("entries.zip", zip);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.ArchiveUnsafe);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(1L << 30);
    }

    [Theory]
    [InlineData("long string", "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"", "A", 2 << 20, "\"}]}")]
    [InlineData("long name", "{\"resourceType\":\"Patient\",\"", "a", 1000, "\":1}")]
    [InlineData("long number", "{\"resourceType\":\"Observation\",\"valueInteger\":", "1", 1000, "}")]
    [InlineData("many names", "{\"resourceType\":\"Patient\",\"name\":[", "{},", 200_000, "{}]}")]
    [InlineData("deep", "", "[", 100_000, "")]
    [InlineData(
        "many entries",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[",
        "{},",
        700_000,
        "{}]}"
    )]
    public async Task A_JSON_document_that_asks_for_too_much_is_refused_before_it_is_built(
        string what,
        string before,
        string again,
        int times,
        string after
    )
    {
        await using var hospital = new TestHospital();
        var text = before + string.Concat(Enumerable.Repeat(again, times)) + after;
        var watch = Stopwatch.StartNew();
        var report = await hospital.Import("a.json", text);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3), what);
        report.Refused.Should().ContainSingle(what).Which.Code.Should().Be(RejectionCodes.TooLarge, what);
        report.Refused[0].Reason.En.Length.Should().BeLessThan(400);
    }

    [Theory]
    [InlineData(
        "long value",
        "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"",
        "A",
        2 << 20,
        "\"/></name></Patient>"
    )]
    [InlineData("many attributes", "<Patient xmlns=\"http://hl7.org/fhir\" ", "a='' ", 200_000, "/>")]
    [InlineData("long attribute name", "<Patient xmlns=\"http://hl7.org/fhir\" ", "a", 200_000, "=''/>")]
    [InlineData("many elements", "<Patient xmlns=\"http://hl7.org/fhir\">", "<name/>", 200_000, "</Patient>")]
    [InlineData("long comment", "<Patient xmlns=\"http://hl7.org/fhir\"><!-- ", "a", 2 << 20, "--></Patient>")]
    [InlineData("long CDATA", "<Patient xmlns=\"http://hl7.org/fhir\"><![CDATA[ ", "a", 2 << 20, "]]></Patient>")]
    public async Task An_XML_document_that_asks_for_too_much_is_refused_before_it_is_built(
        string what,
        string before,
        string again,
        int times,
        string after
    )
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("a.xml", before + string.Concat(Enumerable.Repeat(again, times)) + after);
        report.Refused.Should().ContainSingle(what).Which.Code.Should().Be(RejectionCodes.TooLarge, what);
    }

    [Theory]
    [InlineData("a.ndjson", "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n", "x")]
    public async Task A_line_without_end_is_passed_over_in_bounded_memory(string name, string before, string again)
    {
        await using var hospital = new TestHospital(new ImportOptions { LongestLine = 1 << 20 });
        var text = before + new string(again[0], 6_000_000);
        var report = await hospital.Import(name, text);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.TooLarge);
    }

    [Fact]
    public async Task Entities_are_refused_and_never_expanded()
    {
        await using var hospital = new TestHospital();
        var text = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (var i = 1; i < 12; i++)
            text.Append($"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        text.Append("]><Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"&a11;\"/></name></Patient>");
        (await hospital.Import("lol.xml", text.ToString())).Refused.Should().ContainSingle();
    }

    [Fact]
    public async Task Large_content_of_a_document_is_no_bomb()
    {
        await using var hospital = new TestHospital();
        var data = Convert.ToBase64String(new byte[6 << 20]);
        (
            await hospital.Import(
                "a.json",
                $$"""{"resourceType":"Binary","contentType":"application/pdf","data":"{{data}}"}"""
            )
        )
            .Refused.Should()
            .BeEmpty();
        (
            await hospital.Import(
                "a.xml",
                $"""<Binary xmlns="http://hl7.org/fhir"><contentType value="a/b"/><data value="{data}"/></Binary>"""
            )
        )
            .Refused.Should()
            .BeEmpty();
    }

    [Fact]
    public void A_text_may_be_cut_anywhere_while_it_is_scanned()
    {
        var whole = Encoding.UTF8.GetBytes(
            """{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","name":[{"text":"\"王\\"}],"x":-1.5e3}},{"a":[true,null,{}]}]}"""
        );
        var xml = Encoding.UTF8.GetBytes(
            "<?xml version='1.0'?><!-- > ' --><Patient xmlns=\"a\"><![CDATA[<>]]><name value='>'/>x</Patient>"
        );
        foreach (var (text, isXml) in new[] { (whole, false), (xml, true) })
        {
            var wanted = TextScan.For(isXml, 1000);
            wanted.Feed(text).Should().BeNull();
            for (var cut = 1; cut < text.Length; cut++)
            {
                var scan = TextScan.For(isXml, 1000);
                scan.Feed(text.AsSpan(0, cut)).Should().BeNull();
                scan.Feed(text.AsSpan(cut)).Should().BeNull();
                scan.Elements.Should().Be(wanted.Elements, $"cut at {cut}");
            }
        }
        TextScan.For(false, 1000).Feed(whole);
        var json = (JsonScan)TextScan.For(false, 1000);
        foreach (var sign in whole)
            json.Feed([sign]);
        json.IsBundle.Should().BeTrue();
    }

    [Fact]
    public async Task A_preamble_that_is_an_executable_is_zeroed_and_nothing_else_is()
    {
        await using var hospital = new TestHospital();
        var bytes = DicomImportTests.Film("seed 1");
        var hostile = bytes.ToArray();
        "MZ this program cannot be run in DOS mode"u8.CopyTo(hostile);
        hostile[127] = 1;
        (await hospital.Import("film.dcm", hostile)).Refused.Should().BeEmpty();
        var kept = Directory
            .EnumerateFiles(Path.Combine(hospital.Folder, "dicom"), "*.dcm", SearchOption.AllDirectories)
            .Single();
        (await File.ReadAllBytesAsync(kept)).Should().Equal(bytes);
        (await hospital.Import("again.dcm", hostile)).Unchanged.Should().Be(1);
    }

    [Theory]
    [InlineData("../../../../tmp/x")]
    [InlineData("1.2.3/../../x")]
    [InlineData("/etc/passwd")]
    public async Task A_path_in_a_UID_is_refused_by_the_name_of_its_attribute(string uid)
    {
        await using var hospital = new TestHospital();
        var file = DicomFile.Read(new MemoryStream(DicomImportTests.Film("seed 1")));
        file.DataSet.Set(Tags.SOPInstanceUID, VR.UI, uid);
        using var written = new MemoryStream();
        file.Write(written);
        var report = await hospital.Import("film.dcm", written.ToArray());
        var refused = report.Refused.Should().ContainSingle().Which;
        refused.Reason.En.Should().Contain("(0008,0018)").And.NotContain(uid);
        Directory
            .EnumerateFiles(Path.Combine(hospital.Folder, "dicom"), "*", SearchOption.AllDirectories)
            .Should()
            .BeEmpty();
    }

    private static byte[] BlackFilm()
    {
        var file = DicomFile.Read(new MemoryStream(DicomImportTests.Film("black")));
        var pixels = new byte[3000 * 3000 * 2];
        pixels[9_000_000] = 7;
        file.DataSet.Set(Tags.Rows, VR.US, 3000).Set(Tags.Columns, VR.US, 3000).Set(Tags.PixelData, VR.OW, pixels);
        using var written = new MemoryStream();
        file.Write(written);
        return written.ToArray();
    }

    private static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }

    private static byte[] Zip(Action<ZipArchive> fill)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            fill(zip);
        return packed.ToArray();
    }
}
