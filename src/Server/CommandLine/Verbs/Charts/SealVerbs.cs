using System.CommandLine;
using Xinglin.Reports.Copies;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs.Charts;

/// <summary><c>xinglin seal</c> and <c>unseal</c>: whether the documents of a chart may still be changed.</summary>
public static class SealVerbs
{
    public static Command Seal()
    {
        var copies = new Option<string?>("--out")
        {
            Description = "write the chart's copy set, with an index, to this zip as well",
            HelpName = "F.zip",
        };
        return ChartVerb.Build(
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
                return parsed.GetValue(copies) is { } file
                    ? await CopySetVerb.CopyAsync(records, id, reason, file, cancel)
                    : ExitCode.Done;
            }
        );
    }

    public static Command Unseal() =>
        ChartVerb.Build(
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

    private static string User => Environment.UserName;
}
