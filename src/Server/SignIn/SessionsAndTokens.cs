using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.SignIn;

/// <summary>By what people and programs are in now: open sessions and tokens, listed and ended.</summary>
public sealed class SessionsAndTokens(
    Accounts accounts,
    AccountsDatabase database,
    AccessTrail trail,
    TimeProvider clock
)
{
    /// <summary>Tokens that are known, without their secrets, the latest first; those of one account where it is named.</summary>
    public async Task<IReadOnlyList<(ApiToken Token, string UserName)>> TokensAsync(string? userId = null)
    {
        var tokens = await (
            from token in database.Tokens.AsNoTracking()
            where userId == null || token.UserId == userId
            join user in database.Users on token.UserId equals user.Id
            select new { token, user.UserName }
        ).ToListAsync();
        return [.. tokens.OrderByDescending(one => one.token.Created).Select(one => (one.token, one.UserName!))];
    }

    /// <summary>Ends a token at once.</summary>
    /// <param name="userId">Whose it must be; null for anybody's.</param>
    /// <exception cref="AccountRejectedException">No such token.</exception>
    public async Task RevokeTokenAsync(string id, AuditActor by, string? userId = null)
    {
        var ended = await accounts.ChangeAsync(() =>
            database.Tokens.Where(one => one.Id == id && (userId == null || one.UserId == userId)).ExecuteDeleteAsync()
        );
        if (ended == 0)
            throw new AccountRejectedException($"There is no token '{id}': 'xinglin token list' names all.");
        await trail.RecordAsync(new(by, AuditActions.TokenRevoke, $"Token/{id}"));
    }

    /// <summary>Ends all sessions of an account, in every browser.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="AccountRejectedException">No such account.</exception>
    public async Task<int> EndSessionsAsync(string userName)
    {
        var account = await accounts.FindAsync(userName);
        var ended = await accounts.ChangeAsync(() =>
            database.Sessions.Where(session => session.UserId == account.Id).ExecuteDeleteAsync()
        );
        await trail.RecordAsync(
            new(
                accounts.By ?? AuditActor.Command(AuditActions.SessionEnd),
                AuditActions.SessionEnd,
                $"Account/{account.Id}"
            )
        );
        return ended;
    }

    /// <summary>Open sessions with whose they are, the latest first; those of one account where it is named.</summary>
    /// <exception cref="AccountRejectedException">No such account.</exception>
    public async Task<IReadOnlyList<(Session Session, string UserName)>> SessionsAsync(string? userName)
    {
        var id = userName is null ? null : (await accounts.FindAsync(userName)).Id;
        var now = clock.GetUtcNow();
        var sessions = await (
            from session in database.Sessions.AsNoTracking()
            where session.Expires > now && (id == null || session.UserId == id)
            join user in database.Users on session.UserId equals user.Id
            orderby session.Created descending
            select new { session, user.UserName }
        ).ToListAsync();
        return [.. sessions.Select(one => (one.session, one.UserName!))];
    }
}
