using System.CommandLine;
using Xinglin.Reports.Copies;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs.Charts;

/// <summary><c>xinglin delete-document</c>: a signed document out of use, once its retention is over.</summary>
public static class DeleteDocumentVerb
{
    public static Command Build() =>
        ChartVerb.Build(
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
}
