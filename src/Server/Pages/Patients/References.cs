using Hl7.Fhir.Model;

namespace Xinglin.Server.Pages.Patients;

/// <summary>Whether a changed resource is about a patient.</summary>
public static class References
{
    public static bool Mentions(Resource resource, string patientId)
    {
        var wanted = $"Patient/{patientId}";
        return resource switch
        {
            Observation observation => observation.Subject?.Reference == wanted,
            Condition condition => condition.Subject?.Reference == wanted,
            DiagnosticReport report => report.Subject?.Reference == wanted,
            RiskAssessment assessment => assessment.Subject?.Reference == wanted,
            ImagingStudy study => study.Subject?.Reference == wanted,
            MedicationRequest order => order.Subject?.Reference == wanted,
            FhirTask task => task.For?.Reference == wanted,
            Encounter encounter => encounter.Subject?.Reference == wanted,
            AllergyIntolerance allergy => allergy.Patient?.Reference == wanted,
            _ => false,
        };
    }
}
