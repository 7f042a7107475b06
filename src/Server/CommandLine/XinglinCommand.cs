using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.CommandLine.Verbs;
using Xinglin.Server.CommandLine.Verbs.Charts;
using Xinglin.Server.CommandLine.Verbs.People;
using Xinglin.Server.Faults;
using Xinglin.Server.Rejections;

namespace Xinglin.Server.CommandLine;

/// <summary>The table of contents of the command line: one verb, one file.</summary>
public static class XinglinCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        DataFolder.KeepToOwner();
        var parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var error in parsed.Errors)
                Terminal.Fault(UsageWords.Of(error.Message));
            Terminal.Fault($"see: xinglin {string.Join(' ', VerbsOf(parsed))} --help");
            return ExitCode.WrongUsage;
        }
        var run = CommandRun.Begin();
        var code = await InvokeAsync(parsed);
        try
        {
            await run.EndAsync(code);
            return code;
        }
        catch (AccessNotRecordedException fault)
        {
            Terminal.Fault(fault.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> InvokeAsync(ParseResult parsed)
    {
        try
        {
            ZoneOption.Apply(parsed);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (RejectionWords.Of(fault) is { } words)
        {
            Terminal.Fault(words);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            Terminal.Fault(
                VerbsOf(parsed).FirstOrDefault() == "train"
                    ? "cancelled; no model was written. Finished epochs are kept: the same command goes on after them."
                    : "cancelled; nothing half done was kept."
            );
            return ExitCode.Failed;
        }
        catch (Exception fault)
        {
            // Its message may quote what it stumbled over, and that may be a patient's.
            Terminal.Fault("a fault of the program; please report these lines, which hold nothing from the records:");
            Terminal.Fault(FaultText.Of(fault));
            return ExitCode.Failed;
        }
    }

    public static RootCommand Build() => NumericLimits.In(Verbs());

    private static RootCommand Verbs() =>
        new("Xinglin 杏林: a self-hosted clinical AI platform. It drafts; a person signs. Not a medical device.")
        {
            DemoVerb.Build(),
            ServeVerb.Build(),
            WorkerVerb.Build(),
            ImportVerb.Build(),
            TrainVerb.Build(),
            PredictVerb.Build(),
            EvaluateVerb.Build(),
            ExportVerb.Build(),
            AlertsVerb.Build(),
            SynthesiseVerb.Build(),
            DraftVerb.Build(),
            HeldVerb.Build(),
            ModelVerb.Build(),
            QualityVerb.Build(),
            VerifyAuditVerb.Build(),
            AuditKeyVerb.Build(),
            VerifySignaturesVerb.Build(),
            SealVerbs.Seal(),
            SealVerbs.Unseal(),
            CopySetVerb.Build(),
            DeleteDocumentVerb.Build(),
            LinkVerbs.Link(),
            LinkVerbs.Unlink(),
            DoctorVerb.Build(),
            UserVerb.Build(),
            TokenVerb.Build(),
            SessionVerb.Build(),
            BackupVerb.BuildBackup(),
            BackupVerb.BuildRestore(),
        };

    private static IEnumerable<string> VerbsOf(ParseResult parsed)
    {
        var verbs = new Stack<string>();
        for (var result = parsed.CommandResult; result?.Command is not (null or RootCommand); )
        {
            verbs.Push(result.Command.Name);
            result = result.Parent as System.CommandLine.Parsing.CommandResult;
        }
        return verbs;
    }
}
