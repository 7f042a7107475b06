using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin verify-audit</c>: is the audit trail whole, and is the data what the trail says was stored?</summary>
public static class VerifyAuditVerb
{
    public static Command Build()
    {
        var head = new Option<string[]>("--head")
        {
            Description = "a head line that this command printed earlier, or that was kept; may be given several times",
            HelpName = "LINE",
        };
        var noFiles = new Option<bool>("--no-files")
        {
            Description = "leave out the archived films: they are not read, and the result says so",
        };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "verify-audit",
            "check every entry of the audit trail and every stored version against it\n\nexample: xinglin verify-audit --data var/demo --head \"xinglin-head 2026-11-30T02:00:00Z …\""
        )
        {
            head,
            noFiles,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                if (!Directory.Exists(folder))
                {
                    Terminal.Fault($"'{folder}' does not exist: name the data folder with --data.");
                    return ExitCode.WrongUsage;
                }
                var audit = TrailOptions.Of(parsed);
                var report = TrailVerifier.Verify(
                    folder,
                    audit,
                    TimeProvider.System,
                    parsed.GetValue(head) ?? [],
                    !parsed.GetValue(noFiles),
                    Terminal.Progress
                );
                Print(report, parsed.GetValue(json));
                if (report.Problems.All(problem => problem.Kind != "missing"))
                    await RecordAsync(folder, audit, report);
                return report.Whole ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return verb.WithTrail();
    }

    /// <summary>The check is an entry of its own, after what it counted; where a file is missing, none is made in its place.</summary>
    private static async Task RecordAsync(string folder, AuditOptions audit, TrailReport report)
    {
        try
        {
            await using var trail = AccessTrail.Open(folder, audit, TimeProvider.System);
            await trail.RecordAsync(
                new(AuditActor.Command("verify-audit"), AuditActions.Command, "verify-audit")
                {
                    Result = Word(report).ToLowerInvariant(),
                }
            );
        }
        catch (IOException fault)
        {
            // A full disk, or a file that is not opened for writing: what was found is said all the same.
            Terminal.Fault($"The check itself was not recorded: {fault.Message}");
        }
    }

    private static void Print(TrailReport report, bool json)
    {
        if (json)
        {
            Terminal.Json(report);
            return;
        }
        foreach (var problem in report.Problems)
        {
            Terminal.Line(
                $"BROKEN   {problem.Kind, -10} {problem.File}{(problem.Place.Length > 0 ? ", " : "")}{problem.Place}: {problem.Says}"
            );
        }

        foreach (var left in report.NotCompared)
            Terminal.Line($"NOT COMPARED {left}");
        foreach (var note in report.Notes)
            Terminal.Line($"note     {note}");
        Terminal.Line(
            $"{Word(report)}: {report.Entries} entries ({report.Accesses} accesses, {report.Changes} changes) in {report.Chains} chains, {report.Versions} versions and {report.Films} films compared"
        );
        Terminal.Line($"head     {report.Head}");
    }

    private static string Word(TrailReport report) =>
        report.Whole ? "whole"
        : report.Problems.Count > 0 ? "BROKEN"
        : "NOT-COMPARED";
}
