using Xinglin.Dicom.DataSets;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Quality;

/// <summary>In Chinese, why the pixels of a DICOM object cannot be read (<see cref="DicomFaults"/>).</summary>
public static class ImageFaults
{
    /// <summary>The file was received, and is no longer in the archive.</summary>
    public const string Missing = "film-missing";

    /// <summary>The file in the archive is no longer a DICOM object.</summary>
    public const string Damaged = "damaged";

    /// <summary>The archive does not have what it received: the film itself cannot be looked at here.</summary>
    public static bool IsLost(string code) => code is Missing or Damaged;

    /// <summary>A short clause; for an unknown code a general one.</summary>
    public static string Chinese(string code) =>
        code switch
        {
            DicomFaults.PixelDataTooShort or DicomFaults.Truncated => "像素数据不完整，少于行数×列数",
            DicomFaults.NoPixels => "没有像素数据",
            DicomFaults.NoSuchFrame => "没有所要的帧",
            DicomFaults.UnsupportedTransferSyntax or DicomFaults.UnknownTransferSyntax =>
                "暂不支持其压缩方式（传输语法）",
            DicomFaults.UnsupportedPixels => "暂不支持其像素格式",
            DicomFaults.ContradictoryAttributes => "描述像素的属性互相矛盾",
            DicomFaults.MissingAttribute => "缺少描述像素的属性",
            "not-archived" => "影像文件尚未收到",
            Missing => "影像文件缺失：曾经收到，但档案中已没有",
            Damaged => "影像文件已损坏",
            _ => "文件结构有误",
        };

    /// <summary>What to do about it. A way of compression that is not read here is no reason to expose a patient again.</summary>
    public static BilingualText Remedy(string code) =>
        code switch
        {
            DicomFaults.UnsupportedTransferSyntax or DicomFaults.UnknownTransferSyntax => new(
                "影像本身没有问题，是本系统尚不支持这种压缩方式：请由PACS以未压缩格式（Explicit VR Little Endian）重新发送，并在PACS上阅片；无需重新摄片。",
                "The film itself is sound: this program does not decompress it yet. Let the PACS send it uncompressed (Explicit VR Little Endian), and read it there meanwhile; the film need not be taken again."
            ),
            DicomFaults.UnsupportedPixels => new(
                "影像本身没有问题，是本系统尚不支持这种像素格式：请发送原始灰阶影像，并在PACS上阅片；无需重新摄片。",
                "The film itself is sound: this program does not read such pixels yet. Send the original grey-scale object, and read it at the PACS meanwhile; the film need not be taken again."
            ),
            Missing or Damaged => new(
                "请由管理员从备份恢复，或由影像设备或PACS重新发送；在看到影像之前，其报告不能签署。",
                "Let an administrator restore it from a backup, or the modality or the PACS send it again; until the film is seen, its report cannot be signed."
            ),
            "not-archived" => new("请由影像设备或PACS发送该影像。", "Let the modality or the PACS send it."),
            _ => new(
                "请检查原始文件并由影像设备或PACS重新发送。",
                "Check the original and send it again from the modality or the PACS."
            ),
        };
}
