namespace Xinglin.Dicom.DataSets;

/// <summary>
/// A person's name in up to three scripts (PS3.5 section 6.2.1.2), each <c>family^given^middle^prefix^suffix</c>.
/// </summary>
/// <param name="Alphabetic">In Latin letters, such as <c>Wang^Xiuying</c>.</param>
/// <param name="Ideographic">In Chinese characters, such as <c>王^秀英</c>; empty for none.</param>
/// <param name="Phonetic">In a phonetic script; empty for none.</param>
public sealed record PersonName(string Alphabetic, string Ideographic = "", string Phonetic = "")
{
    /// <summary>Takes apart a PN value. Missing parts are empty.</summary>
    public static PersonName Parse(string value)
    {
        var groups = value.Split('=');
        return new PersonName(
            groups[0].Trim(),
            groups.Length > 1 ? groups[1].Trim() : "",
            groups.Length > 2 ? groups[2].Trim() : ""
        );
    }

    /// <summary>The value as DICOM writes it, without empty groups at its end.</summary>
    public string ToDicom() => $"{Alphabetic}={Ideographic}={Phonetic}".TrimEnd('=');

    /// <summary>A name is not to slip into a log: only its shape is told.</summary>
    public override string ToString() => Ideographic.Length > 0 ? "PersonName (2 scripts)" : "PersonName";
}
