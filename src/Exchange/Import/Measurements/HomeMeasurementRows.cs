using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Formats.Text;
using Xinglin.Records.Fhir.Text;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Units;

namespace Xinglin.Exchange.Import.Measurements;

/// <summary>Understands the five cells of a row of home readings, or says why not. Nothing is guessed.</summary>
internal sealed partial class HomeMeasurementRows(TimeProvider clock)
{
    /// <summary>A clock of a home device may run ahead by this much before a reading counts as from the future.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    private static readonly string[] Moments =
    [
        "yyyy-M-d'T'H:m",
        "yyyy-M-d'T'H:m:s",
        "yyyy-M-d'T'H:m:s.FFFFFFF",
        "yyyy-M-d H:m",
        "yyyy-M-d H:m:s",
        "yyyy/M/d H:m",
        "yyyy/M/d H:m:s",
        "yyyy.M.d H:m",
        "yyyy年M月d日 H:m",
        "yyyy年M月d日 H:m:s",
        "yyyy年M月d日H:m",
        "yyyy年M月d日H时m分",
    ];
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"];

    public (HomeMeasurement?, RejectedItem?) Read(
        string at,
        int line,
        string patient,
        string time,
        string code,
        string value,
        string unit,
        bool decimalComma
    )
    {
        foreach (
            var (column, cell) in (ReadOnlySpan<(string, string)>)
                [("patient", patient), ("time", time), ("code", code), ("value", value), ("unit", unit)]
        )
        {
            if (cell.Length == 0)
            {
                return (null, ImportRejections.MissingValue(at, column, code));
            }
            if (Characters.FirstForbidden(cell) is >= 0 and var index)
            {
                return (null, ImportRejections.ForbiddenCharacter(at, column, cell[index]));
            }
        }
        if (HomeMeasurementType.Find(code) is not { } variable)
        {
            return (null, ImportRejections.UnknownVariable(at, code).In("code"));
        }
        if (ReadTime(time) is not { } moment)
        {
            return (null, ImportRejections.NotADate(at, time).In("time"));
        }
        if (moment.Time > clock.GetUtcNow() + ClockTolerance)
        {
            return (null, ImportRejections.FutureDate(at, time).In("time"));
        }
        if (moment.Time.Year < 1990)
        {
            return (null, ImportRejections.TooOld(at, time).In("time"));
        }
        var ucum = UnitNames.ToUcum(unit);
        if (ucum is null || !UnitConversion.TryConvert(1, ucum, variable.Unit, variable.Loinc, out _))
        {
            return (null, ImportRejections.UnknownUnit(at, unit, variable.Loinc).In("unit"));
        }
        if (ReadValues(value, variable, decimalComma) is not { } values)
        {
            return (null, ImportRejections.NotANumber(at, value, variable).In("value"));
        }
        var reading = new HomeMeasurement(line, patient, moment.Fhir, variable, values, ucum, unit);
        return Impossible(at, reading) is { } refused ? (null, refused.In("value")) : (reading, null);
    }

    private static RejectedItem? Impossible(string at, HomeMeasurement reading)
    {
        var codes =
            reading.Variable.Loinc == LoincCodes.BloodPressurePanel
                ? (string[])[LoincCodes.Systolic, LoincCodes.Diastolic]
                : [reading.Variable.Loinc];
        for (var i = 0; i < codes.Length; i++)
        {
            if (PhysiologicalLimits.AtHome(codes[i]) is not { } limits)
            {
                continue;
            }
            UnitConversion.TryConvert((double)reading.Values[i], reading.Unit, limits.Unit, codes[i], out var kept);
            if (!limits.Contain(kept))
            {
                return ImportRejections.Impossible(at, reading.Unit, codes[i], reading.Values[i], limits);
            }
        }
        return codes.Length == 2 && reading.Values[0] <= reading.Values[1]
            ? ImportRejections.PressuresReversed(at, reading.Values[0], reading.Values[1])
            : null;
    }

    private (DateTimeOffset Time, string Fhir)? ReadTime(string text)
    {
        text = LinearText.Normalized(text, NormalizationForm.FormKC).Trim();
        if (
            ZonePattern().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var zoned)
        )
        {
            return (zoned, Written(zoned));
        }
        if (DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return LocalTimes.At(local, clock.LocalTimeZone) is { } here ? (here, Written(here)) : null;
        }
        if (DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return LocalTimes.At(day.ToDateTime(TimeOnly.MinValue), clock.LocalTimeZone) is { } start
                ? (start, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                : null;
        }
        return null;
    }

    private static string Written(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static decimal[]? ReadValues(string text, HomeMeasurementType variable, bool decimalComma)
    {
        text = LinearText.Normalized(text, NormalizationForm.FormKC).Trim();
        if (variable.Loinc != LoincCodes.BloodPressurePanel)
        {
            return Number(text, decimalComma) is { } one ? [one] : null;
        }
        var parts = text.Split('/');
        return
            parts.Length == 2
            && Number(parts[0].Trim(), decimalComma) is { } systolic
            && Number(parts[1].Trim(), decimalComma) is { } diastolic
            ? [systolic, diastolic]
            : null;
    }

    /// <summary>A number with a decimal point; <c>1,200</c> with thousands, or <c>7,1</c> where the columns are set apart by semicolons.</summary>
    private static decimal? Number(string text, bool decimalComma)
    {
        if (decimalComma)
        {
            text = text.Replace(',', '.');
        }
        else if (ThousandsPattern().IsMatch(text))
        {
            text = text.Replace(",", "");
        }
        return decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
    }

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})$")]
    private static partial Regex ZonePattern();

    [GeneratedRegex(@"^\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex ThousandsPattern();
}
