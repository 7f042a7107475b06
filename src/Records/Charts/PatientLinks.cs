using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Charts;

/// <summary>Another record of the same person.</summary>
/// <param name="Type">As the record says that was asked of: this one is replaced by the other, replaces it, or both are in use.</param>
public sealed record LinkedPatient(string Id, Patient.LinkType Type);

/// <summary>
/// Records of one person that are linked and never moved: each document stays where it was signed, and taking the link off makes
/// two records again. The history of both Patients and the audit trail keep who did it and when. Thread-safe.
/// </summary>
public sealed class PatientLinks(FhirStore store)
{
    /// <summary>The records that a patient's record is linked with, whichever of the two says so.</summary>
    public IReadOnlyList<LinkedPatient> Of(string patientId)
    {
        var own =
            store.Read<Patient>(patientId) is { } patient && !Damage.IsDamaged(patient)
                ? patient.Link.Select(link => (Id: OtherOf(link), Type: link.Type ?? Patient.LinkType.Seealso))
                : [];
        var others = store
            .Search(new SearchRequest("Patient", [new("link", $"Patient/{patientId}")], 50))
            .Resources.OfType<Patient>()
            .Where(other => !Damage.IsDamaged(other))
            .SelectMany(other =>
                other
                    .Link.Where(link => OtherOf(link) == patientId)
                    .Select(link => (Id: other.Id, Type: Reverse(link.Type ?? Patient.LinkType.Seealso)))
            );
        return
        [
            .. own.Concat(others)
                .Where(link => link.Id is { Length: > 0 } id && id != patientId)
                .DistinctBy(link => link.Id)
                .Select(link => new LinkedPatient(link.Id!, link.Type)),
        ];
    }

    /// <summary>Says that a record is the same person's as another, which replaces it; nothing is moved.</summary>
    /// <param name="actor">Who says so, for the audit trail.</param>
    /// <returns>False when it says so already.</returns>
    /// <exception cref="KeyNotFoundException">One of the two is not here.</exception>
    public async Task<bool> LinkAsync(string patientId, string replacedBy, string actor, CancellationToken ct = default)
    {
        var (from, to) = (Required(patientId), Required(replacedBy));
        if (patientId == replacedBy)
            throw new KeyNotFoundException("A record cannot be linked with itself: name two patients.");
        if (Of(patientId).Any(link => link.Id == replacedBy))
            return false;
        from.Link.Add(Link(Patient.LinkType.ReplacedBy, replacedBy));
        to.Link.Add(Link(Patient.LinkType.Replaces, patientId));
        await StoreAsync([from, to], actor, ct);
        return true;
    }

    /// <summary>Takes the link between two records off both; nothing was moved, so nothing is moved back.</summary>
    /// <returns>False when they are not linked.</returns>
    /// <exception cref="KeyNotFoundException">One of the two is not here.</exception>
    public async Task<bool> UnlinkAsync(string patientId, string other, string actor, CancellationToken ct = default)
    {
        var changed = new List<Patient>();
        foreach (var (own, theirs) in new[] { (patientId, other), (other, patientId) })
        {
            var patient = Required(own);
            if (patient.Link.RemoveAll(link => OtherOf(link) == theirs) > 0)
                changed.Add(patient);
        }
        await StoreAsync(changed, actor, ct);
        return changed.Count > 0;
    }

    // A record that other systems keep stays theirs: as the product's own they could never update it again. Either of the two says
    // the link, should only one be stored.
    private async System.Threading.Tasks.Task StoreAsync(List<Patient> changed, string actor, CancellationToken ct)
    {
        foreach (var group in changed.GroupBy(patient => store.IsMadeHere("Patient", patient.Id!)))
        {
            await store.CommitAsync(
                group.Key ? Origin.Person(actor) : Origin.Command($"link-patients, {actor}"),
                [.. group.Select(patient => new Write(patient, patient.Meta?.VersionId))],
                ct
            );
        }
    }

    private Patient Required(string id) =>
        store.Read<Patient>(id) is { } patient && !Damage.IsDamaged(patient)
            ? patient
            : throw new KeyNotFoundException($"There is no patient '{id}' that can be read.");

    private static Patient.LinkComponent Link(Patient.LinkType type, string other) =>
        new() { Type = type, Other = new ResourceReference($"Patient/{other}") };

    private static string? OtherOf(Patient.LinkComponent link) =>
        link.Other?.Reference is { } url && References.Split(url) is ("Patient", var id) ? id : null;

    private static Patient.LinkType Reverse(Patient.LinkType type) =>
        type switch
        {
            Patient.LinkType.ReplacedBy => Patient.LinkType.Replaces,
            Patient.LinkType.Replaces => Patient.LinkType.ReplacedBy,
            Patient.LinkType.Refer => Patient.LinkType.Seealso,
            _ => Patient.LinkType.Seealso,
        };
}
