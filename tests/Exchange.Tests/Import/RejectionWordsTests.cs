using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Bundles;
using Xinglin.Exchange.Import.Films;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Every rejection says where, why and what to do, in both languages.</summary>
public sealed partial class RejectionWordsTests
{
    [Fact]
    public async Task The_Chinese_of_a_damaged_film_named_no_attribute()
    {
        await using var hospital = new TestHospital();
        var film = DicomImportTests.Film("words");
        foreach (
            var (name, bytes, attribute) in new[]
            {
                ("cut.dcm", film[..^100], "(7FE0,0010) PixelData"),
                ("charset.dcm", Replaced(film, "ISO_IR 192", "ISO_XX 192"), "(0008,0005) SpecificCharacterSet"),
                (
                    "syntax.dcm",
                    Replaced(film, "1.2.840.10008.1.2.1\0", "1.2.840.10008.9.9.9\0"),
                    "(0002,0010) TransferSyntaxUID"
                ),
            }
        )
        {
            var refused = (await hospital.Import(name, bytes)).Refused.Should().ContainSingle(name).Which;
            refused.Place.Should().StartWith(name);
            refused.Reason.Zh.Should().Contain(attribute);
            refused.Reason.En.Should().Contain(attribute[..11]);
        }
    }

    [Theory]
    [InlineData("p1,soon,glucose,126,mg/dL", "time", "“时间（time）”列")]
    [InlineData("p1,2099-01-01 07:30,glucose,126,mg/dL", "time", "“时间（time）”列")]
    [InlineData("p1,1970-01-01 07:30,glucose,126,mg/dL", "time", "“时间（time）”列")]
    [InlineData("p1,2026-05-30 07:30,mood,126,mg/dL", "code", "“项目（code）”列")]
    [InlineData("p1,2026-05-30 07:30,glucose,HI,mg/dL", "value", "“数值（value）”列")]
    [InlineData("p1,2026-05-30 07:30,glucose,99999,mg/dL", "value", "“数值（value）”列")]
    [InlineData("p1,2026-05-30 07:30,血压,80/120,mmHg", "value", "“数值（value）”列")]
    [InlineData("p1,2026-05-30 07:30,glucose,126,stone", "unit", "“单位（unit）”列")]
    [InlineData("p1,2026-05-30 07:30,glucose,126,", "unit", "“单位（unit）”列")]
    [InlineData("nobody7,2026-05-30 07:30,glucose,126,mg/dL", "patient", "“患者（patient）”列")]
    [InlineData(",2026-05-30 07:30,glucose,126,mg/dL", "patient", "“患者（patient）”列")]
    [InlineData("p1,2026-05-30 07:30,glu\u0001cose,126,mg/dL", "code", "“项目（code）”列")]
    public async Task A_rejected_row_named_no_column(string row, string column, string chinese)
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");

        var report = await hospital.Import("r.csv", "patient,time,code,value,unit\n" + row + "\n");

        var refused = report.Refused.Should().ContainSingle().Which;
        refused.Place.Should().Be("r.csv, line 2");
        refused.Reason.Zh.Should().Contain(chinese);
        refused.Reason.En.Should().ContainEquivalentOf($"column \"{column}\"");
    }

    [Theory]
    [InlineData("%PDF-1.7\n%", "PDF", "PDF 文件")]
    [InlineData("{\\rtf1\\ansi", "RTF", "RTF")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", ".doc, .xls", "旧版 Office")]
    [InlineData("Rar!\u001A\u0007\u0001\0", "RAR archive", "RAR 压缩文件")]
    [InlineData("7z\u00BC\u00AF\u0027\u001C", "7z archive", "7z 压缩文件")]
    [InlineData("BZh91AY&SY", "bzip2", "bzip2")]
    [InlineData("\u0089PNG\r\n\u001A\n", "PNG", "PNG 图片")]
    [InlineData("MSH|^~\\&|LAB|", "HL7 v2", "HL7 v2 消息")]
    [InlineData("<!DOCTYPE html><html>", "web page", "网页")]
    public async Task A_file_of_another_program_was_called_none_of_the_kinds(string start, string en, string zh)
    {
        await using var hospital = new TestHospital();

        IsNamed(await hospital.Import("x", Encoding.Latin1.GetBytes(start + new string(' ', 200))), en, zh);
    }

    [Theory]
    [InlineData("word/document.xml", "Word document (.docx)", "Word 文书（.docx）")]
    [InlineData("xl/workbook.xml", "Excel workbook (.xlsx)", "Excel 工作簿（.xlsx）")]
    [InlineData("ppt/presentation.xml", "PowerPoint presentation (.pptx)", "PowerPoint")]
    [InlineData("content.xml", "OpenDocument", "OpenDocument")]
    public async Task A_Word_document_was_unpacked_and_each_of_its_parts_rejected(string part, string en, string zh)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (
                var name in new[] { part == "content.xml" ? "mimetype" : "[Content_Types].xml", "_rels/.rels", part }
            )
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write("<Types/>"u8);
            }
        }
        await using var hospital = new TestHospital();

        IsNamed(await hospital.Import("x", packed.ToArray()), en, zh);
    }

    [Fact]
    public async Task A_file_that_was_too_large_named_a_setting_that_nobody_can_set()
    {
        var server = new ImportOptions { LargestFile = 2 << 20, LargestFileOption = "--upload-limit" };
        var refused = await TooLargeAsync(server);
        refused.Reason.En.Should().Be("The file is larger than the limit of 2 MB (--upload-limit).");
        refused.Reason.Zh.Should().Be("文件超过上限 2 MB（--upload-limit）。");
        refused
            .Remedy.En.Should()
            .Contain("xinglin import, which takes 4096 MB")
            .And.Contain("raise the limit by --upload-limit");
        refused.Remedy.Zh.Should().Contain("xinglin import").And.Contain("--upload-limit");
        ImportOptions.OfCommand.LargestFile.Should().Be(4096L << 20);

        refused = await TooLargeAsync(ImportOptions.OfCommand with { LargestFile = 2 << 20 });
        (refused.Reason.En + refused.Remedy.En + refused.Remedy.Zh)
            .Should()
            .NotContain("--upload")
            .And.NotContain("LargestFile");
    }

    [Fact]
    public void Every_rejection_has_a_place_a_reason_and_a_remedy_in_both_languages()
    {
        var seen = 0;
        foreach (var words in new[] { typeof(ImportRejections), typeof(DicomRejections), typeof(FhirRejections) })
        {
            foreach (
                var method in words
                    .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Where(method => method.ReturnType == typeof(RejectedItem) && method.Name != "In")
            )
            {
                if (method.GetParameters().Select(Sample).ToArray() is var values && values.Contains(null))
                    continue; // It takes a fault of another reader; those are tried above and in their own tests.
                var refused = (RejectedItem)method.Invoke(null, values)!;
                seen++;
                refused.Place.Should().NotBeEmpty(method.Name);
                refused.Code.Should().NotBeEmpty(method.Name);
                foreach (var text in new[] { refused.Reason, refused.Remedy })
                {
                    text.Zh.Should().MatchRegex(@"[\u4e00-\u9fff].*。$", method.Name);
                    text.En.Should().MatchRegex(@"^[A-Z0-9""].*\.$", method.Name);
                    OutsideQuotes().Replace(text.En, "").Should().NotMatchRegex(@"[\u4e00-\u9fff]{3}", method.Name);
                }
            }
        }

        seen.Should().BeGreaterThan(35);
    }

    /// <summary>A value for a parameter; null where there is no simple one.</summary>
    private static object? Sample(ParameterInfo parameter) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(string) => parameter.Name == "loinc" ? "2345-7" : "X7",
            var type when type == typeof(string[]) => new[] { "unit" },
            var type when type == typeof(int) => 2,
            var type when type == typeof(decimal) => 2m,
            var type when type == typeof(Tag) => Tags.PatientID,
            var type when type == typeof(BilingualText) => new BilingualText("患者编号", "Patient ID"),
            var type when type == typeof(Terminology.Measurements.HomeMeasurementType) =>
                Terminology.Measurements.HomeMeasurementType.Find("glucose"),
            _ => null,
        };

    private static void IsNamed(ImportReport report, string en, string zh)
    {
        var refused = report.Refused.Should().ContainSingle().Which;
        (refused.Place, refused.Code).Should().Be(("x", RejectionCodes.UnknownKind));
        refused.Reason.En.Should().Contain(en).And.Contain("cannot be imported");
        refused.Reason.Zh.Should().Contain(zh).And.Contain("不能导入");
        (refused.Remedy.En + refused.Remedy.Zh).Should().MatchRegex("FHIR R4|zip");
        report.Resources.Should().Be(0);
    }

    private static async Task<RejectedItem> TooLargeAsync(ImportOptions options)
    {
        await using var hospital = new TestHospital(options);
        return (await hospital.Import("big.json", new byte[3 << 20])).Refused.Should().ContainSingle().Which;
    }

    private static byte[] Replaced(byte[] bytes, string one, string other)
    {
        var text = Encoding.Latin1.GetString(bytes);
        text.Should().Contain(one);
        return Encoding.Latin1.GetBytes(text.Replace(one, other, StringComparison.Ordinal));
    }

    // Headings and items that a Chinese table may have are given in an English text too.
    [GeneratedRegex(@"\([^)]*\)|Use one of:.*")]
    private static partial Regex OutsideQuotes();
}
