using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary><c>xinglin token</c>: a secret for a program. A program may read and write, never sign.</summary>
public static class TokenVerb
{
    public static Command Build()
    {
        var user = new Option<string>("--user")
        {
            Description = "the account that the program acts for",
            Required = true,
        };
        var purpose = new Option<string>("--purpose")
        {
            Description = "what it is for",
            DefaultValueFactory = _ => "program",
        };
        var lifetime = new Option<string>("--lifetime")
        {
            Description = "how long it is valid, such as 30d",
            DefaultValueFactory = _ => "30d",
        };
        var allowed = new Option<string[]>("--scope")
        {
            Description =
                "what it may be used for, such as system/Observation.c, system/*.rs or import; may be given several times (default: all that the account may do)",
        };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "token",
            "make a token for a program and print it once; a program may never sign\n\nexample: xinglin token --user lin --purpose \"lab interface\" --lifetime 90d --scope system/Observation.c"
        )
        {
            user,
            purpose,
            lifetime,
            allowed,
            data,
            json,
        };
        verb.Subcommands.Add(TokenList.BuildList());
        verb.Subcommands.Add(TokenList.BuildRevoke());
        verb.SetAction(
            async (parsed, _) =>
            {
                if (Durations.Parse(parsed.GetValue(lifetime)!) is not { } duration)
                {
                    Terminal.Fault($"--lifetime: '{parsed.GetValue(lifetime)}' is not a duration. Write 30d or 12h.");
                    return ExitCode.WrongUsage;
                }
                var token = await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (Accounts accounts) =>
                        accounts.AddTokenAsync(
                            parsed.GetValue(user)!,
                            parsed.GetValue(purpose)!,
                            duration,
                            parsed.GetValue(allowed) is { Length: > 0 } scopes ? string.Join(' ', scopes) : null
                        )
                );
                if (parsed.GetValue(json))
                    Terminal.Json(new { token });
                else
                    Terminal.Line(token);
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
