using System.Collections.Concurrent;

namespace Xinglin.Server.SignIn;

/// <summary>
/// Wrong passwords, counted for a name at the place where they were typed, so that nobody locks somebody else out by typing their
/// name: five in five minutes lock that name at that place for five minutes, as of a name that nobody has. Fifty in an hour from
/// all places lock it for the rest of the hour at every place where it was never right. Kept by this process; a start of the server
/// forgets. Thread-safe.
/// </summary>
public sealed class WrongPasswords(TimeProvider clock)
{
    /// <summary>Wrong passwords of a name at one place, and of a name in all.</summary>
    public const int Most = 5,
        MostInAll = 50;

    private const int MostKept = 100_000;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LockInAll = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Name, string Place), Tally> _tallies = new();
    private readonly ConcurrentDictionary<(string Name, string Place), DateTimeOffset> _right = new();

    private readonly record struct Tally(int Count, DateTimeOffset Last);

    /// <summary>
    /// How an account is counted: with a new password it begins anew. A name that nobody has is counted as it was typed.
    /// </summary>
    public static string NameOf(Account? account, string? typed) =>
        account is null
            ? $"typed {typed?.Trim().ToUpperInvariant()}"
            : $"{account.Id} {Passwords.HashOf(account.PasswordHash ?? "")}";

    /// <summary>Whether a name may not try at a place now, whatever is typed.</summary>
    /// <param name="name">Who it is said to be; the account's id, or what was typed where there is none.</param>
    /// <param name="place">An address, or a session.</param>
    public bool IsLocked(string name, string place) =>
        CountOf((name, place), Lock) >= Most
        || (CountOf((name, ""), LockInAll) >= MostInAll && !_right.ContainsKey((name, place)));

    /// <summary>A wrong one was typed.</summary>
    /// <returns>Whether the name is locked there from now on.</returns>
    public bool Note(string name, string place)
    {
        Add((name, place), Lock);
        Add((name, ""), LockInAll);
        return IsLocked(name, place);
    }

    /// <summary>The right one was typed: what was wrong before at that place is forgotten.</summary>
    public void Forget(string name, string place)
    {
        _tallies.TryRemove((name, place), out _);
        Trim(_right, at => at);
        _right[(name, place)] = clock.GetUtcNow();
    }

    private int CountOf((string, string) key, TimeSpan within) =>
        _tallies.TryGetValue(key, out var tally) && clock.GetUtcNow() - tally.Last < within ? tally.Count : 0;

    private void Add((string, string) key, TimeSpan within)
    {
        Trim(_tallies, tally => tally.Last);
        var now = clock.GetUtcNow();
        _tallies.AddOrUpdate(
            key,
            _ => new Tally(1, now),
            (_, old) => new Tally(now - old.Last < within ? old.Count + 1 : 1, now)
        );
    }

    // Nobody fills the memory with names.
    private static void Trim<T>(ConcurrentDictionary<(string, string), T> all, Func<T, DateTimeOffset> at)
    {
        if (all.Count < MostKept)
            return;
        foreach (var (key, _) in all.OrderBy(one => at(one.Value)).Take(MostKept / 10).ToList())
            all.TryRemove(key, out _);
    }
}
