using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary><c>xinglin session list|end</c>: who is signed in, and putting an end to it.</summary>
public static class SessionVerb
{
    public static Command Build() =>
        new("session", "who is signed in, and putting an end to it") { BuildList(), BuildEnd() };

    private static Command BuildList()
    {
        var name = new Argument<string?>("NAME") { Description = "one account", DefaultValueFactory = _ => null };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var verb = new Command("list", "the open sessions of all accounts\n\nexample: xinglin session list")
        {
            name,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var all = await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (SessionsAndTokens credentials) => credentials.SessionsAsync(parsed.GetValue(name))
                );
                if (parsed.GetValue(json))
                {
                    Terminal.Json(
                        all.Select(one => new
                        {
                            user = one.UserName,
                            created = one.Session.Created,
                            expires = one.Session.Expires,
                            address = one.Session.Address,
                            browser = one.Session.Browser,
                        })
                    );
                    return ExitCode.Done;
                }
                foreach (var (session, user) in all)
                {
                    Terminal.Line(
                        $"{user, -16} {AccountsCommand.At(session.Created)}  until {AccountsCommand.At(session.Expires)}  {session.Address}"
                    );
                }
                Terminal.Line(all.Count == 0 ? "nobody is signed in" : $"{all.Count} open");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static Command BuildEnd()
    {
        var name = new Argument<string>("NAME") { Description = "the account" };
        var data = CommonOptions.Data();
        var verb = new Command(
            "end",
            "sign an account out everywhere; open pages close within seconds\n\nexample: xinglin session end lin"
        )
        {
            name,
            data,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var ended = await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (SessionsAndTokens credentials) => credentials.EndSessionsAsync(parsed.GetValue(name)!)
                );
                Terminal.Line($"{ended} ended");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
