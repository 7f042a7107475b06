using System.CommandLine;
using Xinglin.Reports.Documents;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary><c>xinglin user add|roles|reset</c>: accounts of people.</summary>
public static class UserVerb
{
    public static Command Build() =>
        new("user", "accounts: add, list, other roles, new password, who it is in the records, close, open again")
        {
            BuildAdd(),
            AccountStates.BuildList(),
            BuildRoles(),
            BuildReset(),
            PractitionerCommand.Build(),
            AccountStates.BuildClose(),
            AccountStates.BuildOpen(),
        };

    private static Command BuildAdd()
    {
        var name = new Argument<string>("NAME") { Description = "the name to sign in with" };
        var zh = new Option<string?>("--name-zh") { Description = "the name under a signature, in Chinese" };
        var en = new Option<string?>("--name-en") { Description = "the name under a signature, in English" };
        var role = RoleOption();
        role.Description += " (default clinician)";
        role.DefaultValueFactory = _ => [Roles.Clinician];
        var rank = RankOption();
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "add",
            "add an account and print its password once\n\nexample: xinglin user add lin --name-zh 林医生 --name-en \"Dr. Lin\""
        )
        {
            name,
            zh,
            en,
            role,
            rank,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var user = parsed.GetValue(name)!;
                var password = await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (Accounts accounts) =>
                        accounts.AddAsync(
                            user,
                            parsed.GetValue(zh) ?? user,
                            parsed.GetValue(en) ?? user,
                            parsed.GetValue(role)!,
                            parsed.GetValue(rank)
                        )
                );
                return Print(user, password, parsed.GetValue(json));
            }
        );
        return verb.WithTrail();
    }

    private static Command BuildRoles()
    {
        var name = new Argument<string>("NAME") { Description = "the account" };
        var role = RoleOption();
        role.Required = true;
        var rank = RankOption();
        var data = CommonOptions.Data();
        var verb = new Command(
            "roles",
            "give an account other roles and another rank, in place of those it had; its sessions and tokens end\n\nexample: xinglin user roles lin --role clinician --rank attending"
        )
        {
            name,
            role,
            rank,
            data,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var user = parsed.GetValue(name)!;
                await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (Accounts accounts) =>
                        accounts.ChangeRolesAsync(user, parsed.GetValue(role)!, parsed.GetValue(rank))
                );
                Terminal.Line($"User      {user}\nRoles     {string.Join(", ", parsed.GetValue(role)!.Distinct())}");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static Option<string[]> RoleOption() =>
        new("--role") { Description = $"{string.Join(", ", Roles.All)}; may be given several times" };

    private static Option<Rank?> RankOption() =>
        new("--rank")
        {
            Description = "of a clinician: intern, resident, attending or chief; the signing rules say who signs last",
        };

    private static Command BuildReset()
    {
        var name = new Argument<string>("NAME") { Description = "the account" };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "reset",
            "give an account a new password and print it once; its sessions and tokens end\n\nexample: xinglin user reset lin"
        )
        {
            name,
            data,
            json,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var user = parsed.GetValue(name)!;
                var password = await AccountsCommand.WithAsync(
                    parsed,
                    data,
                    (Accounts accounts) => accounts.ResetAsync(user)
                );
                return Print(user, password, parsed.GetValue(json));
            }
        );
        return verb.WithTrail();
    }

    private static int Print(string user, string password, bool json)
    {
        if (json)
            Terminal.Json(new { user, password });
        else
            Terminal.Line($"User      {user}\nPassword  {password}");
        return ExitCode.Done;
    }
}
