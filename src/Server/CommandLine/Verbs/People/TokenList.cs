using System.CommandLine;
using Xinglin.Records.Audit;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary><c>xinglin token list|revoke</c>: what tokens there are, and ending one.</summary>
public static class TokenList
{
    public static Command BuildList()
    {
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var verb = new Command("list", "all tokens, without their secrets\n\nexample: xinglin token list")
        {
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var all = await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (SessionsAndTokens credentials) => credentials.TokensAsync()
                );
                if (parsed.GetValue(json))
                {
                    Terminal.Json(
                        all.Select(one => new
                        {
                            id = one.Token.Id,
                            user = one.UserName,
                            purpose = one.Token.Purpose,
                            created = one.Token.Created,
                            expires = one.Token.Expires,
                        })
                    );
                    return ExitCode.Done;
                }
                foreach (var (token, user) in all)
                {
                    Terminal.Line(
                        $"{token.Id}  {user, -16} until {AccountsCommand.At(token.Expires)}  {token.Purpose}"
                    );
                }
                Terminal.Line($"{all.Count} in all");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    public static Command BuildRevoke()
    {
        var id = new Argument<string>("ID") { Description = "as 'xinglin token list' names it" };
        var data = CommonOptions.Data();
        var verb = new Command("revoke", "end a token at once\n\nexample: xinglin token revoke 3f2a…") { id, data };
        verb.SetAction(
            async (parsed, _) =>
            {
                await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (SessionsAndTokens credentials) =>
                        credentials.RevokeTokenAsync(parsed.GetValue(id)!, AuditActor.Command(AuditActions.TokenRevoke))
                );
                Terminal.Line("ended");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
