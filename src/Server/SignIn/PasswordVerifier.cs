using Microsoft.AspNetCore.Identity;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Signing;
using Xinglin.Server.Faults;

namespace Xinglin.Server.SignIn;

/// <summary>The second authentication that a signature asks for: the same person types the password again.</summary>
public sealed class PasswordVerifier(
    IServiceScopeFactory scopes,
    AccessTrail trail,
    AccountsWitness witness,
    WrongPasswords wrong,
    IHttpContextAccessor request,
    ILogger<PasswordVerifier> log
)
{
    /// <summary>
    /// Whether the password is that person's. Wrong passwords count towards the lock; the one that locks is told as such, as at
    /// sign-in, and recorded as wrong.
    /// </summary>
    /// <exception cref="AccessNotRecordedException">The answer could not be recorded, so there is none.</exception>
    public async Task<PasswordAnswer> VerifyAsync(string userId, string password, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var (userName, result, isLocked) = await TryAsync(userId, password);
        await trail.RecordAsync(
            new(AuditActor.Person(userId, userName), AuditActions.SecondAuthentication, $"Account/{userId}")
            {
                Reason = "signature",
                Result = result,
            }
        );
        return result == "ok" ? PasswordAnswer.Right
            : isLocked ? PasswordAnswer.Locked
            : result == AccountsDamage.Result ? PasswordAnswer.Damaged
            : PasswordAnswer.Wrong;
    }

    private async Task<(string? UserName, string Result, bool IsLocked)> TryAsync(string userId, string password)
    {
        string? name = null;
        try
        {
            return await witness.ChangeAsync(() => CheckAsync(userId, password, found => name = found));
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            FaultLog.Write(log, fault, "accounts.db is damaged: second authentication");
            return (name, AccountsDamage.Result, false);
        }
    }

    private async Task<(string? UserName, string Result, bool IsLocked)> CheckAsync(
        string userId,
        string password,
        Action<string?> named
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByIdAsync(userId);
        if (account is null)
            return (null, "unknown", false);
        named(account.UserName);
        if (!witness.IsReadable(userId))
            throw new InvalidDataException("An account's name, lock, role or claim cannot be read.");
        // At the session itself, not at the address: what is typed elsewhere keeps nobody from signing.
        var session = request.HttpContext is { } context ? SessionStore.IdOf(context.User) : null;
        var (name, place) = (WrongPasswords.NameOf(account, null), $"session {session}");
        if (account.IsClosed || wrong.IsLocked(name, place))
            return (account.UserName, "locked", true);
        if (await users.CheckPasswordAsync(account, password))
        {
            wrong.Forget(name, place);
            return (account.UserName, "ok", false);
        }
        return (account.UserName, "wrong", wrong.Note(name, place));
    }
}
