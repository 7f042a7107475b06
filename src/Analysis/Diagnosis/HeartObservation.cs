using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Analysis.Diagnosis;

/// <summary>A feature as the chart has it.</summary>
/// <param name="Number">The number that the model takes.</param>
/// <param name="Category">The category in words; null for a quantity.</param>
/// <param name="Source">The resource it came from, <c>Type/id</c>.</param>
/// <param name="Original">Value and unit as sent, where they were converted or judged.</param>
internal sealed record HeartObservation(
    double Number,
    BilingualText? Category,
    DateTimeOffset? Time,
    string Source,
    string? Original = null,
    double? ReferenceLow = null,
    double? ReferenceHigh = null
)
{
    /// <summary>A work-up older than this says nothing about today.</summary>
    private const int MostDaysOld = 365;

    /// <summary>Fasting glucose above which the Cleveland table says yes, mg/dL.</summary>
    private const double FastingLimit = 120;

    /// <summary>The feature in a chart, found by its codes and brought to its unit; null when it is not known.</summary>
    public static HeartObservation? Of(Chart chart, HeartFeature feature, DateTimeOffset now)
    {
        if (feature == HeartFeature.Age)
        {
            return chart.AgeAt(now) is { } age ? new(age, null, null, PatientSource(chart)) : null;
        }
        if (feature == HeartFeature.Sex)
        {
            return chart.Patient.Gender switch
            {
                AdministrativeGender.Male => Categorised(feature, 1, null, PatientSource(chart)),
                AdministrativeGender.Female => Categorised(feature, 0, null, PatientSource(chart)),
                _ => null,
            };
        }
        if (feature == HeartFeature.FastingGlucose)
        {
            return Recent(chart, feature, "mg/dL", now) is { } glucose
                ? Categorised(feature, glucose.Value > FastingLimit ? 1 : 0, glucose.Time, glucose.Source) with
                {
                    Original = glucose.Original ?? $"{glucose.Value:0.#} mg/dL",
                }
                : null;
        }
        if (feature.Categories.Count == 0 && feature.System == CodeSystems.Loinc)
        {
            return Recent(chart, feature, feature.Unit, now) is { } m
                ? new(Math.Round(m.Value, 4), null, m.Time, m.Source, m.Original, m.ReferenceLow, m.ReferenceHigh)
                : null;
        }
        return chart
            .Observations.Where(o => IsOf(o, feature) && ChartTimes.Of(o) is { } time && InTime(time, now))
            .OrderByDescending(o => ChartTimes.Of(o))
            .ThenByDescending(o => o.Id, StringComparer.Ordinal)
            .Select(o => Read(o, feature))
            .FirstOrDefault(read => read is not null);
    }

    /// <summary>The newest value; for blood pressure the newest one taken in the surgery, else at home.</summary>
    private static Measurement? Recent(Chart chart, HeartFeature feature, string unit, DateTimeOffset now) =>
        chart
            .Series(feature.Codes, unit)
            .Where(m => InTime(m.Time, now))
            .OrderBy(m => m.Home)
            .ThenByDescending(m => m.Time)
            .ThenByDescending(m => m.Source, StringComparer.Ordinal)
            .FirstOrDefault();

    private static HeartObservation? Read(Observation observation, HeartFeature feature)
    {
        var time = ChartTimes.Of(observation);
        var source = $"Observation/{observation.Id}";
        switch (observation.Value)
        {
            case CodeableConcept concept:
                return CategoryOf(concept, feature) is { } found
                    ? Categorised(feature, found.Number, time, source)
                    : null;
            case FhirBoolean { Value: { } yes } when feature.Categories.Any(c => c.Code == "yes"):
                return Categorised(feature, yes ? 1 : 0, time, source);
            case Integer { Value: { } count } when feature.Unit == "{count}":
                return new(count, null, time, source);
            case Quantity { Value: { } value } quantity when feature.Categories.Count == 0:
                var unit = quantity.Code ?? quantity.Unit ?? "";
                return UnitConversion.TryConvert((double)value, unit, feature.Unit, feature.Codes[0], out var converted)
                    ? new(converted, null, time, source, unit == feature.Unit ? null : $"{value} {unit}")
                    : null;
            default:
                return null;
        }
    }

    private static HeartCategory? CategoryOf(CodeableConcept concept, HeartFeature feature) =>
        feature.Categories.FirstOrDefault(category =>
            concept.Coding.Any(coding =>
                coding.System == HeartFeature.WorkupSystem && coding.Code == category.Code
                || coding.System == CodeSystems.Snomed && coding.Code == category.Snomed
            )
        );

    private static HeartObservation Categorised(
        HeartFeature feature,
        int number,
        DateTimeOffset? time,
        string source
    ) => new(number, feature.Categories.Single(c => c.Number == number).Label, time, source);

    private static bool IsOf(Observation observation, HeartFeature feature) =>
        observation.Code?.Coding.Any(c => c.System == feature.System && feature.Codes.Contains(c.Code)) == true;

    private static bool InTime(DateTimeOffset time, DateTimeOffset now) =>
        time <= now && time > now.AddDays(-MostDaysOld);

    private static string PatientSource(Chart chart) => $"Patient/{chart.Patient.Id}";
}
