using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Xinglin.Formats;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Backup;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin backup</c> and <c>xinglin restore</c>: the whole data folder, under load, verified.</summary>
public static class BackupVerb
{
    private static readonly string Version = typeof(BackupVerb)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    public static Command BuildBackup()
    {
        var to = new Option<string?>("--to")
        {
            Description =
                "the folder to make (default: backups/ and the time, in the folder where the command is given)",
            HelpName = "DIR",
        };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var verb = new Command(
            "backup",
            "copy all records, films, accounts and keys while the server runs, and verify the copy; the audit key is not in it: keep that apart\n\nexample: xinglin backup --data /srv/xinglin --to /mnt/backup/2026-12-01"
        )
        {
            to,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                var audit = TrailOptions.Of(parsed);
                var target = Path.GetFullPath(
                    parsed.GetValue(to)
                        ?? Path.Combine(
                            "backups",
                            TimeProvider
                                .System.GetLocalNow()
                                .ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture)
                        )
                );
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await RecordAsync(folder, audit, "backup");
                var (manifest, report) = Backups.Make(
                    folder,
                    target,
                    Version,
                    audit,
                    TimeProvider.System,
                    Terminal.Progress,
                    cancel
                );
                Print(target, manifest, report, parsed.GetValue(json));
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    public static Command BuildRestore()
    {
        var from = new Argument<string>("FROM") { Description = "the folder that 'xinglin backup' made" };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var verb = new Command(
            "restore",
            "make a data folder of a backup, checked byte by byte and verified; nothing that is there is overwritten\n\nexample: xinglin restore /mnt/backup/2026-12-01 --data /srv/xinglin"
        )
        {
            from,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                var audit = TrailOptions.Of(parsed);
                var (manifest, report) = Backups.Restore(
                    Path.GetFullPath(parsed.GetValue(from)!),
                    folder,
                    audit,
                    TimeProvider.System,
                    Terminal.Progress,
                    cancel
                );
                await RecordAsync(folder, audit, "restore");
                Print(folder, manifest, report, parsed.GetValue(json));
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static async Task RecordAsync(string folder, AuditOptions audit, string command)
    {
        if (!Directory.Exists(folder))
            throw InvalidInputException.In(folder, "It is not there: name the data folder with --data.");
        await using var trail = AccessTrail.Open(folder, audit, TimeProvider.System);
        await trail.RecordAsync(new(AuditActor.Command(command), AuditActions.Command, command));
    }

    private static void Print(string folder, BackupManifest manifest, TrailReport report, bool json)
    {
        var bytes = manifest.Files.Sum(file => file.Bytes);
        if (json)
        {
            Terminal.Json(
                new
                {
                    folder,
                    made = manifest.Made,
                    files = manifest.Files.Count,
                    bytes,
                    versions = report.Versions,
                    films = report.Films,
                    head = manifest.Head,
                }
            );
            return;
        }
        Terminal.Line($"Folder    {folder}");
        Terminal.Line($"Shows     {manifest.Made.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}");
        Terminal.Line(
            $"Holds     {manifest.Files.Count} files, {bytes / 1048576.0:0.0} MiB; {report.Versions} versions and {report.Films} films verified"
        );
        Terminal.Line($"Head      {manifest.Head}");
    }
}
