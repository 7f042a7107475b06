using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Xinglin.Server.SignIn;

/// <summary>
/// The sessions of all people, in <c>accounts.db</c>: a cookie names one, and is nothing without it. Who a person is and may
/// do is read anew for each request, so that a sign-out, a reset password, a closed account or another role holds at once, in
/// every process and every tab. Thread-safe.
/// </summary>
/// <remarks>
/// What it writes belongs to a change of the accounts (<see cref="Xinglin.Records.Storage.Trail.AccountsWitness"/>) that its
/// caller has begun.
/// </remarks>
public sealed class SessionStore(IServiceScopeFactory scopes, SessionLimits limits, TimeProvider clock)
{
    /// <summary>Id of the session that a person is signed in by.</summary>
    public const string SessionClaim = "xinglin:session";

    /// <summary>When each session was last used; after a start of the server: when it was first seen.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    private static readonly Func<AccountsDatabase, string, Task<KnownSession?>> Find = EF.CompileAsyncQuery(
        (AccountsDatabase database, string id) =>
            (
                from session in database.Sessions.AsNoTracking()
                where session.Id == id
                join user in database.Users on session.UserId equals user.Id
                select new KnownSession(
                    session.Created,
                    session.Expires,
                    user.Id,
                    user.UserName!,
                    user.LockoutEnd,
                    (
                        from owned in database.UserRoles
                        where owned.UserId == user.Id
                        join role in database.Roles on owned.RoleId equals role.Id
                        select role.Name!
                    ).ToList()
                )
            ).SingleOrDefault()
    );

    private sealed record KnownSession(
        DateTimeOffset Created,
        DateTimeOffset Expires,
        string UserId,
        string UserName,
        DateTimeOffset? Closed,
        List<string> Roles
    );

    /// <summary>A session has ended here; its id.</summary>
    public event Action<string>? Ended;

    /// <summary>Id of the session that somebody is signed in by; null for a program.</summary>
    public static string? IdOf(ClaimsPrincipal person) => person.FindFirstValue(SessionClaim);

    /// <summary>Begins a session; its id.</summary>
    /// <param name="address">Where the person signs in from.</param>
    /// <param name="browser">What the browser says of itself.</param>
    public async Task<string> BeginAsync(string userId, string address, string browser)
    {
        var id = Passwords.HashOf(Passwords.NewToken());
        var now = clock.GetUtcNow();
        foreach (var (old, at) in _used)
        {
            if (now - at > limits.Whole)
                _used.TryRemove(old, out _);
        }
        await WithAsync(async accounts =>
        {
            await accounts.Sessions.Where(session => session.Expires < now).ExecuteDeleteAsync();
            accounts.Sessions.Add(
                new Session
                {
                    Id = id,
                    UserId = userId,
                    Created = now,
                    Expires = now + limits.Whole,
                    Address = address,
                    Browser = browser.Length > Session.MostBrowser ? browser[..Session.MostBrowser] : browser,
                }
            );
            return await accounts.SaveChangesAsync();
        });
        return id;
    }

    /// <summary>Who is signed in by a session; null when it has ended, or was idle for too long. It counts as used now.</summary>
    public async Task<ClaimsPrincipal?> PersonOfAsync(string id)
    {
        if (await KnownAsync(id) is not { } known)
            return null;
        _used[id] = clock.GetUtcNow();
        return new ClaimsPrincipal(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, known.UserId),
                    new Claim(ClaimTypes.Name, known.UserName),
                    new Claim(SessionClaim, id),
                    .. known.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
                ],
                IdentityConstants.ApplicationScheme
            )
        );
    }

    /// <summary>Whether a session may still be used; it counts as used now when it may.</summary>
    public async Task<bool> IsOpenAsync(string id, bool used)
    {
        if (await KnownAsync(id) is null)
            return false;
        if (used)
            _used[id] = clock.GetUtcNow();
        return true;
    }

    /// <summary>The open sessions of a person, the latest first.</summary>
    public Task<List<Session>> OfAsync(string userId)
    {
        var now = clock.GetUtcNow();
        return WithAsync(accounts =>
            accounts
                .Sessions.AsNoTracking()
                .Where(session => session.UserId == userId && session.Expires > now)
                .OrderByDescending(session => session.Created)
                .ToListAsync()
        );
    }

    /// <summary>When a session was last used, as far as this process knows; null when it was not used in it.</summary>
    public DateTimeOffset? UsedAt(string id) => _used.TryGetValue(id, out var at) ? at : null;

    /// <summary>Ends all sessions of a person but one.</summary>
    public async Task<int> EndOthersAsync(string userId, string? but)
    {
        var others = (await OfAsync(userId)).Where(session => session.Id != but).ToList();
        foreach (var session in others)
            await EndAsync(session.Id);
        return others.Count;
    }

    /// <summary>Ends a session: its cookie opens nothing any more, and its live pages close.</summary>
    public async Task EndAsync(string id)
    {
        await WithAsync(accounts => accounts.Sessions.Where(session => session.Id == id).ExecuteDeleteAsync());
        _used.TryRemove(id, out _);
        Ended?.Invoke(id);
    }

    private async Task<KnownSession?> KnownAsync(string id)
    {
        var now = clock.GetUtcNow();
        if (now - _used.GetOrAdd(id, now) > limits.Idle)
            return null;
        if (
            await WithAsync(accounts => Find(accounts, id)) is { } known
            && known.Expires > now
            && known.Closed != DateTimeOffset.MaxValue
        )
        {
            return known;
        }
        // Nobody fills the memory with keys that open nothing.
        _used.TryRemove(id, out _);
        return null;
    }

    private async Task<T> WithAsync<T>(Func<AccountsDatabase, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<AccountsDatabase>());
    }
}
