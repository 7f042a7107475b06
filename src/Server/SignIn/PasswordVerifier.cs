using Microsoft.AspNetCore.Identity;

namespace Xinglin.Server.SignIn;

/// <summary>The second authentication that a signature asks for: the same person types the password again.</summary>
public sealed class PasswordVerifier(IServiceScopeFactory scopes)
{
    /// <summary>True when the password is that person's. Wrong passwords count towards the lock.</summary>
    public async Task<bool> VerifyAsync(string userId, string password, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByIdAsync(userId);
        if (account is null || await users.IsLockedOutAsync(account))
            return false;
        if (await users.CheckPasswordAsync(account, password))
        {
            await users.ResetAccessFailedCountAsync(account);
            return true;
        }
        await users.AccessFailedAsync(account);
        return false;
    }
}
