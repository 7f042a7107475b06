using Hl7.Fhir.Model;

namespace Xinglin.Server.Pages.Patients;

/// <summary>Which patient a changed resource is about.</summary>
public static class References
{
    private const string Prefix = "Patient/";

    public static bool Mentions(Resource resource, string patientId) => PatientOf(resource) == patientId;

    /// <summary>Id of the patient; null for what is about none, or of a kind that no page shows.</summary>
    public static string? PatientOf(Resource resource)
    {
        var subject = resource switch
        {
            Patient patient => Prefix + patient.Id,
            Observation observation => observation.Subject?.Reference,
            Condition condition => condition.Subject?.Reference,
            DiagnosticReport report => report.Subject?.Reference,
            RiskAssessment assessment => assessment.Subject?.Reference,
            ImagingStudy study => study.Subject?.Reference,
            MedicationRequest order => order.Subject?.Reference,
            MedicationStatement statement => statement.Subject?.Reference,
            FhirTask task => task.For?.Reference,
            Encounter encounter => encounter.Subject?.Reference,
            AllergyIntolerance allergy => allergy.Patient?.Reference,
            _ => null,
        };
        return subject?.StartsWith(Prefix, StringComparison.Ordinal) == true ? subject[Prefix.Length..] : null;
    }
}
