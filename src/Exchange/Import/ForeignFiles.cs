using Xinglin.Exchange.Import.Runs;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import;

/// <summary>
/// Files of other programs that people try to import: told from their first bytes, and named, so that their sender knows what to
/// do. None of them is read.
/// </summary>
internal static class ForeignFiles
{
    private const int Length = 1024;

    /// <summary>What can be imported, and so what the thing should be exported as.</summary>
    public static readonly BilingualText Importable = new(
        "可导入：FHIR R4（JSON、XML、NDJSON）、家庭自测 CSV（patient,time,code,value,unit）、DICOM，以及它们的 zip 或 gzip。",
        "These can: FHIR R4 (JSON, XML, NDJSON), a CSV of home readings (patient,time,code,value,unit), DICOM, and zip or gzip of these."
    );

    private static readonly BilingualText SaveTable = new(
        "其中若为家庭自测表格，请在表格软件中另存为“CSV UTF-8”后导入；其他内容请由来源系统以 FHIR R4 或 DICOM 导出。",
        "If it holds a table of home readings, save that as \"CSV UTF-8\" in the spreadsheet program and import it; have anything else exported as FHIR R4 or DICOM by the system it comes from."
    );
    private static readonly BilingualText ExportData = new(
        "文书与图片中的内容不能作为数据读取：请由来源系统以 FHIR R4 导出，影像以 DICOM 导出。",
        "What is in a document or an image cannot be read as data: have it exported as FHIR R4, and images as DICOM, by the system it comes from."
    );
    private static readonly BilingualText PackAsZip = new(
        "请解压后直接导入其中的文件，或改用 zip、gzip 压缩。",
        "Unpack it and import the files, or pack them as zip or gzip."
    );
    private static readonly BilingualText SendFhir = new(
        "请由来源系统或接口引擎转换为 FHIR R4（Bundle 或 NDJSON）后导入。",
        "Have the sending system or the interface engine turn it into FHIR R4 (a Bundle or NDJSON)."
    );

    private static readonly (byte[] Start, int At, BilingualText Kind, BilingualText Mend)[] Kinds =
    [
        ([.. "%PDF-"u8], 0, new("PDF 文件", "a PDF"), ExportData),
        ([.. "{\\rtf"u8], 0, new("RTF 文书", "an RTF document"), ExportData),
        (
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            0,
            new("旧版 Office 文件（.doc、.xls、.ppt）", "a file of an older Office program (.doc, .xls, .ppt)"),
            SaveTable
        ),
        ([.. "Rar!\x1A\a"u8], 0, new("RAR 压缩文件", "a RAR archive"), PackAsZip),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], 0, new("7z 压缩文件", "a 7z archive"), PackAsZip),
        ([.. "BZh"u8], 0, new("bzip2 压缩文件", "a bzip2 file"), PackAsZip),
        ([0xFD, .. "7zXZ"u8], 0, new("xz 压缩文件", "an xz file"), PackAsZip),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, new("zstd 压缩文件", "a zstd file"), PackAsZip),
        ([.. "ustar"u8], 257, new("tar 归档文件", "a tar archive"), PackAsZip),
        ([0x89, .. "PNG"u8], 0, new("PNG 图片", "a PNG image"), ExportData),
        ([0xFF, 0xD8, 0xFF], 0, new("JPEG 图片", "a JPEG image"), ExportData),
        ([.. "GIF8"u8], 0, new("GIF 图片", "a GIF image"), ExportData),
        ([.. "II*\0"u8], 0, new("TIFF 图片", "a TIFF image"), ExportData),
        ([.. "MM\0*"u8], 0, new("TIFF 图片", "a TIFF image"), ExportData),
        ([.. "SQLite format 3"u8], 0, new("SQLite 数据库", "an SQLite database"), SendFhir),
        ([.. "MSH|"u8], 0, new("HL7 v2 消息", "an HL7 v2 message"), SendFhir),
        ([.. "<!DOCTYPE html"u8], 0, new("网页（HTML）", "a web page (HTML)"), ExportData),
        ([.. "<html"u8], 0, new("网页（HTML）", "a web page (HTML)"), ExportData),
    ];

    /// <summary>The rejection of a file that another program wrote; null for anything else. The stream is put back to its start.</summary>
    public static RejectedItem? Of(string place, Stream stream)
    {
        var head = new byte[Length];
        var count = stream.ReadAtLeast(head, Length, throwOnEndOfStream: false);
        stream.Position = 0;
        // DICOM may begin with anything, for 128 bytes.
        if (count >= 132 && head.AsSpan(128, 4).SequenceEqual("DICM"u8))
        {
            return null;
        }
        foreach (var (start, at, kind, remedy) in Kinds)
        {
            if (head.AsSpan(0, count).Slice(Math.Min(at, count)).StartsWith(start))
            {
                return Refused(place, kind, remedy);
            }
        }
        return null;
    }

    /// <summary>The rejection of a zip that is a document of an office program, told from the names within; null for any other.</summary>
    public static RejectedItem? OfPackage(string place, IEnumerable<string> names)
    {
        var all = names.Take(1000).ToList();
        var isOffice = all.Contains("[Content_Types].xml");
        bool Has(string folder) => all.Exists(name => name.StartsWith(folder, StringComparison.Ordinal));
        return isOffice && Has("word/")
                ? Refused(place, new("Word 文书（.docx）", "a Word document (.docx)"), ExportData)
            : isOffice && Has("xl/")
                ? Refused(place, new("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"), SaveTable)
            : isOffice && Has("ppt/")
                ? Refused(place, new("PowerPoint 演示文稿（.pptx）", "a PowerPoint presentation (.pptx)"), ExportData)
            : all is ["mimetype", ..] && all.Contains("content.xml")
                ? Refused(place, new("OpenDocument 文件（.odt、.ods）", "an OpenDocument file (.odt, .ods)"), SaveTable)
            : null;
    }

    private static RejectedItem Refused(string place, BilingualText kind, BilingualText remedy) =>
        new(
            place,
            RejectionCodes.UnknownKind,
            new(
                $"这是{kind.Zh}，不能导入；未存入任何内容。",
                $"This is {kind.En}, which cannot be imported; nothing of it was stored."
            ),
            remedy
        );
}
