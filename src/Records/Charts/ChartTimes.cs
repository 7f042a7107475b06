using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Charts;

/// <summary>
/// When things of a chart happened. A date without a time stands for its first moment in UTC. What lies at the ends of the
/// calendar is moved a year inwards, so that nobody who reckons with it falls off.
/// </summary>
public static class ChartTimes
{
    private static readonly DateTimeOffset First = new(2, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(9998, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the observation was made: effective time, start of the effective period, or when it was issued.</summary>
    public static DateTimeOffset? Of(Observation observation) =>
        Of(observation.Effective) ?? Of(observation.IssuedElement);

    /// <summary>Onset of a condition, else when it was recorded.</summary>
    public static DateTimeOffset? Of(Condition condition) => Of(condition.Onset) ?? Of(condition.RecordedDateElement);

    /// <summary>When a medicine was ordered.</summary>
    public static DateTimeOffset? Of(MedicationRequest request) => Of(request.AuthoredOnElement);

    /// <summary>Start of an encounter.</summary>
    public static DateTimeOffset? Of(Encounter encounter) => Of(encounter.Period);

    /// <summary>Start of an imaging study.</summary>
    public static DateTimeOffset? Of(ImagingStudy study) => Of(study.StartedElement);

    /// <summary>The moment, or the start of the period, or null.</summary>
    public static DateTimeOffset? Of(DataType? time) =>
        time switch
        {
            FhirDateTime moment => Parse(moment.Value),
            Instant instant => Parse(instant.JsonValue as string),
            Timing timing => Of(timing.EventElement.FirstOrDefault()),
            Date date => Parse(date.Value),
            Period period => Parse(period.Start),
            _ => null,
        };

    private static DateTimeOffset? Parse(string? text)
    {
        // A leap second is the moment after the 59th.
        if (Literals.WithoutLeap(text) is { } usual)
            return Parse(usual) is { } before ? Within(before.AddSeconds(1)) : null;
        try
        {
            return text is not null && new FhirDateTime(text).TryToDateTimeOffset(TimeSpan.Zero, out var time)
                ? Within(time)
                : null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException)
        {
            // Beyond the calendar once its zone is reckoned in.
            return null;
        }
    }

    private static DateTimeOffset Within(DateTimeOffset time) =>
        time < First ? First
        : time > Last ? Last
        : time;
}
