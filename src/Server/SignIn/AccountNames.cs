using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.SignIn;

/// <summary>
/// Whom the ids in the trail mean: a person is asked for by user name or by the name on the pages, a program by what its token
/// is for; a change knows the id alone.
/// </summary>
public sealed class AccountNames(AccountsDatabase accounts)
{
    /// <summary>Most ids that one name may mean: SQLite takes some thousands of values in a question.</summary>
    private const int MostIds = 500;

    /// <summary>All accounts and tokens by id, with the name that their accesses carry.</summary>
    public async Task<KnownActors> AllAsync()
    {
        // The names alone: a damaged time or hash next to them hides nobody.
        var people = await accounts
            .Users.Select(account => new
            {
                account.Id,
                account.UserName,
                account.NameZh,
                account.NameEn,
            })
            .ToListAsync();
        var tokens = await accounts.Tokens.Select(token => new { token.Id, token.Purpose }).ToListAsync();
        return new([
            .. people.Select(account => new KnownActor(
                account.Id,
                account.UserName ?? "",
                [account.NameZh, account.NameEn]
            )),
            .. tokens.Select(token => new KnownActor(token.Id, token.Purpose, [])),
        ]);
    }

    /// <summary>The query with the ids of whom it names, without regard to case.</summary>
    public AuditQuery Resolved(AuditQuery query, KnownActors known) =>
        query.Person is { } person ? query with { PersonIds = [.. known.Meant(person).Take(MostIds)] } : query;
}

/// <param name="Name">User name, or what the token is for.</param>
/// <param name="Shown">The names that the pages show.</param>
public sealed record KnownActor(string Id, string Name, IReadOnlyList<string> Shown);

/// <summary>Who can stand in the trail.</summary>
public sealed class KnownActors(IReadOnlyList<KnownActor> all)
{
    /// <summary>Names by id.</summary>
    public IReadOnlyDictionary<string, string> Names { get; } =
        all.DistinctBy(actor => actor.Id).ToDictionary(actor => actor.Id, actor => actor.Name);

    /// <summary>The name that the pages show in a language; null where the account has none.</summary>
    public string? ShownOf(string id, string language) =>
        all.FirstOrDefault(actor => actor.Id == id) is { Shown: [var zh, var en] }
        && (language.StartsWith("zh", StringComparison.Ordinal) ? zh : en) is { } shown
        && !string.IsNullOrWhiteSpace(shown)
            ? shown
            : null;

    /// <summary>Those whose name it is; where it is nobody's whole name, those whose shown name holds it.</summary>
    public IEnumerable<string> Meant(string name)
    {
        var exact = all.Where(actor => actor.Shown.Prepend(actor.Name).Any(known => Same(known, name))).ToList();
        return (
            exact.Count > 0 || name.Length < 2
                ? exact
                : all.Where(actor => actor.Shown.Any(known => Holds(known, name)))
        ).Select(actor => actor.Id);
    }

    private static bool Same(string known, string name) => known.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string known, string name) => known.Contains(name, StringComparison.OrdinalIgnoreCase);
}
