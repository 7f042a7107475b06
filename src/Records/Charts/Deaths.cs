using Hl7.Fhir.Model;

namespace Xinglin.Records.Charts;

/// <summary>Whether a patient is deceased, and since when: nobody grows older after that.</summary>
public static class Deaths
{
    /// <summary>A date of death says so as well as a plain yes.</summary>
    public static bool Is(Patient patient) => patient.Deceased is FhirDateTime or FhirBoolean { Value: true };

    /// <summary>When, as far as it was written; null where the patient lives or no date was sent.</summary>
    public static ChartTime? Of(Patient patient) => ChartTimes.Of(patient.Deceased as FhirDateTime);
}
