using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Charts;

/// <summary>When things of a chart happened, as recorded, from the first year of the calendar to the last.</summary>
public static partial class ChartTimes
{
    /// <summary>When the observation was made: effective time, start of the effective period, or when it was issued.</summary>
    public static ChartTime? Of(Observation observation) => Of(observation.Effective) ?? Of(observation.IssuedElement);

    /// <summary>Onset of a condition, else when it was recorded.</summary>
    public static ChartTime? Of(Condition condition) => Of(condition.Onset) ?? Of(condition.RecordedDateElement);

    /// <summary>When a medicine was ordered.</summary>
    public static ChartTime? Of(MedicationRequest request) => Of(request.AuthoredOnElement);

    /// <summary>Start of an encounter.</summary>
    public static ChartTime? Of(Encounter encounter) => Of(encounter.Period);

    /// <summary>Start of an imaging study.</summary>
    public static ChartTime? Of(ImagingStudy study) => Of(study.StartedElement);

    /// <summary>The moment, or the start of the period, or null.</summary>
    public static ChartTime? Of(DataType? time) =>
        time switch
        {
            FhirDateTime moment => Parse(moment.Value),
            Instant instant => OfInstant(instant.JsonValue as string),
            Timing timing => Of(timing.EventElement.FirstOrDefault()),
            Date date => Parse(date.Value),
            Period period => Parse(period.Start),
            _ => null,
        };

    // An instant has no form for a day alone: who knows the day alone writes its midnight.
    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00(\\.0+)?(Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex Midnight();

    private static ChartTime? OfInstant(string? text) =>
        Parse(text) is { } time && Midnight().IsMatch(text!) ? time with { Written = text![..10] } : Parse(text);

    private static ChartTime? Parse(string? text)
    {
        if (text is null || Moment(text) is not { } at)
            return null;
        const int Minute = 16;
        var written = text.Length < Minute ? text : text[..Minute].Replace('T', ' ');
        return new(at, written);
    }

    private static DateTimeOffset? Moment(string text)
    {
        try
        {
            // A leap second is the moment after the 59th.
            if (Literals.WithoutLeap(text) is { } usual)
                return Moment(usual)?.AddSeconds(1);
            return new FhirDateTime(text).TryToDateTimeOffset(TimeSpan.Zero, out var time) ? time : AtTheEnd(text);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException)
        {
            return AtTheEnd(text);
        }
    }

    /// <summary>Of a moment that lies beyond the calendar once its zone is reckoned in: the calendar's end.</summary>
    private static DateTimeOffset? AtTheEnd(string text) =>
        text.StartsWith("0001-01-01T", StringComparison.Ordinal) ? DateTimeOffset.MinValue
        : text.StartsWith("9999-12-31T", StringComparison.Ordinal) ? DateTimeOffset.MaxValue
        : null;
}
