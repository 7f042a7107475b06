using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Copies;

/// <summary>
/// Seals a chart (封存): until it is unsealed, no document of it is changed and nothing of it deleted, by whomever; new records can
/// still be added. The seal is a Flag in the chart, so that every page of the patient shows it. Thread-safe.
/// </summary>
public sealed class ChartSeals(FhirStore store, TimeProvider clock)
{
    private const string Reason = CodeSystems.Base + "StructureDefinition/seal-reason";
    private const string By = CodeSystems.Base + "StructureDefinition/seal-by";

    private static readonly BilingualText Name = new("病历已封存", "Chart sealed");

    /// <returns>False when it is sealed already.</returns>
    /// <exception cref="KeyNotFoundException">There is no such patient.</exception>
    public async Task<bool> SealAsync(string patientId, string reason, string by, CancellationToken ct = default)
    {
        if (store.Read<Patient>(patientId) is not { } patient)
            throw new KeyNotFoundException($"There is no patient '{patientId}'.");
        if (store.IsSealed(patientId))
            return false;
        var flag = new Flag
        {
            Id = DocumentProtection.SealOf(patientId),
            Status = Flag.FlagStatus.Active,
            Category = [new CodeableConcept("http://terminology.hl7.org/CodeSystem/flag-category", "admin")],
            Code = Translations.Concept(Name),
            Subject = new ResourceReference($"Patient/{patientId}"),
            Period = new Period { StartElement = new FhirDateTime(Now) },
        };
        flag.AddExtension(Reason, new FhirString(reason));
        flag.AddExtension(By, new FhirString(by));
        if (Labels.IsSynthetic(patient))
            Labels.MarkSynthetic(flag);
        await store.CommitAsync(Origin.Product, [new Write(flag)], ct);
        return true;
    }

    /// <returns>False when it is not sealed.</returns>
    public async Task<bool> UnsealAsync(string patientId, string reason, string by, CancellationToken ct = default)
    {
        if (!store.IsSealed(patientId) || store.Read<Flag>(DocumentProtection.SealOf(patientId)) is not { } known)
            return false;
        var flag = (Flag)known.DeepCopy();
        flag.Status = Flag.FlagStatus.Inactive;
        flag.Period ??= new Period();
        flag.Period.EndElement = new FhirDateTime(Now);
        flag.RemoveExtension(Reason);
        flag.RemoveExtension(By);
        flag.AddExtension(Reason, new FhirString(reason));
        flag.AddExtension(By, new FhirString(by));
        await store.CommitAsync(Origin.Product, [new Write(flag, known.Meta?.VersionId)], ct);
        return true;
    }

    private DateTimeOffset Now => TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
}
