using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

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
    /// <summary>Who makes the changes; the system's user on the command line where null.</summary>
    public AuditActor? By { get; set; }

    /// <summary>The claim with an account's rank; <see cref="SessionStore"/> and the signing rules read it.</summary>
    public const string RankClaim = "xinglin:rank";

    /// <summary>Adds an account with a new password, which is returned and not kept.</summary>
    /// <param name="chosen">A password that its owner chose; one is made when null.</param>
    /// <exception cref="AccountRejectedException">The name is taken or not allowed, or the role is unknown.</exception>
    public async Task<string> AddAsync(
        string userName,
        string nameZh,
        string nameEn,
        IEnumerable<string> roleNames,
        Rank? rank = null,
        string? chosen = null
    )
    {
        var given = Known(roleNames);
        var account = new Account
        {
            UserName = userName,
            NameZh = nameZh,
            NameEn = nameEn,
        };
        var password = chosen ?? Passwords.New();
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
    /// <exception cref="AccountRejectedException">No such account, the role is unknown, or nobody else would be administrator.</exception>
    public async Task ChangeRolesAsync(string userName, IEnumerable<string> roleNames, Rank? rank)
    {
        var given = Known(roleNames);
        var account = await FindAsync(userName);
        await ChangeAsync(async () =>
        {
            if (!given.Contains(Roles.Administrator))
                await RequireAnotherAsync(account);
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
                new BilingualText(
                    $"没有范围“{SignIn.Scopes.Unknown(scopes)}”。请写 system/类型.字母（按 cruds 的顺序），如 system/Observation.c、system/*.rs，或 import。",
                    $"The scope '{SignIn.Scopes.Unknown(scopes)}' is none. Write system/TYPE.LETTERS with letters of cruds in this order, such as system/Observation.c or system/*.rs, or import."
                )
            )
            {
                Field = "scopes",
            };
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
        {
            throw new AccountRejectedException(
                new BilingualText(
                    $"“{userName}”是最后一个开放的账户，请先新建另一个。",
                    $"'{userName}' is the last open account: add another one first."
                )
            );
        }
        account.IsClosed = true;
        await ChangeAsync(async () =>
        {
            await RequireAnotherAsync(account);
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
        var ranks = await database.UserClaims.Where(claim => claim.ClaimType == RankClaim).ToListAsync();
        return
        [
            .. (await users.Users.AsNoTracking().OrderBy(one => one.UserName).ToListAsync()).Select(
                one => new KnownAccount(
                    one.Id,
                    one.UserName!,
                    one.NameZh,
                    one.NameEn,
                    [.. roleNames[one.Id].Order(StringComparer.Ordinal)],
                    one.IsClosed,
                    Enum.TryParse<Rank>(ranks.Find(claim => claim.UserId == one.Id)?.ClaimValue, out var rank)
                        ? rank
                        : null,
                    one.PractitionerId
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

    /// <summary>Where there is an administrator, there is one still when this account is none.</summary>
    private async Task RequireAnotherAsync(Account account)
    {
        if (!await users.IsInRoleAsync(account, Roles.Administrator))
            return;
        var others = await users.GetUsersInRoleAsync(Roles.Administrator);
        if (!others.Any(one => one.Id != account.Id && !one.IsClosed))
        {
            throw new AccountRejectedException(
                new BilingualText(
                    $"“{account.UserName}”是最后一位管理员，请先设另一位。",
                    $"'{account.UserName}' is the last administrator: make another one first."
                )
            );
        }
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

    /// <summary>Whether there is no account at all.</summary>
    public async Task<bool> IsEmptyAsync() => !await users.Users.AnyAsync();

    public async Task<bool> ExistsAsync(string userName) => await users.FindByNameAsync(userName) is not null;

    internal Task<T> ChangeAsync<T>(Func<Task<T>> change) =>
        witness.ChangeAsync(() => AccountsDamage.TellAsync(AccountsState.FileName, change));

    private Task RecordAsync(string action, string entity, string reason) =>
        trail.RecordAsync(new(By ?? AuditActor.Command(action), action, entity) { Reason = reason });

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
        )
        ?? throw new AccountRejectedException(
            new BilingualText(
                $"没有账户“{userName}”，请先新建。",
                $"There is no account '{userName}': add it with 'xinglin user add'."
            )
        );

    private static string Chinese(IdentityError error) =>
        error.Code switch
        {
            nameof(IdentityErrorDescriber.DuplicateUserName) => "该用户名已被使用。",
            nameof(IdentityErrorDescriber.InvalidUserName) => "用户名只能含字母、数字和 - . _ @ +。",
            nameof(IdentityErrorDescriber.ConcurrencyFailure) => "该账户刚被他人修改，请重试。",
            _ => $"未执行：{error.Description}",
        };

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new AccountRejectedException(
                new BilingualText(
                    string.Concat(result.Errors.Select(Chinese)),
                    string.Join(" ", result.Errors.Select(error => error.Description))
                )
            )
            {
                Field = result.Errors.Any(error => error.Code.EndsWith("UserName", StringComparison.Ordinal))
                    ? "user"
                    : null,
            };
        }
    }
}
