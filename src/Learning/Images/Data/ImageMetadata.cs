using System.Globalization;
using Xinglin.Dicom.DataSets;

namespace Xinglin.Learning.Images.Data;

/// <summary>Where an image comes from.</summary>
/// <param name="File">The name of its file; null in an archive.</param>
/// <param name="Patient">Whose it is, where a DICOM file says so (0010,0020). Told to nobody.</param>
/// <param name="Sex">Where a DICOM file says so (0010,0040): F, M or O.</param>
/// <param name="Age">In years, where a DICOM file says so (0010,1010), or by the dates of birth and study.</param>
/// <param name="Path">The file with its folders, by which lists tell files of the same name apart; null in an archive. Told to nobody.</param>
public readonly record struct ImageMetadata(
    string? File,
    string? Patient = null,
    string? Sex = null,
    string? Age = null,
    string? Path = null
)
{
    internal static ImageMetadata Of(string path, DataSet said)
    {
        string? Text(Tag tag) => said.GetString(tag)?.Trim() is { Length: > 0 } text ? text : null;
        return new ImageMetadata(
            System.IO.Path.GetFileName(path),
            Text(Tags.PatientID),
            Text(Tags.PatientSex),
            Years(Text(Tags.PatientAge)) ?? Years(Text(Tags.PatientBirthDate), Text(Tags.StudyDate)),
            System.IO.Path.GetFullPath(path)
        );
    }

    /// <summary>An Age String (PS3.5, 6.2) such as <c>045Y</c>, <c>018M</c>, <c>003W</c> or <c>021D</c>.</summary>
    private static string? Years(string? age)
    {
        if (age is null || !int.TryParse(age[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        double? years = age[^1] switch
        {
            'Y' => number,
            'M' => number / 12.0,
            'W' => number * 7 / 365.25,
            'D' => number / 365.25,
            _ => null,
        };
        return years?.ToString("0.##", CultureInfo.InvariantCulture);
    }

    private static string? Years(string? birth, string? study) =>
        Date(birth) is { } from && Date(study) is { } to && to >= from
            ? Math.Floor((to.DayNumber - from.DayNumber) / 365.25).ToString(CultureInfo.InvariantCulture)
            : null;

    private static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
