using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Charts;

/// <summary>
/// All that is known of one patient, read in one query and looked at by code and unit, never by position. What was
/// entered in error is left out, and foreign texts are as long as a list shows them (<see cref="LongTexts"/>). Immutable in use and
/// safe for many readers.
/// </summary>
public sealed class Chart
{
    private readonly Lazy<ILookup<string, RecordedValue>> _valuesByCode;

    private Chart(Patient patient, IReadOnlyList<Resource> resources)
    {
        Patient = patient;
        Resources = resources;
        Conditions = [.. Of<Condition>().Where(c => !Erroneous(c.VerificationStatus))];
        Medications =
        [
            .. Of<MedicationRequest>().Where(m => m.Status != MedicationRequest.MedicationrequestStatus.EnteredInError),
        ];
        MedicationStatements =
        [
            .. Of<MedicationStatement>()
                .Where(m => m.Status != MedicationStatement.MedicationStatusCodes.EnteredInError),
        ];
        Observations = [.. Of<Observation>().Where(Stands)];
        Allergies = [.. Of<AllergyIntolerance>().Where(a => !Erroneous(a.VerificationStatus))];
        Encounters = [.. Of<Encounter>().Where(e => e.Status != Encounter.EncounterStatus.EnteredInError)];
        Studies = [.. Of<ImagingStudy>().Where(s => s.Status != ImagingStudy.ImagingStudyStatus.EnteredInError)];
        Reports =
        [
            .. Of<DiagnosticReport>().Where(r => r.Status != DiagnosticReport.DiagnosticReportStatus.EnteredInError),
        ];
        Procedures = [.. Of<Procedure>().Where(p => p.Status != EventStatus.EnteredInError)];
        Synthetic = Labels.IsSynthetic(patient);
        _valuesByCode = new(() => Observations.SelectMany(RecordedValue.Of).ToLookup(v => v.Code));
    }

    public Patient Patient { get; }

    /// <summary>Every resource of the compartment, the patient included, errors included.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>Of those, the ones that cannot be read, as <c>Type/id</c>.</summary>
    public IEnumerable<string> Damaged =>
        Resources.Where(Damage.IsDamaged).Select(lost => $"{lost.TypeName}/{lost.Id}");
    public IReadOnlyList<Condition> Conditions { get; }
    public IReadOnlyList<MedicationRequest> Medications { get; }
    public IReadOnlyList<MedicationStatement> MedicationStatements { get; }
    public IReadOnlyList<Observation> Observations { get; }
    public IReadOnlyList<AllergyIntolerance> Allergies { get; }
    public IReadOnlyList<Encounter> Encounters { get; }
    public IReadOnlyList<ImagingStudy> Studies { get; }
    public IReadOnlyList<DiagnosticReport> Reports { get; }
    public IReadOnlyList<Procedure> Procedures { get; }

    /// <summary>True when the patient was made by a program (HTEST).</summary>
    public bool Synthetic { get; }

    /// <summary>Reads the chart of a patient in one query.</summary>
    /// <exception cref="KeyNotFoundException">There is no such patient.</exception>
    public static Chart Load(FhirStore store, string patientId) =>
        TryLoad(store, patientId)
        ?? throw new KeyNotFoundException("There is no patient with this id: open the patient from the worklist.");

    /// <summary>Reads the chart of a patient in one query; null when there is no such patient.</summary>
    public static Chart? TryLoad(FhirStore store, string patientId)
    {
        var resources = store.Compartment(patientId);
        return resources.Any(r => r is Patient p && p.Id == patientId) ? From(patientId, resources) : null;
    }

    /// <summary>The chart that a set of resources makes; the patient must be among them.</summary>
    public static Chart From(string patientId, IReadOnlyList<Resource> resources)
    {
        Resource[] shortened = [.. resources.Select(LongTexts.Shortened)];
        return new(shortened.OfType<Patient>().First(p => p.Id == patientId), shortened);
    }

    /// <summary>Completed years of age at a moment, of a deceased patient at most those at death, or null when the date of birth is not known to the day's year.</summary>
    public int? AgeAt(DateTimeOffset moment)
    {
        if (ChartTimes.Of(Patient.BirthDateElement)?.At is not { } birth || birth > moment)
        {
            return null;
        }
        if (Deaths.Of(Patient) is { } death && death.At < moment && death.At >= birth)
        {
            moment = death.At;
        }
        var years = moment.Year - birth.Year;
        return birth.AddYears(years).Date > moment.Date ? years - 1 : years;
    }

    /// <summary>The latest value under any of the codes that can be expressed in the unit; null when there is none.</summary>
    /// <param name="loincCodes">Of a quantity, for example all glucose codes. Components are seen too.</param>
    /// <param name="notAfter">Inclusive.</param>
    public Measurement? Latest(IReadOnlyList<string> loincCodes, string ucumUnit, DateTimeOffset? notAfter = null) =>
        loincCodes
            .SelectMany(code => _valuesByCode.Value[code])
            .Select(value => value.In(ucumUnit))
            .OfType<Measurement>()
            .Where(m => notAfter is null || m.Time <= notAfter)
            .OrderByDescending(m => m.Time)
            .ThenByDescending(m => m.Source, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>All values under a code in the unit, oldest first. Values that cannot be expressed in it are left out.</summary>
    public IReadOnlyList<Measurement> Series(string loincCode, string ucumUnit) => Series([loincCode], ucumUnit);

    /// <inheritdoc cref="Series(string,string)"/>
    public IReadOnlyList<Measurement> Series(IReadOnlyList<string> loincCodes, string ucumUnit) =>
        [
            .. loincCodes
                .SelectMany(code => _valuesByCode.Value[code])
                .Select(value => value.In(ucumUnit))
                .OfType<Measurement>()
                .OrderBy(m => m.Time)
                .ThenBy(m => m.Source, StringComparer.Ordinal),
        ];

    /// <summary>Every number in the chart as it was recorded, components included.</summary>
    internal IEnumerable<RecordedValue> Values => _valuesByCode.Value.SelectMany(group => group);

    private IEnumerable<T> Of<T>()
        where T : Resource => Resources.OfType<T>();

    private static bool Stands(Observation observation) =>
        observation.Status is not (ObservationStatus.EnteredInError or ObservationStatus.Cancelled);

    private static bool Erroneous(CodeableConcept? verification) =>
        verification?.Coding.Any(c => c.Code == "entered-in-error") == true;
}
