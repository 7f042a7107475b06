using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.FollowUps;

/// <summary>A copy of a document that left the program, as the audit trail knows it.</summary>
public sealed record GivenOutCopy(BilingualText What, string Who, DateTimeOffset At, string? Reason);

/// <summary>
/// Which copies of a document were given out: copy sets and exports of its chart by commands, its PDF, and its report to programs.
/// Thread-safe.
/// </summary>
public sealed class GivenOut(AccessTrail trail)
{
    /// <summary>At most so many, the latest.</summary>
    private const int Most = 20;

    private static readonly (string Verb, BilingualText Words)[] Commands =
    [
        ("copy-set", new("病历副本", "copy set of the chart")),
        ("seal", new("封存（可能附副本）", "sealing, perhaps with a copy set")),
    ];

    /// <summary>Those given out before a moment, the latest first.</summary>
    public IReadOnlyList<GivenOutCopy> Before(string patientId, string documentId, DateTimeOffset until)
    {
        var found = new List<GivenOutCopy>();
        foreach (
            var action in new[] { AuditActions.Command, AuditActions.Export, AuditActions.Document, AuditActions.Read }
        )
        {
            var page = trail.Find(new AuditQuery(Patient: patientId, Action: action, Until: until, Count: 100));
            found.AddRange(
                page.Entries.Where(entry => entry.Result is "" or "ok" or "200")
                    .Select(entry => What(entry, documentId) is { } what ? Copy(entry, what) : null)
                    .OfType<GivenOutCopy>()
            );
        }
        return [.. found.OrderByDescending(copy => copy.At).DistinctBy(copy => (copy.What, copy.Who)).Take(Most)];
    }

    private static GivenOutCopy Copy(AuditEntry entry, BilingualText what) =>
        new(what, entry.Actor.Name is { Length: > 0 } name ? name : entry.Actor.Id, entry.Time, entry.Reason);

    private static BilingualText? What(AuditEntry entry, string documentId) =>
        entry.Action switch
        {
            AuditActions.Command => Commands
                .Where(one => entry.Entity.StartsWith(one.Verb, StringComparison.Ordinal))
                .Select(one => one.Words)
                .FirstOrDefault(),
            AuditActions.Export when entry.Entity.StartsWith("draft as", StringComparison.Ordinal) =>
                entry.Entity.EndsWith(documentId, StringComparison.Ordinal)
                    ? new("文书文件", "document as a file")
                    : null,
            AuditActions.Export => new("导出", "export"),
            AuditActions.Document when entry.Entity == $"DiagnosticReport/{documentId}" => new("PDF", "PDF"),
            AuditActions.Read when entry.Entity == $"DiagnosticReport/{documentId}" => new(
                "FHIR 读取",
                "read through FHIR"
            ),
            _ => null,
        };
}
