using Xinglin.Dicom.DataSets;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Limits;

/// <summary>An attribute of a DICOM header that limits may name, and its name in both languages.</summary>
/// <param name="Position">Which of its values, counted from 0.</param>
/// <param name="Whole">All of its values together, as they are written.</param>
internal sealed record HeaderAttribute(Tag Tag, BilingualText Name, int Position = 0, bool Whole = false)
{
    /// <summary>By keyword (PS3.6), with the number of the value behind it where it is not the first.</summary>
    public static readonly IReadOnlyDictionary<string, HeaderAttribute> Known = new Dictionary<string, HeaderAttribute>
    {
        ["SOPClassUID"] = new(Tags.SOPClassUID, new("影像类别", "SOP Class UID")),
        ["Modality"] = new(Tags.Modality, new("设备类型", "Modality")),
        ["ImageType.1"] = new(Tags.ImageType, new("图像类型第1值", "Image Type, value 1")),
        ["ImageType.2"] = new(Tags.ImageType, new("图像类型第2值", "Image Type, value 2"), Position: 1),
        ["BodyPartExamined"] = new(Tags.BodyPartExamined, new("检查部位", "Body Part Examined")),
        ["ViewPosition"] = new(Tags.ViewPosition, new("投照体位", "View Position")),
        ["PatientOrientation"] = new(Tags.PatientOrientation, new("图像方位", "Patient Orientation"), Whole: true),
        ["PhotometricInterpretation"] = new(
            Tags.PhotometricInterpretation,
            new("光度解释", "Photometric Interpretation")
        ),
        ["NumberOfFrames"] = new(Tags.NumberOfFrames, new("帧数", "Number of Frames")),
        ["BurnedInAnnotation"] = new(Tags.BurnedInAnnotation, new("图内文字", "Burned In Annotation")),
    };

    /// <summary>Why the header's value is none of those; null when it is one, or need not be stated and is not.</summary>
    public BilingualText? Against(DataSet header, IReadOnlyList<string> allowed, bool mustBeStated)
    {
        var values = Texts(header, Tag);
        var value = Whole ? string.Join('\\', values) : values.ElementAtOrDefault(Position) ?? "";
        if (value.Length == 0)
        {
            return mustBeStated
                ? new($"影像未注明{Name.Zh} {Number(Tag)}", $"{Name.En} {Number(Tag)} is not stated")
                : null;
        }
        if (allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
            return null;
        var shown = value.Length > 64 ? value[..64] : value;
        return new(
            $"{Name.Zh} {Number(Tag)} 为 {shown}，模型只用于 {string.Join("、", allowed)}",
            $"{Name.En} {Number(Tag)} is {shown}, and the model is for {string.Join(", ", allowed)} only"
        );
    }

    /// <summary>The number of an attribute alone; its name is said in the language of the sentence.</summary>
    public static string Number(Tag tag) => tag.ToString().Split(' ')[0];

    /// <summary>The first value, or null when it is absent, empty or cannot be read: then it is unknown.</summary>
    public static string? Text(DataSet header, Tag tag) => Texts(header, tag) is [{ Length: > 0 } one, ..] ? one : null;

    private static IReadOnlyList<string> Texts(DataSet header, Tag tag)
    {
        try
        {
            return [.. header.GetStrings(tag).Select(text => text.Trim().ToUpperInvariant())];
        }
        catch (DicomFormatException)
        {
            return [];
        }
    }
}
