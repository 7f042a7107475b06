using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin audit-key show|rotate</c>: the key of the audit trail.</summary>
public static class AuditKeyVerb
{
    public static Command Build() =>
        new("audit-key", "show which keys the audit trail has, or add a new one") { BuildShow(), BuildRotate() };

    private static Command BuildShow()
    {
        var json = CommonOptions.Json();
        var verb = new Command(
            "show",
            "print the file and the ids of its keys, never a key\n\nexample: xinglin audit-key show"
        )
        {
            json,
        };
        verb.SetAction(
            (parsed, _) =>
            {
                var keys = AuditKeys.Open(TrailOptions.Of(parsed).KeyFile, null, TimeProvider.System);
                Print(keys, parsed.GetValue(json));
                return Task.FromResult(ExitCode.Done);
            }
        );
        return verb.WithTrail();
    }

    private static Command BuildRotate()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "rotate",
            "add a new key: processes started from now on write with it, the old ones stay to verify with\n\nexample: xinglin audit-key rotate --data /srv/xinglin"
        )
        {
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var audit = TrailOptions.Of(parsed);
                var added = AuditKeys.Rotate(audit.KeyFile, TimeProvider.System);
                await using var trail = AccessTrail.Open(
                    Path.GetFullPath(parsed.GetValue(data)!),
                    audit,
                    TimeProvider.System
                );
                await trail.RecordAsync(new(AuditActor.Command("audit-key"), AuditActions.KeyRotation, $"key {added}"));
                Print(trail.Keys, parsed.GetValue(json));
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static void Print(AuditKeys keys, bool json)
    {
        if (json)
        {
            Terminal.Json(
                new
                {
                    file = keys.Path,
                    writes = keys.Current,
                    keys = keys.Ids,
                }
            );
        }
        else
        {
            Terminal.Line($"File      {keys.Path}\nWrites    {keys.Current}\nKeys      {string.Join(' ', keys.Ids)}");
        }
    }
}
