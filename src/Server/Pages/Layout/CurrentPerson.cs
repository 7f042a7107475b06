using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Review;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Layout;

/// <summary>The person in front of the page: name, initials and settings, read from the account.</summary>
public sealed class CurrentPerson(IServiceScopeFactory scopes, AccountsWitness witness)
{
    private const string ShowAiFirst = "xinglin:show-ai-first";
    private static readonly string[] Titles = ["dr", "dr.", "prof", "prof.", "mr", "mr.", "ms", "ms.", "mrs", "mrs."];

    /// <summary>The name in the language of the page; the user name where the account has none.</summary>
    public async Task<string> NameAsync(ClaimsPrincipal person)
    {
        var account = await WithUsersAsync(users => users.GetUserAsync(person));
        var name = Localizer.Language == Localizer.Chinese ? account?.NameZh : account?.NameEn;
        return string.IsNullOrWhiteSpace(name) ? person.Identity?.Name ?? "" : name;
    }

    /// <summary>Who is behind a change, with the initials that mark a sentence.</summary>
    /// <exception cref="ReviewRejectedException">The roles, as they are now, do not allow a change of drafts.</exception>
    public async Task<Reviewer> ReviewerAsync(ClaimsPrincipal person)
    {
        await RequireAsync(person, Permissions.EditDrafts);
        var signer = await SignerAsync(person);
        return new(signer.UserId, signer.Initials) { Name = signer.Name, Roles = signer.Roles };
    }

    /// <summary>Who signs, with the name that will stand on the document.</summary>
    public async Task<SignerIdentity> SignerAsync(ClaimsPrincipal person)
    {
        var account = await WithUsersAsync(users => users.GetUserAsync(person));
        var userName = account?.UserName ?? person.Identity?.Name ?? "";
        var roles = account is null ? [] : await RolesAsync(account);
        var claims = account is null ? [] : await WithUsersAsync(users => users.GetClaimsAsync(account)) ?? [];
        var rank = claims.FirstOrDefault(claim => claim.Type == Accounts.RankClaim)?.Value;
        return new(
            person.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            new(Named(account?.NameZh, userName), Named(account?.NameEn, userName)),
            InitialsOf(account?.NameEn, userName)
        )
        {
            Roles = roles,
            // What is no rank is taken for the lowest.
            Rank =
                rank is null ? null
                : Enum.TryParse<Rank>(rank, out var standing) ? standing
                : Rank.Intern,
        };

        static string Named(string? name, string otherwise) => string.IsNullOrWhiteSpace(name) ? otherwise : name;
    }

    /// <summary>
    /// Whether somebody may do a thing, by the roles as they are now: a live page may be older than a change of them.
    /// </summary>
    public async Task<bool> MayAsync(ClaimsPrincipal person, string permission) =>
        !Scopes.IsProgram(person)
        && await WithUsersAsync(users => users.GetUserAsync(person)) is { } account
        && (await RolesAsync(account)).Any(Permissions.Of(permission).Roles.Contains);

    /// <summary>Whether somebody has a passkey.</summary>
    public Task<bool> HasPasskeyAsync(ClaimsPrincipal person) =>
        WithUsersAsync(async users =>
            await users.GetUserAsync(person) is { } account && (await users.GetPasskeysAsync(account)).Count > 0
        );

    /// <exception cref="ReviewRejectedException">They may not; it says who may.</exception>
    public async Task RequireAsync(ClaimsPrincipal person, string permission)
    {
        if (!await MayAsync(person, permission))
            throw new ReviewRejectedException("role", RoleWords.Refusal(permission));
    }

    private async Task<IReadOnlyList<string>> RolesAsync(Account account) =>
        [.. await WithUsersAsync(users => users.GetRolesAsync(account)) ?? []];

    /// <summary>Whether a film's reading stays hidden until this person has written an impression; on by default.</summary>
    public async Task<bool> HidesAiAsync(ClaimsPrincipal person) =>
        !await WithUsersAsync(async users =>
            await users.GetUserAsync(person) is { } account
            && (await users.GetClaimsAsync(account)).Any(claim => claim.Type == ShowAiFirst)
        );

    public Task<bool> SetHidesAiAsync(ClaimsPrincipal person, bool hides) =>
        witness.ChangeAsync(() =>
            WithUsersAsync(async users =>
            {
                if (await users.GetUserAsync(person) is not { } account)
                    return false;
                var claims = (await users.GetClaimsAsync(account)).Where(claim => claim.Type == ShowAiFirst).ToList();
                if (hides)
                    await users.RemoveClaimsAsync(account, claims);
                else if (claims.Count == 0)
                    await users.AddClaimAsync(account, new Claim(ShowAiFirst, "yes"));
                return true;
            })
        );

    /// <summary>Two letters or more of a name: <c>Wei Zhang</c> → <c>WZ</c>, <c>Dr. Lin</c> → <c>Lin</c>.</summary>
    public static string InitialsOf(string? name, string userName)
    {
        var words = (name ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !Titles.Contains(word.ToLowerInvariant()))
            .ToList();
        return words.Count switch
        {
            0 => userName,
            1 => words[0],
            _ => string.Concat(words.Select(word => char.ToUpperInvariant(word[0]))),
        };
    }

    /// <summary>What is asked of the accounts; nothing where the account cannot be read any more: the page works without.</summary>
    private async Task<T?> WithUsersAsync<T>(Func<UserManager<Account>, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await act(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            return default;
        }
    }
}
