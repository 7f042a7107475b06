using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Reports.Signing;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin verify-signatures</c>: is every signed document still what was signed?</summary>
public static class VerifySignaturesVerb
{
    public static Command Build()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "verify-signatures",
            "compare every signed document (PDF, texts, evidence, images) with what was signed\n\nexample: xinglin verify-signatures --data /srv/xinglin --json"
        )
        {
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
                var access = new Access(
                    AuditActor.Command("verify-signatures"),
                    AuditActions.Command,
                    "verify-signatures"
                );
                await using var records = await OpenRecords.AtAsync(folder, audit, access);
                var all = records.Signatures.All().ToList();
                var damaged = all.Where(report => report.State == SignatureState.Damaged).ToList();
                foreach (var report in damaged)
                {
                    await records.Accesses.RecordAsync(
                        access with
                        {
                            Entity = $"DiagnosticReport/{report.DocumentId}",
                            Patients = report.PatientId.Length > 0 ? [report.PatientId] : [],
                            Result = "altered",
                        }
                    );
                }
                Print(all, damaged, parsed.GetValue(json));
                return damaged.Count == 0 ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return verb.WithTrail();
    }

    private static void Print(List<SignatureReport> all, List<SignatureReport> damaged, bool json)
    {
        if (json)
        {
            Terminal.Json(new { whole = damaged.Count == 0, documents = all });
            return;
        }
        foreach (var report in all)
        {
            Terminal.Line(
                report.State switch
                {
                    SignatureState.Valid =>
                        $"valid    {report.DocumentId}  {report.Certificate}{(report.StampedAt is { } at ? $"  time stamp {at:yyyy-MM-ddTHH:mm:ssZ}" : "")}",
                    SignatureState.Earlier =>
                        $"earlier  {report.DocumentId}  signed before PDFs were signed electronically: only the PDF's hash was compared",
                    _ => $"ALTERED  {report.DocumentId}  differs: {report.Words.En}",
                }
            );
        }
        Terminal.Line(
            $"{(damaged.Count == 0 ? "whole" : "ALTERED")}: {all.Count} signed documents, {damaged.Count} not as they were signed"
        );
    }
}
