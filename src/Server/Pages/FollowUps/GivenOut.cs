using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.FollowUps;

/// <summary>A copy of a document that left the program, as the audit trail knows it.</summary>
/// <param name="Who">To whom it went: the person who opened it, the program that read it, or an administrator by a command.</param>
/// <param name="Reason">What an administrator wrote as the reason; null for none.</param>
public sealed record GivenOutCopy(BilingualText What, BilingualText Who, DateTimeOffset At, string? Reason);

/// <summary>
/// Which copies of a document were given out: copy sets and exports of its chart by commands, its PDF, and its report to programs.
/// Thread-safe.
/// </summary>
public sealed class GivenOut(AccessTrail trail, IServiceScopeFactory scopes)
{
    /// <summary>At most so many, the latest.</summary>
    private const int Most = 20;

    private static readonly BilingualText AtTheServer = new(
        "管理员（在服务器上以命令制作）",
        "an administrator, by a command at the server"
    );

    private static readonly (string Verb, BilingualText Words)[] Commands =
    [
        ("copy-set", new("整份病历的复制件", "copy set of the whole chart")),
        ("seal", new("病历封存（可能附复制件）", "sealing of the chart, perhaps with a copy set")),
    ];

    /// <summary>Those given out before a moment, the latest first.</summary>
    public async Task<IReadOnlyList<GivenOutCopy>> BeforeAsync(
        string patientId,
        string documentId,
        DateTimeOffset until
    )
    {
        var found = new List<(BilingualText What, AuditEntry Entry)>();
        foreach (
            var action in new[] { AuditActions.Command, AuditActions.Export, AuditActions.Document, AuditActions.Read }
        )
        {
            var page = trail.Find(new AuditQuery(Patient: patientId, Action: action, Until: until, Count: 100));
            found.AddRange(
                page.Entries.Where(entry => entry.Result is "" or "ok" or "200")
                    .Select(entry => (What: What(entry, documentId), Entry: entry))
                    .Where(one => one.What is not null)
                    .Select(one => (one.What!, one.Entry))
            );
        }
        if (found.Count == 0)
            return [];
        var names = await NamesAsync();
        return
        [
            .. found
                .Select(one => Copy(one.Entry, one.What, names))
                .OrderByDescending(copy => copy.At)
                .DistinctBy(copy => (copy.What, copy.Who))
                .Take(Most),
        ];
    }

    /// <summary>The names of people; none where the accounts cannot be read any more: the trail's own stand in their place.</summary>
    private async Task<KnownActors> NamesAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await scope.ServiceProvider.GetRequiredService<AccountNames>().AllAsync();
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            return new([]);
        }
    }

    // The route of a request says nothing to a reader: a reason is what somebody wrote.
    private static GivenOutCopy Copy(AuditEntry entry, BilingualText what, KnownActors names) =>
        new(what, WhoOf(entry.Actor, names), entry.Time, entry.Action == AuditActions.Command ? entry.Reason : null);

    private static BilingualText WhoOf(AuditActor actor, KnownActors names)
    {
        var known = actor.Name is { Length: > 0 } name ? name : actor.Id;
        return actor.Kind switch
        {
            "command" => AtTheServer,
            "program" => new($"程序“{known}”", $"the program “{known}”"),
            _ => new(
                names.ShownOf(actor.Id, Localizer.Chinese) ?? known,
                names.ShownOf(actor.Id, Localizer.English) ?? known
            ),
        };
    }

    private static BilingualText? What(AuditEntry entry, string documentId) =>
        entry.Action switch
        {
            AuditActions.Command => Commands
                .Where(one => entry.Entity.StartsWith(one.Verb, StringComparison.Ordinal))
                .Select(one => one.Words)
                .FirstOrDefault(),
            AuditActions.Export when entry.Entity.StartsWith("draft as", StringComparison.Ordinal) =>
                entry.Entity.EndsWith(documentId, StringComparison.Ordinal)
                    ? new("文书导出为文件", "document exported as a file")
                    : null,
            AuditActions.Export => new("病历导出", "export of the chart"),
            AuditActions.Document when entry.Entity == $"DiagnosticReport/{documentId}" => new(
                "打开或下载 PDF",
                "PDF opened or downloaded"
            ),
            AuditActions.Read when entry.Entity == $"DiagnosticReport/{documentId}" => new(
                "通过 FHIR 读取",
                "read through FHIR"
            ),
            _ => null,
        };
}
