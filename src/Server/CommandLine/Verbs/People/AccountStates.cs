using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary><c>xinglin user list|close|open</c>: what accounts there are, and who may still get in.</summary>
public static class AccountStates
{
    public static Command BuildList()
    {
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var verb = new Command("list", "all accounts with their roles\n\nexample: xinglin user list") { data, json };
        verb.SetAction(
            async (parsed, _) =>
            {
                var all = await AccountsCommand.WithAsync(parsed, data, (Accounts accounts) => accounts.AllAsync());
                if (parsed.GetValue(json))
                {
                    Terminal.Json(
                        all.Select(one => new
                        {
                            user = one.UserName,
                            nameZh = one.NameZh,
                            nameEn = one.NameEn,
                            roles = one.Roles,
                            closed = one.IsClosed,
                        })
                    );
                    return ExitCode.Done;
                }
                foreach (var one in all)
                {
                    Terminal.Line(
                        $"{one.UserName, -16} {string.Join(", ", one.Roles)}{(one.IsClosed ? "  closed" : "")}  {one.NameZh} {one.NameEn}"
                    );
                }
                Terminal.Line($"{all.Count} in all");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    public static Command BuildClose() =>
        Build(
            "close",
            "close an account: its sessions and tokens end; what it signed stays",
            (accounts, user) => accounts.CloseAsync(user)
        );

    public static Command BuildOpen() =>
        Build("open", "open a closed account again", (accounts, user) => accounts.OpenAsync(user));

    private static Command Build(string name, string says, Func<Accounts, string, Task> change)
    {
        var user = new Argument<string>("NAME") { Description = "the account" };
        var data = CommonOptions.Data();
        var verb = new Command(name, $"{says}\n\nexample: xinglin user {name} lin") { user, data };
        verb.SetAction(
            async (parsed, _) =>
            {
                await AccountsCommand.WithAsync<Accounts>(
                    parsed,
                    data,
                    accounts => change(accounts, parsed.GetValue(user)!)
                );
                Terminal.Line("done");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }
}
