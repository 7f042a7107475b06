using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Reports.Copies;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary>
/// <c>xinglin seal</c>, <c>unseal</c>, <c>copy-set</c> and <c>delete-document</c>: what an administrator does to a chart as a whole, each
/// with a reason in the audit trail.
/// </summary>
public static class SealVerbs
{
    public static Command Seal()
    {
        var copies = new Option<string?>("--out")
        {
            Description = "write the chart's copy set, with an index, to this zip as well",
            HelpName = "F.zip",
        };
        return Verb(
            "seal",
            "PATIENT",
            "the patient's FHIR id",
            "seal a chart: its documents can no longer be changed or deleted\n\nexample: xinglin seal syn-2026-001 --reason \"dispute of 3 May\" --out copies.zip --data /srv/xinglin",
            copies,
            async (records, id, reason, parsed, cancel) =>
            {
                var isNew = await new ChartSeals(records.Store, TimeProvider.System).SealAsync(
                    id,
                    reason,
                    User,
                    cancel
                );
                Terminal.Line(isNew ? $"{id}: sealed" : $"{id}: is sealed already");
                return parsed.GetValue(copies) is { } file ? await CopyAsync(records, id, file, cancel) : ExitCode.Done;
            }
        );
    }

    public static Command Unseal() =>
        Verb(
            "unseal",
            "PATIENT",
            "the patient's FHIR id",
            "take the seal off a chart\n\nexample: xinglin unseal syn-2026-001 --reason \"settled on 9 June\" --data /srv/xinglin",
            null,
            async (records, id, reason, _, cancel) =>
            {
                if (await new ChartSeals(records.Store, TimeProvider.System).UnsealAsync(id, reason, User, cancel))
                {
                    Terminal.Line($"{id}: unsealed");
                    return ExitCode.Done;
                }
                Terminal.Fault($"the chart of '{id}' is not sealed.");
                return ExitCode.Failed;
            }
        );

    public static Command CopySet()
    {
        var copies = new Option<string?>("--out")
        {
            Description = "the zip to write",
            HelpName = "F.zip",
            Required = true,
        };
        return Verb(
            "copy-set",
            "PATIENT",
            "the patient's FHIR id",
            "write a chart's copy set: signed PDFs, FHIR records, list of images, index with hashes\n\nexample: xinglin copy-set syn-2026-001 --reason \"asked for by the patient\" --out copies.zip",
            copies,
            (records, id, _, parsed, cancel) => CopyAsync(records, id, parsed.GetValue(copies)!, cancel)
        );
    }

    public static Command DeleteDocument() =>
        Verb(
            "delete-document",
            "DOCUMENT",
            "the document's id, as in its address",
            "take a signed document out of use once its retention is over\n\nexample: xinglin delete-document draft-1234 --reason \"kept for 30 years\"",
            null,
            async (records, id, _, _, cancel) =>
            {
                if (await new DocumentDeletion(records.Store).DeleteAsync(id, cancel))
                {
                    Terminal.Line($"{id}: deleted; its versions and the audit trail stay");
                    return ExitCode.Done;
                }
                Terminal.Fault($"there is no signed document '{id}'.");
                return ExitCode.Failed;
            }
        );

    private static string User => Environment.UserName;

    internal static Command Verb(
        string name,
        string argument,
        string argumentSays,
        string says,
        Option<string?>? more,
        Func<OpenRecords, string, string, ParseResult, CancellationToken, Task<int>> run
    )
    {
        var which = new Argument<string>(argument) { Description = argumentSays };
        var reason = new Option<string>("--reason")
        {
            Description = "why; it stays in the audit trail",
            HelpName = "TEXT",
            Required = true,
        };
        reason.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError("--reason: say why.");
        });
        var data = CommonOptions.Data();
        var verb = new Command(name, says) { which, reason, data };
        if (more is not null)
            verb.Options.Add(more);
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var (id, why, audit) = (parsed.GetValue(which)!, parsed.GetValue(reason)!, TrailOptions.Of(parsed));
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                if (!Directory.Exists(folder))
                {
                    Terminal.Fault($"'{folder}' does not exist: name the data folder with --data.");
                    return ExitCode.WrongUsage;
                }
                var access = new Access(
                    AuditActor.Command(name),
                    AuditActions.Command,
                    $"{name}: {RequestWords.Plain(id)}"
                )
                {
                    Patients = argument == "PATIENT" ? [RequestWords.Plain(id)] : [],
                    Reason = why,
                };
                await using var records = await OpenRecords.AtAsync(folder, audit, access);
                try
                {
                    return await run(records, id, why, parsed, cancel);
                }
                catch (Exception refused) when (refused is KeyNotFoundException or WriteRejectedException)
                {
                    Terminal.Fault(refused.Message);
                    return ExitCode.Failed;
                }
            }
        );
        return verb.WithTrail();
    }

    private static async Task<int> CopyAsync(OpenRecords records, string id, string file, CancellationToken cancel)
    {
        var set = new CopySet(records.Store, records.Archive, records.Signatures, TimeProvider.System);
        await using var zip = File.Create(file);
        var files = await set.WriteAsync(id, zip, cancel);
        Terminal.Line($"{file}: {files.Count(one => one.Bytes > 0)} files and their index (index.html, index.csv)");
        foreach (var left in files.Where(one => one.Bytes == 0))
            Terminal.Line($"NOT COPIED {left.Path}: {left.Note.En}");
        return files.Any(one => one.Bytes == 0) ? ExitCode.Failed : ExitCode.Done;
    }
}

/// <summary>
/// <c>xinglin link-patients</c> and <c>unlink-patients</c>: two records of one person are linked, and made two again. Nothing is moved.
/// </summary>
public static class LinkVerbs
{
    public static Command Link()
    {
        var other = Other("--replaced-by", "the record of the same person that is used from now on");
        return SealVerbs.Verb(
            "link-patients",
            "PATIENT",
            "the FHIR id of the record that is replaced",
            "link two records of one person; no document is moved\n\nexample: xinglin link-patients p-1 --replaced-by p-2 --reason \"same identity card\"",
            other,
            async (records, id, _, parsed, cancel) =>
            {
                var to = parsed.GetValue(other)!;
                var isNew = await new PatientLinks(records.Store).LinkAsync(id, to, Environment.UserName, cancel);
                Terminal.Line(
                    isNew ? $"{id}: linked with {to}; nothing was moved" : $"{id}: is linked with {to} already"
                );
                return ExitCode.Done;
            }
        );
    }

    public static Command Unlink()
    {
        var other = Other("--from", "the record that it is linked with");
        return SealVerbs.Verb(
            "unlink-patients",
            "PATIENT",
            "the patient's FHIR id",
            "take the link between two records off\n\nexample: xinglin unlink-patients p-1 --from p-2 --reason \"two persons after all\"",
            other,
            async (records, id, _, parsed, cancel) =>
            {
                var from = parsed.GetValue(other)!;
                if (await new PatientLinks(records.Store).UnlinkAsync(id, from, Environment.UserName, cancel))
                {
                    Terminal.Line($"{id}: no longer linked with {from}");
                    return ExitCode.Done;
                }
                Terminal.Fault($"'{id}' and '{from}' are not linked.");
                return ExitCode.Failed;
            }
        );
    }

    private static Option<string?> Other(string name, string says) =>
        new(name)
        {
            Description = says,
            HelpName = "PATIENT",
            Required = true,
        };
}
