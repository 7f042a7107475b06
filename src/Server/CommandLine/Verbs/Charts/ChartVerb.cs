using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs.Charts;

/// <summary>A command of an administrator about one chart or document, with a reason in the audit trail.</summary>
internal static class ChartVerb
{
    public static Command Build(
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
}
