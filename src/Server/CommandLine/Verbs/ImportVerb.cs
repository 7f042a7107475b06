using System.CommandLine;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin import PATH…</c>: files, folders and zip files into the records.</summary>
public static class ImportVerb
{
    public static Command Build()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "FHIR R4 JSON, NDJSON, CSV of home readings, DICOM, zip; files or folders",
            Arity = ArgumentArity.OneOrMore,
        };
        var data = CommonOptions.Data();
        var newPatients = new Option<bool>("--new-patients")
        {
            Description = "a home reading of an unknown patient number makes a record with that number alone",
        };
        var json = CommonOptions.Json();
        var verb = new Command(
            "import",
            "read files into the records; a running server takes up the work they call for\n\nexample: xinglin import samples/ --data var/data"
        )
        {
            paths,
            data,
            newPatients,
            json,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var missing = parsed.GetValue(paths)!.Where(path => !Path.Exists(path)).ToArray();
                if (missing.Length > 0)
                {
                    foreach (var path in missing)
                        Terminal.Fault($"'{path}' does not exist: check the path.");
                    return ExitCode.WrongUsage;
                }
                var access = new Access(AuditActor.Command("import"), AuditActions.Import, "command import");
                await using var records = await OpenRecords.AtAsync(
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    access with
                    {
                        Result = "begun",
                    },
                    ImportOptions.OfCommand with
                    {
                        NewPatients = parsed.GetValue(newPatients),
                    }
                );
                var report = await records.Importer.ImportAsync(
                    Origin.Command($"import, {Environment.UserName}"),
                    parsed.GetValue(paths)!.SelectMany(ImportSource.FromPath),
                    cancel
                );
                await records.Accesses.RecordAsync(
                    access with
                    {
                        Patients = report.Patients,
                        Result = report.EndedAs(),
                    }
                );
                Print(report, parsed.GetValue(json));
                return report.Refused.Count > 0 ? ExitCode.SomeRefused : ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static void Print(ImportReport report, bool json)
    {
        if (json)
        {
            Terminal.Json(report);
            return;
        }
        foreach (var rejected in report.Refused)
            Terminal.Line($"rejected  {rejected.Place}: {rejected.Reason.En} {rejected.Remedy.En}");
        Terminal.Line(
            $"{Many(report.Resources - report.Unchanged, "resource")} imported from {Many(report.Accepted.Count, "file")}, {(report.Unchanged > 0 ? $"{report.Unchanged} unchanged, " : "")}{report.RefusedItems} rejected, {Many(report.TasksRequested, "task")} created, {report.Seconds:0.0} s"
        );
    }

    private static string Many(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";
}
