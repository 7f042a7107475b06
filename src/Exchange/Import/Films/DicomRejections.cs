using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import.Films;

/// <summary>The wording of rejections of DICOM files.</summary>
internal static class DicomRejections
{
    public static RejectedItem Damaged(string place, DicomFormatException fault)
    {
        var at = fault.Offset < 0 ? place : $"{place}, byte {fault.Offset}";
        var (reason, remedy) = Chinese(fault.Code);
        var english = fault.Reason;
        if (fault.Tag is { } tag)
        {
            // The last attribute that was reached, where the fault is not one of its own.
            reason += $"：{tag}";
            english += english.Contains(tag.ToString(), StringComparison.Ordinal) ? "" : $", at {tag}";
        }
        return new(
            at,
            fault.Code == DicomFaults.TooLarge ? RejectionCodes.TooLarge : RejectionCodes.Dicom,
            new(fault.Offset < 0 ? $"{reason}。" : $"{reason}（第 {fault.Offset} 字节）。", english + "."),
            new(remedy, fault.Remedy)
        );
    }

    public static RejectedItem Missing(string place, Tag tag, BilingualText name) =>
        new(
            place,
            RejectionCodes.DicomAttribute,
            new($"缺少{name.Zh} {tag}，不作猜测。", $"{name.En} {tag} is missing; it is not guessed."),
            new("请在设备或 PACS 补填后重新发送。", "Fill it in at the modality or PACS and send the object again.")
        );

    public static RejectedItem NotAUid(string place, Tag tag, BilingualText name) =>
        new(
            place,
            RejectionCodes.DicomAttribute,
            new(
                $"{name.Zh} {tag} 不是 UID：只能含数字与点，最长 64 个字符。",
                $"{name.En} {tag} is no UID: only digits and dots, at most 64 of them, make one."
            ),
            new("请在设备或 PACS 更正后重新发送。", "Correct it at the modality or PACS and send the object again.")
        );

    public static RejectedItem NoPixels(string place) =>
        new(
            place,
            RejectionCodes.Dicom,
            new(
                "这是影像对象，却没有像素数据 (7FE0,0010)：文件很可能被截断。",
                "This is an image without Pixel Data (7FE0,0010): the file was very likely cut off."
            ),
            new("请重新导出或发送该文件。", "Export or send the file again.")
        );

    public static RejectedItem NoRow(string place) =>
        new(
            place,
            RejectionCodes.Dicom,
            new(
                "像素数据 (7FE0,0010) 不足一行：行列数 (0028,0010)、(0028,0011) 所称的图像不在文件中。",
                "Pixel Data (7FE0,0010) holds less than one row: the image that Rows (0028,0010) and Columns (0028,0011) claim is not in the file."
            ),
            new("请重新导出或发送该文件。", "Export or send the file again.")
        );

    public static RejectedItem Directory(string place) =>
        new(
            place,
            RejectionCodes.UnknownKind,
            new("这是 DICOMDIR 目录文件，不含影像。", "This is a DICOMDIR, a table of contents without images."),
            new(
                "请导入它所列出的影像文件（可直接选择整个文件夹）。",
                "Import the files it lists (the whole folder will do)."
            )
        );

    public static RejectedItem OtherBytes(string place) =>
        new(
            place,
            RejectionCodes.DicomConflict,
            new(
                "存档中已有同一 SOP Instance UID (0008,0018) 而内容不同的影像，原件不会被替换。",
                "The archive holds other bytes under the same SOP Instance UID (0008,0018); what was received first is never replaced."
            ),
            new(
                "经修改的影像须由发送方赋予新的 UID 后重新发送。",
                "A changed object needs a new UID: have the sender give it one and send it again."
            )
        );

    /// <param name="differs">Of <see cref="FilmIdentity.Name"/> and its neighbours those in which file and chart differ.</param>
    public static RejectedItem Held(string place, string[] differs) =>
        new(
            place,
            RejectionCodes.PatientContradicts,
            new(
                $"患者编号相符，但{string.Join("、", differs.Select(what => NameOf(what).Zh))}与系统记录不一致，可能不是同一人：影像已保留，但未归入任何病历，也不会被判读。",
                $"The Patient ID matches, but {string.Join(", ", differs.Select(what => NameOf(what).En))} contradict the patient on file, so it may be somebody else: the film is kept, in nobody's chart, and nothing reads it."
            ),
            new(
                "请由授权人员在“待确认身份”页面或用 xinglin held 判定：同一人，或另一人。",
                "An authorised person decides on the page \"Whose is it?\" or with xinglin held: the same person, or another."
            )
        );

    private static BilingualText NameOf(string what) =>
        what switch
        {
            FilmIdentity.Name => new("姓名", "the name"),
            FilmIdentity.Sex => new("性别", "the sex"),
            _ => new("出生日期", "the date of birth"),
        };

    public static RejectedItem StudyOfAnother(string place) =>
        new(
            place,
            RejectionCodes.PatientContradicts,
            new("同一检查 UID 在系统中属于另一患者。", "The study of this UID belongs to another patient here."),
            new(
                "请核对患者编号 (0010,0020) 与 Study Instance UID (0020,000D)。",
                "Check Patient ID (0010,0020) and Study Instance UID (0020,000D)."
            )
        );

    private static (string Reason, string Mend) Chinese(string code) =>
        code switch
        {
            DicomFaults.Truncated => ("文件不完整，在传输或复制中被截断", "请重新导出或发送该文件。"),
            DicomFaults.MissingPreamble or DicomFaults.NotDicom => (
                "第 128 字节处没有 DICM 标记，不是 DICOM Part 10 文件",
                "请以 DICOM Part 10 格式重新导出。"
            ),
            DicomFaults.TooLarge => ("文件或其内容过大", "请分成多个对象后发送。"),
            DicomFaults.UnknownTransferSyntax => ("传输语法未知", "请以 Explicit VR Little Endian 重新导出。"),
            DicomFaults.MissingAttribute => ("缺少必需的属性", "请在发送方补填后重新发送。"),
            DicomFaults.MalformedValue => ("属性值不符合 DICOM 规定", "请在发送方更正后重新发送。"),
            _ => ("数据结构不符合 DICOM 规定", "请重新导出或发送该文件。"),
        };
}
