using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;

namespace Xinglin.Server.SignIn;

/// <summary>Making accounts and tokens: what the command line and the demonstration need.</summary>
public sealed class Accounts(
    AccountsDatabase database,
    UserManager<Account> users,
    RoleManager<IdentityRole> roles,
    AccessTrail trail,
    AccountsWitness witness,
    TimeProvider clock
)
{
    /// <summary>The claim with an account's rank; <see cref="SessionStore"/> and the signing rules read it.</summary>
    public const string RankClaim = "xinglin:rank";

    /// <summary>Adds an account with a new password, which is returned and not kept.</summary>
    /// <exception cref="AccountRejectedException">The name is taken or not allowed, or the role is unknown.</exception>
    public async Task<string> AddAsync(
        string userName,
        string nameZh,
        string nameEn,
        IEnumerable<string> roleNames,
        Rank? rank = null
    )
    {
        var given = Known(roleNames);
        var account = new Account
        {
            UserName = userName,
            NameZh = nameZh,
            NameEn = nameEn,
        };
        var password = Passwords.New();
        await ChangeAsync(async () =>
        {
            Check(await users.CreateAsync(account, password));
            await GiveAsync(account, given, rank);
            return account;
        });
        await RecordAsync(AuditActions.UserAdd, $"Account/{account.Id}", Told(userName, given, rank));
        return password;
    }

    /// <summary>Gives an account other roles and another rank, in place of those it had; its sessions and tokens end.</summary>
    /// <exception cref="AccountRejectedException">No such account, or the role is unknown.</exception>
    public async Task ChangeRolesAsync(string userName, IEnumerable<string> roleNames, Rank? rank)
    {
        var given = Known(roleNames);
        var account = await FindAsync(userName);
        await ChangeAsync(async () =>
        {
            await EndAsync(account);
            Check(await users.RemoveFromRolesAsync(account, await users.GetRolesAsync(account)));
            var ranks = (await users.GetClaimsAsync(account)).Where(claim => claim.Type == RankClaim);
            Check(await users.RemoveClaimsAsync(account, ranks));
            await GiveAsync(account, given, rank);
            return account;
        });
        await RecordAsync(AuditActions.RoleChange, $"Account/{account.Id}", Told(userName, given, rank));
    }

    /// <summary>
    /// Gives an account a new password, with which wrong ones count anew; its sessions, tokens and passkeys end. A closed one stays closed.
    /// </summary>
    /// <exception cref="AccountRejectedException">No such account.</exception>
    public async Task<string> ResetAsync(string userName)
    {
        var account = await FindAsync(userName);
        var password = Passwords.New();
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        Check(
            await ChangeAsync(async () =>
            {
                // Whoever knew the old one is out, in every browser and program.
                await EndAsync(account);
                await database.UserPasskeys.Where(passkey => passkey.UserId == account.Id).ExecuteDeleteAsync();
                return await users.UpdateAsync(account);
            })
        );
        await RecordAsync(AuditActions.PasswordReset, $"Account/{account.Id}", userName);
        return password;
    }

    /// <summary>Makes a token for a program; the secret is returned and not kept.</summary>
    /// <param name="scopes">What it may be used for; all that the account may do when null.</param>
    /// <exception cref="AccountRejectedException">No such account, or a scope is none.</exception>
    public async Task<string> AddTokenAsync(string userName, string purpose, TimeSpan lifetime, string? scopes = null)
    {
        if (scopes is not null && (SignIn.Scopes.Unknown(scopes) is not null || string.IsNullOrWhiteSpace(scopes)))
        {
            throw new AccountRejectedException(
                $"The scope '{SignIn.Scopes.Unknown(scopes)}' is none. Write system/TYPE.LETTERS with letters of cruds in this order, such as system/Observation.c or system/*.rs, or import."
            );
        }
        var account = await FindAsync(userName);
        var secret = Passwords.NewToken();
        var now = clock.GetUtcNow();
        var id = Guid.NewGuid().ToString("n");
        database.Tokens.Add(
            new ApiToken
            {
                Id = id,
                UserId = account.Id,
                Purpose = purpose,
                Scopes = scopes ?? SignIn.Scopes.Everything,
                Hash = Passwords.HashOf(secret),
                Created = now,
                Expires = now + lifetime,
            }
        );
        await ChangeAsync(() => database.SaveChangesAsync());
        await RecordAsync(
            AuditActions.TokenAdd,
            $"Token/{id}",
            $"{purpose}, for {userName}: {scopes ?? SignIn.Scopes.Everything}"
        );
        return secret;
    }

    /// <summary>Closes an account: its sessions and tokens end, and nobody gets in by it. What was signed stays.</summary>
    /// <exception cref="AccountRejectedException">No such account, or the last open one.</exception>
    public async Task CloseAsync(string userName)
    {
        var account = await FindAsync(userName);
        if (!account.IsClosed && !await users.Users.AnyAsync(one => one.Id != account.Id && one.LockoutEnd == null))
            throw new AccountRejectedException($"'{userName}' is the last open account: add another one first.");
        account.IsClosed = true;
        await ChangeAsync(async () =>
        {
            await EndAsync(account);
            Check(await users.UpdateAsync(account));
            return account;
        });
        await RecordAsync(AuditActions.UserClose, $"Account/{account.Id}", userName);
    }

    /// <summary>Opens a closed account again, with the password that it had.</summary>
    /// <exception cref="AccountRejectedException">No such account.</exception>
    public async Task OpenAsync(string userName)
    {
        var account = await FindAsync(userName);
        account.IsClosed = false;
        Check(await ChangeAsync(() => users.UpdateAsync(account)));
        await RecordAsync(AuditActions.UserOpen, $"Account/{account.Id}", userName);
    }

    /// <summary>A person's own new password; all their sessions but one end.</summary>
    /// <param name="session">The session that stays.</param>
    /// <returns>Why not, in words of the field; empty when it was changed.</returns>
    public async Task<IReadOnlyList<IdentityError>> ChangePasswordAsync(
        string userId,
        string old,
        string password,
        string? session
    )
    {
        var account =
            await users.FindByIdAsync(userId) ?? throw new AccountRejectedException("There is no such account.");
        var result = await ChangeAsync(async () =>
        {
            var changed = await users.ChangePasswordAsync(account, old, password);
            if (changed.Succeeded)
            {
                await database.Sessions.Where(one => one.UserId == userId && one.Id != session).ExecuteDeleteAsync();
            }
            return changed;
        });
        return [.. result.Errors];
    }

    /// <summary>All accounts with their roles, by name.</summary>
    public async Task<IReadOnlyList<KnownAccount>> AllAsync()
    {
        var owned = await (
            from given in database.UserRoles
            join role in database.Roles on given.RoleId equals role.Id
            select new { given.UserId, role.Name }
        ).ToListAsync();
        var roleNames = owned.ToLookup(one => one.UserId, one => one.Name!);
        return
        [
            .. (await users.Users.AsNoTracking().OrderBy(one => one.UserName).ToListAsync()).Select(
                one => new KnownAccount(
                    one.Id,
                    one.UserName!,
                    one.NameZh,
                    one.NameEn,
                    [.. roleNames[one.Id].Order(StringComparer.Ordinal)],
                    one.IsClosed
                )
            ),
        ];
    }

    private async Task GiveAsync(Account account, List<string> given, Rank? rank)
    {
        foreach (var role in given)
        {
            if (!await roles.RoleExistsAsync(role))
                Check(await roles.CreateAsync(new IdentityRole(role)));
            Check(await users.AddToRoleAsync(account, role));
        }
        if (rank is { } standing)
            Check(await users.AddClaimAsync(account, new Claim(RankClaim, standing.ToString())));
    }

    private async Task EndAsync(Account account)
    {
        await database.Sessions.Where(session => session.UserId == account.Id).ExecuteDeleteAsync();
        await database.Tokens.Where(token => token.UserId == account.Id).ExecuteDeleteAsync();
    }

    private static List<string> Known(IEnumerable<string> roleNames)
    {
        var given = roleNames.Distinct().ToList();
        return given.Find(role => !Roles.All.Contains(role)) is { } unknown
            ? throw new AccountRejectedException(
                $"The role '{unknown}' is unknown. Known: {string.Join(", ", Roles.All)}."
            )
            : given;
    }

    private static string Told(string userName, List<string> given, Rank? rank) =>
        $"{userName}: {string.Join(", ", given)}" + (rank is { } one ? $", {one.ToString().ToLowerInvariant()}" : "");

    public async Task<bool> ExistsAsync(string userName) => await users.FindByNameAsync(userName) is not null;

    internal Task<T> ChangeAsync<T>(Func<Task<T>> change) =>
        witness.ChangeAsync(() => AccountsDamage.TellAsync(AccountsState.FileName, change));

    // Accounts and tokens are made on the server's own command line: who is there, is the system's user.
    private Task RecordAsync(string action, string entity, string reason) =>
        trail.RecordAsync(new(AuditActor.Command(action), action, entity) { Reason = reason });

    internal async Task<Account> FindAsync(string userName) =>
        await AccountsDamage.TellAsync(
            AccountsState.FileName,
            async () =>
            {
                var account = await users.FindByNameAsync(userName);
                return account is null || witness.IsReadable(account.Id)
                    ? account
                    : throw new InvalidDataException("The account's name, lock, role or claim cannot be read.");
            }
        ) ?? throw new AccountRejectedException($"There is no account '{userName}': add it with 'xinglin user add'.");

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new AccountRejectedException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }
}

/// <summary>An account as a list shows it.</summary>
public sealed record KnownAccount(
    string Id,
    string UserName,
    string NameZh,
    string NameEn,
    IReadOnlyList<string> Roles,
    bool IsClosed
);

/// <summary>The account could not be made or changed; nothing was stored.</summary>
public sealed class AccountRejectedException(string message) : Exception(message);
