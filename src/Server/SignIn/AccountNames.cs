using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Audit;

namespace Xinglin.Server.SignIn;

/// <summary>Which account an entry of the trail means: a person is asked for by user name, a change knows the account's id.</summary>
public sealed class AccountNames(AccountsDatabase accounts)
{
    /// <summary>User names by account id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AllAsync() =>
        await accounts.Users.AsNoTracking().ToDictionaryAsync(account => account.Id, account => account.UserName ?? "");

    /// <summary>The query with the account's id where it names a user, without regard to case.</summary>
    public AuditQuery Resolved(AuditQuery query, IReadOnlyDictionary<string, string> names) =>
        query.Person is { } person
        && names.FirstOrDefault(pair => pair.Value.Equals(person, StringComparison.OrdinalIgnoreCase))
            is { Key: { } id }
            ? query with
            {
                Person = id,
            }
            : query;
}
