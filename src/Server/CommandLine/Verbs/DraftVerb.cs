using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Charts;
using Xinglin.Records.Files;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin draft</c>: the newest draft of a patient as a file. It says whose words it holds, and that it is no signed copy.</summary>
public static class DraftVerb
{
    public static Command Build()
    {
        var patient = new Option<string>("--patient")
        {
            Description = "the patient's FHIR id",
            HelpName = "ID",
            Required = true,
        };
        var document = new Option<DocumentKind>("--document")
        {
            Description = "diagnosis, forecast or imaging",
            Required = true,
        };
        var language = new Option<string>("--lang") { Description = "zh or en", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("zh", "zh-CN", "en");
        var output = new Option<string>("--out")
        {
            Description = "the file to write: .json, .md, .html or .pdf",
            HelpName = "F",
            Required = true,
        };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "draft",
            "write the newest draft of a patient to a file\n\nexample: xinglin draft --patient syn-2026-001 --document forecast --lang zh --out forecast.pdf --data var/demo"
        )
        {
            patient,
            document,
            language,
            output,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var file = parsed.GetValue(output)!;
                var format = Path.GetExtension(file).TrimStart('.');
                if (!DraftExport.Formats.Contains(format))
                {
                    Terminal.Fault(
                        $"--out: '.{format}' cannot be written. Name a file ending in {string.Join(", ", DraftExport.Formats)}."
                    );
                    return ExitCode.WrongUsage;
                }
                var id = parsed.GetValue(patient)!;
                var access = new Access(
                    AuditActor.Command("draft"),
                    AuditActions.Export,
                    $"draft as {format}: {parsed.GetValue(document)}"
                )
                {
                    Patients = [RequestWords.Plain(id)],
                };
                await using var records = await OpenRecords.AtAsync(
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    access
                );
                var stored = StandingDocument.Newest(
                    DraftResources
                        .ForPatient(records.Store, id)
                        .Where(candidate => candidate.Draft.Kind == parsed.GetValue(document))
                );
                if (stored is null)
                {
                    Terminal.Fault(
                        $"There is no such draft of '{id}': is the id right, and has a server read the patient's data?"
                    );
                    return ExitCode.Failed;
                }
                var export = new DraftExport(
                    new PdfPrinter(temporary: records.Temporary),
                    TimeProvider.System,
                    () => Letterhead.Of(HospitalSettings.Of(parsed.GetValue(data)!))
                );
                var bytes = await export.ToAsync(
                    format,
                    stored,
                    Chart.Load(records.Store, id),
                    parsed.GetValue(language)!,
                    cancel
                );
                await File.WriteAllBytesAsync(file, bytes, cancel);
                if (parsed.GetValue(json))
                {
                    Terminal.Json(
                        new
                        {
                            draft = stored.Draft.Id,
                            status = stored.Status.ToString(),
                            @out = file,
                        }
                    );
                }
                else
                {
                    Terminal.Line($"{stored.Draft.Id} in {file}");
                }

                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
