using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.PatientMatching;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin held list|decide</c>: files that wait for a person to say whose they are.</summary>
public static class HeldVerb
{
    public static Command Build() =>
        new("held", "list what waits for a person to say whose it is, or decide it") { BuildList(), BuildDecide() };

    private static Command BuildList()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command("list", "list what waits\n\nexample: xinglin held list --json") { data, json };
        verb.SetAction(
            async (parsed, _) =>
            {
                await using var records = await OpenRecords.AtAsync(
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    new Access(AuditActor.Command("held list"), AuditActions.Search, "held")
                );
                var waiting = records.Archive.Held.Waiting();
                if (parsed.GetValue(json))
                {
                    Terminal.Json(waiting);
                    return ExitCode.Done;
                }
                foreach (var held in waiting)
                {
                    foreach (var candidate in held.Candidates)
                    {
                        Terminal.Line(
                            $"{held.Id}  {held.At:yyyy-MM-dd HH:mm}  patient {candidate.PatientId}  differs: {string.Join(", ", candidate.Differs)}"
                        );
                    }
                }
                if (waiting.Count == 0)
                    Terminal.Line("nothing waits");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static Command BuildDecide()
    {
        var id = new Argument<string>("ID") { Description = "the held file, as held list names it" };
        var same = new Option<string?>("--same") { Description = "it is this patient's", HelpName = "PATIENT" };
        var another = new Option<bool>("--another") { Description = "it is another person's, who gets a new chart" };
        var correct = new Option<bool>("--correct")
        {
            Description = "with --same: name, sex and birth date of the file replace those of the chart",
        };
        var reason = new Option<string>("--reason")
        {
            Description = "what the decision rests on",
            HelpName = "WORDS",
            Required = true,
        };
        var data = CommonOptions.Data();
        var verb = new Command(
            "decide",
            "say whose a held file is\n\nexample: xinglin held decide 0f3a… --same p-17 --reason \"wristband checked\""
        )
        {
            id,
            same,
            another,
            correct,
            reason,
            data,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var patient = parsed.GetValue(same);
                if (patient is null != parsed.GetValue(another))
                {
                    Terminal.Fault("name either --same PATIENT or --another.");
                    return ExitCode.WrongUsage;
                }
                await using var records = await OpenRecords.AtAsync(
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    new Access(AuditActor.Command("held decide"), AuditActions.Command, "held decide")
                );
                var decisions = new IdentityDecisions(
                    records.Store,
                    records.Archive,
                    records.Importer,
                    records.Accesses,
                    TimeProvider.System
                );
                var rejected = await decisions.DecideAsync(
                    parsed.GetValue(id)!,
                    new(patient, parsed.GetValue(correct), parsed.GetValue(reason)!),
                    AuditActor.Command("held decide"),
                    Origin.Command($"held decide, {Environment.UserName}"),
                    cancel
                );
                if (rejected is not null)
                {
                    Terminal.Fault(rejected.En);
                    return ExitCode.Failed;
                }
                Terminal.Line("decided, and filed");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
