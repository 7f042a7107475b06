using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Faults;

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
    TimeProvider clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Scheme_ = "token";
    public const string ProgramClaim = Callers.ProgramClaim;
    private const string Prefix = "Bearer ";

    /// <summary>Token, account and roles in one question, translated once: each request of a program asks it.</summary>
    private static readonly Func<AccountsDatabase, string, Task<KnownToken?>> Find = EF.CompileAsyncQuery(
        (AccountsDatabase database, string hash) =>
            (
                from token in database.Tokens.AsNoTracking()
                where token.Hash == hash
                join user in database.Users on token.UserId equals user.Id into users
                from user in users.DefaultIfEmpty()
                select new KnownToken(
                    token.Id,
                    token.Purpose,
                    token.Scopes,
                    token.Expires,
                    user!.Id,
                    user.UserName,
                    user!.LockoutEnd,
                    (
                        from owned in database.UserRoles
                        where owned.UserId == token.UserId
                        join role in database.Roles on owned.RoleId equals role.Id
                        select role.Name!
                    ).ToList()
                )
            ).SingleOrDefault()
    );

    /// <param name="UserId">Null when the account is gone.</param>
    private sealed record KnownToken(
        string Id,
        string Purpose,
        string Scopes,
        DateTimeOffset Expires,
        string? UserId,
        string? UserName,
        DateTimeOffset? Closed,
        List<string> Roles
    );

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var hash = Passwords.HashOf(header[Prefix.Length..].Trim());
        KnownToken? token;
        try
        {
            token = await Find(accounts, hash);
            if (token is { UserId: not null } && (token.UserName is null || token.Roles.Contains(null!)))
                throw new InvalidDataException("The account or a role of it has no name.");
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            FaultLog.Write(Logger, fault, "accounts.db is damaged: token");
            return Refused(
                "damaged token or account",
                "The token or its account is damaged in accounts.db: restore that file from a backup, or make another token with 'xinglin token'."
            );
        }
        if (token is null)
            return Refused("unknown token", "The token is unknown.");
        AccessNote.Of(Context).Actor = AuditActor.Program(token.Id, token.Purpose);
        var now = clock.GetUtcNow();
        if (token.Expires <= now)
            return Refused("expired token", "The token has expired: make another with 'xinglin token'.");
        if (token.UserId is null || token.Closed == DateTimeOffset.MaxValue)
            return Refused("closed account", "The token's account is closed.");
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, token.UserId),
                new Claim(ClaimTypes.Name, token.UserName!),
                new Claim(ProgramClaim, token.Id),
                new Claim(Callers.PurposeClaim, token.Purpose),
                Scopes.ToClaim(token.Scopes),
                .. token.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
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
