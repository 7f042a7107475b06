using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>Somebody with an account who may be of a team.</summary>
public sealed record TeamMember(string Practitioner, BilingualText Name);

/// <summary>
/// The team that this hospital's people make up for a patient, one CareTeam for each: who is in it opens the chart, whichever unit they
/// work in. Teams that other systems keep are theirs and stay as they are. Thread-safe.
/// </summary>
public sealed class PatientTeams(FhirStore store, IServiceScopeFactory scopes)
{
    /// <summary>People whose accounts name a Practitioner, by id.</summary>
    public async Task<IReadOnlyList<TeamMember>> PeopleAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsDatabase>();
        var linked = await accounts
            .Users.AsNoTracking()
            .Where(account => account.PractitionerId != null && account.LockoutEnd == null)
            .OrderBy(account => account.UserName)
            .ToListAsync();
        return
        [
            .. linked
                .Select(account => new TeamMember(account.PractitionerId!, new(account.NameZh, account.NameEn)))
                .DistinctBy(member => member.Practitioner),
        ];
    }

    /// <summary>Practitioners in the team of this hospital, by id.</summary>
    public IReadOnlyList<string> MembersOf(string patientId) =>
        [
            .. (Find(patientId)?.Participant ?? [])
                .Select(participant => CareReferences.IdOf(participant.Member, "Practitioner"))
                .OfType<string>()
                .Distinct(),
        ];

    /// <summary>Takes somebody into the team.</summary>
    /// <param name="actor">Id of the account that does it.</param>
    /// <returns>False when there is no such person, or they are in it.</returns>
    public async Task<bool> AddAsync(string actor, string patientId, string practitioner)
    {
        if (
            MembersOf(patientId).Contains(practitioner)
            || (await PeopleAsync()).All(person => person.Practitioner != practitioner)
        )
        {
            return false;
        }
        var team =
            Find(patientId)
            ?? new CareTeam
            {
                Id = IdOf(patientId),
                Status = CareTeam.CareTeamStatus.Active,
                Subject = new($"Patient/{patientId}"),
            };
        team.Participant.Add(new() { Member = new($"Practitioner/{practitioner}") });
        await StoreAsync(actor, team);
        return true;
    }

    /// <summary>Takes somebody out of the team.</summary>
    /// <returns>False when they are not in it.</returns>
    public async Task<bool> RemoveAsync(string actor, string patientId, string practitioner)
    {
        if (Find(patientId) is not { } team)
            return false;
        var found = team.Participant.RemoveAll(participant =>
            CareReferences.IdOf(participant.Member, "Practitioner") == practitioner
        );
        if (found == 0)
            return false;
        await StoreAsync(actor, team);
        return true;
    }

    private static string IdOf(string patientId)
    {
        var id = $"team-{patientId}";
        return id.Length <= PractitionerLinks.LongestId ? id : id[..PractitionerLinks.LongestId];
    }

    private CareTeam? Find(string patientId) =>
        store.Read<CareTeam>(IdOf(patientId)) is { } team
        && !Damage.IsDamaged(team)
        && CareReferences.IdOf(team.Subject, "Patient") == patientId
        && store.IsMadeHere("CareTeam", team.Id!)
            ? team
            : null;

    private async Task StoreAsync(string actor, CareTeam team)
    {
        if (
            store.Read<Patient>(CareReferences.IdOf(team.Subject, "Patient")!) is { } patient
            && Labels.IsSynthetic(patient)
        )
        {
            Labels.MarkSynthetic(team);
        }
        await store.CommitAsync(Origin.Person(actor), [new Write(team, team.Meta?.VersionId ?? "0")]);
    }
}
