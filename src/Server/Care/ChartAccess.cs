using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Files;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Care;

/// <summary>A patient who is in the care of others than the person who asks.</summary>
/// <param name="Units">The staffed units that care for the patient.</param>
public sealed record ClosedChart(string PatientId, IReadOnlyList<CareUnit> Units);

/// <summary>How a person stands to a patient, for a list.</summary>
/// <param name="Units">The staffed units that care for the patient; empty when nobody's does.</param>
/// <param name="IsOpen">The chart opens without more.</param>
/// <param name="IsOwn">The patient is in the care of the person or of one of the person's units.</param>
public sealed record CareStanding(IReadOnlyList<CareUnit> Units, bool IsOpen, bool IsOwn);

/// <summary>
/// The rule of whose patients a person may open, in its one place: those in nobody's care; those in the care of the person or of a
/// unit that the person works in; and those whose chart the person has opened by break-glass, until that ends. A patient is in
/// somebody's care when the current visits, care teams or the Patient name a unit that people with accounts work in. Programs and
/// commands are bound by their scopes. Thread-safe.
/// </summary>
public sealed class ChartAccess(CareRecords records, IServiceScopeFactory scopes, string dataFolder, TimeProvider clock)
{
    private static readonly Func<AccountsDatabase, IEnumerable<Worker>> Workers = EF.CompileQuery(
        (AccountsDatabase accounts) =>
            from account in accounts.Users.AsNoTracking()
            where account.PractitionerId != null
            select new Worker(account.Id, account.PractitionerId!)
    );

    private sealed record Worker(string UserId, string PractitionerId);

    private sealed record Asking(
        string UserId,
        string? Practitioner,
        IReadOnlySet<string> OwnUnits,
        IReadOnlySet<string> WorkedIn,
        CareStructure Structure,
        DateTimeOffset Now,
        TimeSpan Stays
    );

    /// <summary>Those of the patients that are closed to a person.</summary>
    public IReadOnlyList<ClosedChart> Closed(ClaimsPrincipal person, IEnumerable<string> patients)
    {
        var asked = patients.Where(id => id.Length > 0).Distinct().ToList();
        return asked.Count == 0 || AskingOf(person) is not { } asking ? [] : Closed(asking, asked);
    }

    private IReadOnlyList<ClosedChart> Closed(Asking asking, IEnumerable<string> asked)
    {
        var closed = asked
            .Select(id => (Id: id, Standing: StandingOf(asking, id)))
            .Where(one => !one.Standing.IsOpen)
            .Select(one => new ClosedChart(one.Id, one.Standing.Units))
            .ToList();
        if (closed.Count == 0)
            return [];
        var opened = Granted(asking);
        return [.. closed.Where(one => !records.Linked(one.PatientId).Any(opened.Contains))];
    }

    /// <summary>Lets the person go on, or not.</summary>
    /// <exception cref="ChartClosedException">A patient is closed to the person.</exception>
    public void Require(ClaimsPrincipal person, IEnumerable<string> patients)
    {
        if (Closed(person, patients) is { Count: > 0 } closed)
            throw new ChartClosedException([.. closed.Select(one => one.PatientId)]);
    }

    /// <summary>How a person stands to the patients of a list, in a few questions however long it is.</summary>
    public IReadOnlyDictionary<string, CareStanding> Standings(ClaimsPrincipal person, IEnumerable<string> patients)
    {
        if (AskingOf(person) is not { } asking)
            return new Dictionary<string, CareStanding>();
        records.Prepare(asking.WorkedIn, asking.Now - asking.Stays);
        var opened = Granted(asking);
        return patients
            .Where(id => id.Length > 0)
            .Distinct()
            .ToDictionary(
                id => id,
                id =>
                {
                    var standing = StandingOf(asking, id);
                    return standing with { IsOpen = standing.IsOpen || records.Linked(id).Any(opened.Contains) };
                }
            );
    }

    /// <summary>
    /// Whether a person may say who else cares for a patient: not by break-glass alone, which ends, and would be made to last.
    /// </summary>
    public bool MayKeepTeam(ClaimsPrincipal person, string patientId) =>
        AskingOf(person) is not { } asking || StandingOf(asking, patientId).IsOpen;

    /// <summary>All patients that are closed to a person.</summary>
    /// <exception cref="ChartClosedException">Nobody can say while the index is being made anew.</exception>
    public IReadOnlyCollection<string> AllClosed(ClaimsPrincipal person)
    {
        if (AskingOf(person) is not { } asking)
            return [];
        records.Prepare(asking.WorkedIn, asking.Now - asking.Stays);
        return records.InCare is { } patients
            ? [.. Closed(asking, patients).Select(chart => chart.PatientId)]
            : throw new ChartClosedException([]);
    }

    /// <summary>The units that a person works in; empty where the account is linked to nobody who does.</summary>
    public IReadOnlyList<CareUnit> UnitsOf(ClaimsPrincipal person) =>
        AskingOf(person) is { } asking ? [.. asking.OwnUnits.Select(asking.Structure.Unit)] : [];

    /// <summary>The units and practitioners that a patient's records name now, staffed or not.</summary>
    public IReadOnlyList<string> CareOf(string patientId)
    {
        var (now, stays) = (clock.GetUtcNow(), HospitalSettings.Of(dataFolder).StaysInCare);
        return
        [
            .. records
                .Of(patientId)
                .Where(entry => entry.IsNow(now, stays))
                .Select(entry => entry.Reference)
                .Distinct(),
        ];
    }

    // Null: no rule holds for who asks, or none yet because no account works in a unit.
    private Asking? AskingOf(ClaimsPrincipal person)
    {
        if (person.Identity?.IsAuthenticated != true || SignIn.Scopes.IsProgram(person))
            return null;
        var workers = new List<Worker>();
        using (var scope = scopes.CreateScope())
            workers.AddRange(Workers(scope.ServiceProvider.GetRequiredService<AccountsDatabase>()));
        if (workers.Count == 0)
            return null;
        var (structure, now) = (records.Structure, clock.GetUtcNow());
        var worked = structure.WorkedInBy(workers.Select(one => one.PractitionerId).ToHashSet(), now);
        if (worked.Count == 0)
            return null;
        var user = Callers.AccountOf(person);
        var own = workers.Find(one => one.UserId == user)?.PractitionerId;
        return new(
            user,
            own,
            own is null ? new HashSet<string>() : structure.WorkedInBy(new HashSet<string> { own }, now, user),
            worked,
            structure,
            now,
            HospitalSettings.Of(dataFolder).StaysInCare
        );
    }

    private CareStanding StandingOf(Asking asking, string patientId)
    {
        var staffed = new List<string>();
        var isOwn = false;
        foreach (var entry in records.Of(patientId).Where(entry => entry.IsNow(asking.Now, asking.Stays)))
        {
            // What somebody sent opens nothing for them.
            var opens = entry.SentBy is null || entry.SentBy != asking.UserId;
            if (!CareReferences.IsUnit(entry.Reference))
            {
                isOwn |= opens && asking.Practitioner is { } own && entry.Reference == $"Practitioner/{own}";
                continue;
            }
            isOwn |= opens && asking.Structure.WithAbove(entry.Reference, asking.UserId).Overlaps(asking.OwnUnits);
            if (asking.Structure.WithAbove(entry.Reference).Overlaps(asking.WorkedIn))
                staffed.Add(entry.Reference);
        }
        return new(Named(asking.Structure, staffed), isOwn || staffed.Count == 0, isOwn);
    }

    // A bed says little to who asks: the departments that care, and the places themselves where no department is known.
    private static CareUnit[] Named(CareStructure structure, IReadOnlyCollection<string> staffed)
    {
        var departments = staffed
            .SelectMany(unit => structure.WithAbove(unit))
            .Distinct()
            .Select(structure.Unit)
            .Where(unit => unit.Kind == CareUnitKind.Department)
            .ToArray();
        return departments.Length > 0 ? departments : [.. staffed.Distinct().Select(structure.Unit)];
    }

    private HashSet<string> Granted(Asking asking)
    {
        using var scope = scopes.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsDatabase>();
        return
        [
            .. accounts
                .BreakGlass.AsNoTracking()
                .Where(one => one.UserId == asking.UserId && one.Begun <= asking.Now && one.Ends > asking.Now)
                .Select(one => one.PatientId),
        ];
    }
}
