using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Xinglin.Server.SignIn;

/// <summary>The second authentication that a signature asks for: the same person types the password again.</summary>
public sealed class PasswordCheck(UserManager<Account> users)
{
    /// <summary>
    /// True when the password is that of the person who is signed in. Wrong passwords count towards the lock, and a
    /// program that came with a token is never let through.
    /// </summary>
    public async Task<Account?> VerifyAsync(ClaimsPrincipal person, string password)
    {
        if (person.HasClaim(claim => claim.Type == TokenAuthentication.ProgramClaim))
            return null;
        var account = await users.GetUserAsync(person);
        if (account is null || await users.IsLockedOutAsync(account))
            return null;
        if (await users.CheckPasswordAsync(account, password))
        {
            await users.ResetAccessFailedCountAsync(account);
            return account;
        }
        await users.AccessFailedAsync(account);
        return null;
    }
}
