using Xinglin.Dicom.DataSets;

namespace Xinglin.Records.Quality;

/// <summary>In Chinese, why the pixels of a DICOM object cannot be read (<see cref="DicomFaults"/>).</summary>
public static class ImageFaults
{
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
            _ => "文件结构有误",
        };
}
