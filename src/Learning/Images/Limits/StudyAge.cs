using System.Globalization;
using Xinglin.Dicom.DataSets;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Limits;

/// <summary>How old the patient was at the study: by birth date and study date, and by Patient's Age (0010,1010).</summary>
internal static class StudyAge
{
    private const double DaysOfAYear = 365.25;

    private static readonly Tag[] Days = [Tags.StudyDate, Tags.AcquisitionDate, Tags.SeriesDate, Tags.ContentDate];

    /// <summary>Why the patient's age is not within the limits; null when it is. Both ways to know it must agree with them.</summary>
    public static BilingualText? Against(DataSet header, IReadOnlyList<AgeRange> ages)
    {
        double?[] known = [ByDates(header), ByStatement(header)];
        if (known.All(age => age is null))
        {
            return new(
                $"影像未注明患者年龄：缺少出生日期 {HeaderAttribute.Number(Tags.PatientBirthDate)} 与年龄 {HeaderAttribute.Number(Tags.PatientAge)}",
                $"the patient's age is not stated: neither Patient's Birth Date {HeaderAttribute.Number(Tags.PatientBirthDate)} nor Patient's Age {HeaderAttribute.Number(Tags.PatientAge)}"
            );
        }
        foreach (var age in known.OfType<double>())
        {
            if (!ages.Any(range => age >= range.From && age < range.Below))
            {
                return new(
                    $"检查时患者{Zh(age)}，模型只用于{string.Join("、", ages.Select(Zh))}",
                    $"the patient was {En(age)} old at the study, and the model is for {string.Join(" and ", ages.Select(En))} only"
                );
            }
        }
        return null;
    }

    private static double? ByDates(DataSet header)
    {
        if (Day(header, Tags.PatientBirthDate) is not { } born)
            return null;
        foreach (var tag in Days)
        {
            if (Day(header, tag) is { } taken && taken >= born)
                return Years(born, taken);
        }
        return null;
    }

    /// <summary>Completed years, and the share of the year that has begun.</summary>
    private static double Years(DateOnly born, DateOnly taken)
    {
        var whole = taken.Year - born.Year;
        if (born.AddYears(whole) > taken)
            whole--;
        return whole + (taken.DayNumber - born.AddYears(whole).DayNumber) / 366.0;
    }

    /// <summary><c>076Y</c>, <c>018M</c>, <c>003W</c>, <c>010D</c> (PS3.5 6.2, AS).</summary>
    private static double? ByStatement(DataSet header)
    {
        if (
            HeaderAttribute.Text(header, Tags.PatientAge) is not { Length: 4 } text
            || !int.TryParse(text.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            return null;
        }
        return text[3] switch
        {
            'Y' => number,
            'M' => number / 12.0,
            'W' => number * 7 / DaysOfAYear,
            'D' => number / DaysOfAYear,
            _ => null,
        };
    }

    private static DateOnly? Day(DataSet header, Tag tag) =>
        DateOnly.TryParseExact(
            HeaderAttribute.Text(header, tag)?.Replace(".", ""),
            "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    private static string Zh(double age) => age >= 2 ? $"{(int)age}岁" : $"{(int)(age * 12)}个月";

    private static string En(double age) => age >= 2 ? $"{(int)age} years" : $"{(int)(age * 12)} months";

    private static string Zh(AgeRange range) => $"{Number(range.From)}～{Number(range.Below - 1)}岁";

    private static string En(AgeRange range) => $"ages {Number(range.From)} to {Number(range.Below - 1)}";

    private static string Number(double years) => years.ToString("0.#", CultureInfo.InvariantCulture);
}
