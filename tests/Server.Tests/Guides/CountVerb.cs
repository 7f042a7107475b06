using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.CommandLine.Verbs;

namespace Xinglin.Server.Tests.Guides;

/// <summary><c>xinglin count</c>: how many patients the records hold.</summary>
public static class CountVerb
{
    public static Command Build()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command("count", "how many patients the records hold\n\nexample: xinglin count --json")
        {
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var access = new Access(AuditActor.Command("count"), AuditActions.Command, "count");
                await using var records = await OpenRecords.AtAsync(
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    access
                );
                var patients = records.Store.Search(new("Patient", [], Count: 1)).Total;
                if (parsed.GetValue(json))
                    Terminal.Json(new { patients });
                else
                    Terminal.Line($"{patients} patients");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
