using System.Security.Claims;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Films;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.PatientMatching;

/// <summary>What is decided of a held file.</summary>
/// <param name="Patient">The patient it is of; null for another person, who gets a chart of their own.</param>
/// <param name="Correct">The chart's name, sex and birth date are replaced by those of the file.</param>
public sealed record IdentityAnswer(string? Patient, bool Correct, string Reason);

/// <summary>
/// Files what waited for a person's decision: to the patient it is of, or to a new one. The decision is in the audit trail before
/// anything of it is done, and doing it twice changes nothing. The one place that page, interface and command ask.
/// </summary>
public sealed class IdentityDecisions(
    FhirStore store,
    DicomArchive archive,
    Importer importer,
    AccessTrail trail,
    TimeProvider clock
)
{
    /// <summary>Who may decide whose a file is.</summary>
    public static bool May(ClaimsPrincipal person) =>
        person.Identity?.IsAuthenticated == true && Permissions.Allows(person, Permissions.DecideIdentity);

    /// <returns>Why it was rejected; null when it was filed.</returns>
    public Task<BilingualText?> DecideAsync(
        string id,
        IdentityAnswer answer,
        ClaimsPrincipal person,
        CancellationToken ct = default
    ) =>
        May(person)
            ? DecideAsync(id, answer, Callers.ActorOf(person), Origin.Person(Callers.AccountOf(person)), ct)
            : System.Threading.Tasks.Task.FromResult<BilingualText?>(HeldWords.NotAllowed);

    /// <inheritdoc cref="DecideAsync(string, IdentityAnswer, ClaimsPrincipal, CancellationToken)"/>
    public async Task<BilingualText?> DecideAsync(
        string id,
        IdentityAnswer answer,
        AuditActor actor,
        Origin origin,
        CancellationToken ct = default
    )
    {
        if (archive.Held.Find(id) is not { Decision: null } held)
            return HeldWords.Gone;
        if (string.IsNullOrWhiteSpace(answer.Reason))
            return HeldWords.NeedsReason;
        if (answer.Patient is { } named && held.Candidates.All(candidate => candidate.PatientId != named))
            return HeldWords.NoCandidate;
        var reason = answer.Reason.Trim();
        await trail.RecordAsync(
            new(
                actor,
                AuditActions.IdentityDecision,
                $"held {id}: {(answer.Patient is null ? "another person" : "same person")}"
            )
            {
                Patients = [.. held.Candidates.Select(candidate => candidate.PatientId)],
                Reason = reason.Length > 200 ? reason[..200] : reason,
            }
        );
        var bytes = archive.Held.Read(held);
        var report = await importer.ImportAsync(
            Origin.Sender(held.By),
            [new ImportSource(held.Place, () => new MemoryStream(bytes))],
            ct,
            identity: answer.Patient is { } same ? new IdentityDecision.Same(same) : new IdentityDecision.Another()
        );
        if (report.Accepted.Count == 0)
            return report.Refused.Count > 0 ? report.Refused[0].Reason : HeldWords.Gone;
        var patient = report.Accepted[0].Patients[0];
        var corrected = answer is { Patient: not null, Correct: true };
        if (corrected)
            await CorrectAsync(patient, bytes, held, origin, ct);
        archive.Held.Decide(
            held,
            new(answer.Patient is not null, patient, corrected, origin.Actor, clock.GetUtcNow(), reason)
        );
        return null;
    }

    // What the file does not state stays as the chart has it; the earlier demographics are in the history of the Patient.
    private async System.Threading.Tasks.Task CorrectAsync(
        string id,
        byte[] bytes,
        HeldFile held,
        Origin origin,
        CancellationToken ct
    )
    {
        var patient = store.Read<Patient>(id)!;
        var stated = FilmIdentity.Stated(bytes, held.Received.Number);
        if (stated.Name.Count > 0)
            patient.Name = stated.Name;
        if (stated.Gender is not (null or AdministrativeGender.Unknown))
            patient.Gender = stated.Gender;
        if (stated.BirthDate is { Length: > 0 } born)
            patient.BirthDate = born;
        await store.CommitAsync(origin, [new Write(patient, patient.Meta?.VersionId)], ct);
    }
}
