using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api;

namespace Xinglin.Server.SignIn;

/// <summary>
/// <c>Authorization: Bearer xl_…</c> for programs. A program signed in this way carries the claim
/// <see cref="ProgramClaim"/> and can never sign a document.
/// </summary>
public sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccountsDatabase accounts,
    UserManager<Account> users,
    TimeProvider clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Scheme_ = "token";
    public const string ProgramClaim = Callers.ProgramClaim;
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var hash = Passwords.HashOf(header[Prefix.Length..].Trim());
        var token = await accounts.Tokens.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Hash == hash);
        if (token is null)
            return Refused("unknown token", "The token is unknown.");
        AccessNote.Of(Context).Actor = AuditActor.Program(token.Id, token.Purpose);
        if (token.Expires <= clock.GetUtcNow())
            return Refused("expired token", "The token has expired: make another with 'xinglin token'.");
        var account = await users.FindByIdAsync(token.UserId);
        if (account is null || await users.IsLockedOutAsync(account))
            return Refused("closed account", "The token's account is closed.");
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, account.Id),
                new Claim(ClaimTypes.Name, account.UserName!),
                new Claim(ProgramClaim, token.Id),
                new Claim(Callers.PurposeClaim, token.Purpose),
                .. (await users.GetRolesAsync(account)).Select(role => new Claim(ClaimTypes.Role, role)),
            ],
            Scheme.Name
        );
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private AuthenticateResult Refused(string reason, string words)
    {
        AccessNote.Of(Context).Reason = reason;
        return AuthenticateResult.Fail(words);
    }
}
