using System.CommandLine;
using Xinglin.Records.Audit;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin verify-audit</c>: is the chain of the audit trail whole?</summary>
public static class VerifyAuditVerb
{
    public static Command Build()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "verify-audit",
            "check the hash chain of the audit trail\n\nexample: xinglin verify-audit --data var/demo"
        )
        {
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                await using var records = OpenRecords.At(parsed.GetValue(data)!);
                var answer = records.Store.Audit.Verify();
                if (parsed.GetValue(json))
                    Terminal.Json(answer);
                else
                    Terminal.Line(
                        answer.FirstBrokenLink is { } broken
                            ? $"BROKEN at entry {broken} of {answer.Entries}: the trail was changed after it was written."
                            : $"whole: {answer.Entries} entries"
                    );
                return answer.FirstBrokenLink is null ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return verb;
    }
}
