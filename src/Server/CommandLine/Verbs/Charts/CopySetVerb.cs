using System.CommandLine;
using Xinglin.Records.Files;
using Xinglin.Reports.Copies;
using Xinglin.Reports.Printing;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Texts;

namespace Xinglin.Server.CommandLine.Verbs.Charts;

/// <summary><c>xinglin copy-set</c>: a chart as files with an index.</summary>
public static class CopySetVerb
{
    public static Command Build()
    {
        var copies = new Option<string?>("--out")
        {
            Description = "the zip to write",
            HelpName = "F.zip",
            Required = true,
        };
        return ChartVerb.Build(
            "copy-set",
            "PATIENT",
            "the patient's FHIR id",
            "write a chart's copy set: signed PDFs, FHIR records, list of images, index with hashes\n\nexample: xinglin copy-set syn-2026-001 --reason \"asked for by the patient\" --out copies.zip",
            copies,
            (records, id, why, parsed, cancel) => CopyAsync(records, id, why, parsed.GetValue(copies)!, cancel)
        );
    }

    internal static async Task<int> CopyAsync(
        OpenRecords records,
        string id,
        string why,
        string file,
        CancellationToken cancel
    )
    {
        var set = new CopySet(records.Store, records.Archive, records.Signatures, TimeProvider.System)
        {
            TypeName = ResourceTypeWords.One,
            Letterhead = Letterhead.Of(HospitalSettings.Of(records.Folder)),
            Reason = why,
        };
        await using var zip = File.Create(file);
        var files = await set.WriteAsync(id, zip, cancel);
        Terminal.Line($"{file}: {files.Count(one => one.Bytes > 0)} files and their index (index.html, index.csv)");
        foreach (var left in files.Where(one => one.Bytes == 0))
            Terminal.Line($"NOT COPIED {left.Path}: {left.Note.En}");
        return files.Any(one => one.Bytes == 0) ? ExitCode.Failed : ExitCode.Done;
    }
}
