using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin audit-key show|rotate|lost</c>: the key of the audit trail and of the codes beside the records.</summary>
public static class AuditKeyVerb
{
    public static Command Build() =>
        new("audit-key", "show which keys the audit trail has, add a new one, or say that one is lost")
        {
            BuildShow(),
            BuildRotate(),
            BuildLost(),
        };

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

    private static Command BuildLost()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var id = new Argument<string>("id") { Description = "id of the key, 16 hexadecimal digits" };
        var verb = new Command(
            "lost",
            "say that a key is lost for good: what was written under it is read all the same, and is no longer known to be unaltered\n\nexample: xinglin audit-key lost 0123456789abcdef --data /srv/xinglin"
        )
        {
            id,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var key = parsed.GetValue(id)!;
                if (key.Length != 16 || !key.All(char.IsAsciiHexDigitLower))
                {
                    Terminal.Fault($"id: '{key}' is no id of a key. Give its 16 hexadecimal digits, in small letters.");
                    return ExitCode.WrongUsage;
                }

                var audit = TrailOptions.Of(parsed);
                await using var trail = AccessTrail.Open(
                    Path.GetFullPath(parsed.GetValue(data)!),
                    audit,
                    TimeProvider.System
                );
                await trail.RecordAsync(
                    new(AuditActor.Command("audit-key"), AuditActions.KeyRotation, $"key {key}") { Reason = "lost" }
                );
                AuditKeys.Lose(audit.KeyFile, key, TimeProvider.System);
                Print(AuditKeys.Open(audit.KeyFile, null, TimeProvider.System), parsed.GetValue(json));
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
