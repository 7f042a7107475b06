using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api;

namespace Xinglin.Server.Audit;

/// <summary>Whose data the address of a rejected request asks for.</summary>
public static class AskedAbout
{
    public static IEnumerable<string> Of(HttpContext context, FhirStore store)
    {
        var parts = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["fhir", ..] => AskedAddress.PatientsOf(context, store),
            ["patients", var id, ..] => AskedAddress.PatientsOf(store, $"Patient/{id}"),
            ["drafts", var id, ..] => AskedAddress.PatientsOf(store, $"DiagnosticReport/{id}"),
            ["files", "documents", var id, ..] => AskedAddress.PatientsOf(store, $"DiagnosticReport/{id}"),
            ["files", "attachments", var type, var id, ..] => AskedAddress.PatientsOf(store, $"{type}/{id}"),
            ["records", var type, var id, ..] => AskedAddress.PatientsOf(store, $"{type}/{id}"),
            ["files", "frames", var sop, ..] => store.PatientOfFilm(Uri.UnescapeDataString(sop)) is { } patient
                ? [patient]
                : [],
            ["studies", var id, ..] => AskedAddress.PatientsOf(store, $"ImagingStudy/{id}"),
            ["audit", ..] when context.Request.Query["patient"] is [{ Length: > 0 } patient] => AskedAddress.PatientsOf(
                store,
                patient.StartsWith("Patient/", StringComparison.Ordinal) ? patient : $"Patient/{patient}"
            ),
            _ => [],
        };
    }
}
