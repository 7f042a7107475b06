using Microsoft.AspNetCore.Identity;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>Says which Practitioner of the records a person with an account is.</summary>
public sealed class PractitionerLinks(Accounts accounts, UserManager<Account> users, AccessTrail trail)
{
    /// <summary>Characters that the id of a resource has at most.</summary>
    public const int LongestId = 64;

    /// <param name="practitioner">The id; null: of none.</param>
    /// <param name="by">Who says so.</param>
    /// <exception cref="AccountRejectedException">No such account, or what is given is no id.</exception>
    public async Task LinkAsync(string userName, string? practitioner, AuditActor by)
    {
        if (practitioner is not null && !IsId(practitioner))
        {
            throw new AccountRejectedException(
                new BilingualText(
                    "Practitioner 的编号只能含字母、数字、- 和 .，至多 64 个字符。",
                    "The id of a Practitioner has letters, digits, - and . only, 64 at most."
                )
            );
        }
        var account = await accounts.FindAsync(userName);
        account.PractitionerId = practitioner;
        await accounts.ChangeAsync(() => users.UpdateAsync(account));
        await trail.RecordAsync(
            new(by, AuditActions.UnitChange, $"Account/{account.Id}")
            {
                Reason = practitioner is null
                    ? $"{userName}: no Practitioner"
                    : $"{userName}: Practitioner/{practitioner}",
            }
        );
    }

    public static bool IsId(string id) =>
        id.Length is > 0 and <= LongestId
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.');
}
