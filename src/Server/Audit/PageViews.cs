using System.Collections.Concurrent;
using System.Security.Claims;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Care;

namespace Xinglin.Server.Audit;

/// <summary>
/// Each view of a page is recorded once: with the request that draws it, or, where a live page opens without having been
/// drawn by a request, before it reads. Thread-safe.
/// </summary>
/// <param name="charts">Whose charts are open to whom; all of them when null.</param>
public sealed class PageViews(AccessTrail trail, TimeProvider clock, ChartAccess? charts = null)
{
    /// <summary>So long after it was drawn a page may come to life without being recorded again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // A circuit knows no address of its own: that of the person's last page stands for it.
    private readonly ConcurrentDictionary<string, string> _addresses = new();
    private readonly ConcurrentDictionary<(string Person, string Page), ConcurrentQueue<DateTimeOffset>> _drawn = new();

    /// <summary>The page is being drawn by a request: the gate records it before the first byte leaves.</summary>
    public void Draw(HttpContext context, string page, IEnumerable<string> patients)
    {
        var note = AccessNote.Of(context).About(patients);
        note.Entity = RequestWords.Plain(page);
        Forget();
        if (AccessGate.AddressOf(context.Connection.RemoteIpAddress) is { } address)
            _addresses[Callers.AccountOf(context.User)] = address;
        _drawn.GetOrAdd((Callers.AccountOf(context.User), page), _ => new()).Enqueue(clock.GetUtcNow());
    }

    /// <summary>The page comes to life: recorded now, unless the request that drew it was.</summary>
    /// <exception cref="AccessNotRecordedException">Show nothing.</exception>
    /// <exception cref="ChartClosedException">A patient is in the care of another team: show nothing.</exception>
    public async Task OpenAsync(ClaimsPrincipal person, string page, IEnumerable<string> patients)
    {
        patients = [.. patients];
        RequireOpen(person, page, patients);
        if (
            _drawn.TryGetValue((Callers.AccountOf(person), page), out var times)
            && times.TryDequeue(out var at)
            && clock.GetUtcNow() - at < Patience
        )
        {
            return;
        }

        await RecordAsync(person, AuditActions.Page, page, patients);
    }

    /// <summary>Records something that a person does at a live page, where no request passes the gate.</summary>
    /// <exception cref="AccessNotRecordedException">Do not do it.</exception>
    /// <exception cref="ChartClosedException">A patient is in the care of another team: do not do it.</exception>
    public async Task RecordAsync(
        ClaimsPrincipal person,
        string action,
        string entity,
        IEnumerable<string> patients,
        string? reason = null,
        string result = "ok",
        string? address = null
    )
    {
        patients = [.. patients];
        RequireOpen(person, entity, patients);
        await trail.RecordAsync(
            new(Callers.ActorOf(person), action, RequestWords.Plain(entity))
            {
                Patients = [.. patients.Where(id => id.Length > 0 && !id.Contains(' ')).Distinct()],
                Reason = reason ?? "live page",
                Result = result,
                Address = address ?? _addresses.GetValueOrDefault(Callers.AccountOf(person)),
            }
        );
    }

    /// <summary>Whether a person may go on looking at charts.</summary>
    public bool AreOpen(ClaimsPrincipal person, IReadOnlyList<string> patients) =>
        charts is null || charts.Closed(person, patients).Count == 0;

    private void RequireOpen(ClaimsPrincipal person, string page, IEnumerable<string> patients)
    {
        if (!ListAddresses.HoldsPage(page))
            charts?.Require(person, patients);
    }

    private void Forget()
    {
        if (_drawn.Count < 10_000)
            return;
        foreach (var (key, times) in _drawn)
        {
            if (!times.TryPeek(out var first) || clock.GetUtcNow() - first > Patience)
                _drawn.TryRemove(key, out _);
        }
    }
}
