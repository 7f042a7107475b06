using System.CommandLine;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Files;
using Xinglin.Records.Quality;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin quality [PATH…]</c>: what is doubtful in files, or in the records.</summary>
public static class QualityVerb
{
    public static Command Build()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "files to check without storing them; none: the records of --data",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "quality",
            "list doubtful data: units, impossible values, contradictions, gaps\n\nexample: xinglin quality samples/ --json"
        )
        {
            paths,
            data,
            json,
        };
        verb.SetAction(
            (parsed, cancel) =>
                RunAsync(
                    parsed.GetValue(paths) ?? [],
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    parsed.GetValue(json),
                    cancel
                )
        );
        return verb.WithTrail();
    }

    private static async Task<int> RunAsync(
        string[] paths,
        string data,
        AuditOptions audit,
        bool json,
        CancellationToken cancel
    )
    {
        var access = new Access(AuditActor.Command("quality"), AuditActions.Command, "quality");
        if (paths.Length == 0)
        {
            await using var records = await OpenRecords.AtAsync(data, audit, access);
            var report = QualityReport.Of(records.Store, TimeProvider.System, cancel);
            await records.RecordAsync([.. report.Marks.Select(patient => patient.PatientId)]);
            Print(report, json);
            return ExitCode.Done;
        }
        using var temporary = TemporaryFolder.Open(data);
        var folder = temporary.NewFolder();
        try
        {
            await using var records = await OpenRecords.AtAsync(folder, audit, access);
            var report = await records.Importer.ImportAsync(
                Origin.Command("quality"),
                paths.SelectMany(ImportSource.FromPath),
                cancel
            );
            Print(QualityReport.Of(records.Store, TimeProvider.System, cancel), json, report.Refused);
            return report.Refused.Count > 0 ? ExitCode.SomeRefused : ExitCode.Done;
        }
        finally
        {
            TemporaryFolder.Remove(folder);
        }
    }

    private static void Print(QualityReport quality, bool json, IReadOnlyList<RejectedItem>? refused = null)
    {
        if (json)
        {
            Terminal.Json(new { quality, refused });
            return;
        }
        foreach (var mark in quality.Marks.SelectMany(patient => patient.Marks))
            Terminal.Line($"{mark.Code, -28} {mark.Source}: {mark.Message.En} {mark.Remedy.En}");
        foreach (var item in refused ?? [])
            Terminal.Line($"{"rejected", -28} {item.Place}: {item.Reason.En} {item.Remedy.En}");
        Terminal.Line($"{quality.Kinds.Sum(kind => kind.Count)} marks in {quality.Kinds.Count} kinds");
    }
}
