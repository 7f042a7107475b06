using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Server.Care;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary><c>xinglin user practitioner</c>: which Practitioner of the records somebody is.</summary>
public static class PractitionerCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "the account" };
        var id = new Option<string?>("--id") { Description = "id of the Practitioner; without it the account is none" };
        var data = CommonOptions.Data();
        var verb = new Command(
            "practitioner",
            "say which Practitioner of the records an account is; the units are those of the PractitionerRoles\n\nexample: xinglin user practitioner lin --id dr-lin"
        )
        {
            name,
            id,
            data,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var (user, practitioner) = (parsed.GetValue(name)!, parsed.GetValue(id));
                await AccountsCommand.WithAsync<IServiceProvider>(
                    parsed,
                    data,
                    services =>
                        ActivatorUtilities
                            .CreateInstance<PractitionerLinks>(services)
                            .LinkAsync(user, practitioner, AuditActor.Command("user practitioner"))
                );
                Terminal.Line($"User          {user}\nPractitioner  {practitioner ?? "none"}");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
