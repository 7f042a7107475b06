using System.Collections.Concurrent;

namespace Xinglin.Server.SignIn.Passkeys;

/// <summary>For what a challenge was made: it serves nothing else.</summary>
public enum PasskeyPurpose
{
    Add,
    SignIn,
    Signature,
}

/// <summary>Whose and what for; a challenge answers only to exactly the same.</summary>
/// <param name="UserId">Null at sign-in, where nobody is known yet.</param>
/// <param name="Session">The session in which it was asked for; null at sign-in.</param>
/// <param name="DraftId">Of a signature: the one document.</param>
/// <param name="Version">Of a signature: the version that the signer saw.</param>
public sealed record PasskeyUse(
    PasskeyPurpose Purpose,
    string? UserId = null,
    string? Session = null,
    string? DraftId = null,
    string? Version = null
);

/// <summary>Challenges that wait for an answer, in this process; each serves once and for two minutes. Thread-safe.</summary>
public sealed class PasskeyChallenges(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>So many of one purpose; strangers at sign-in take no place from those who sign.</summary>
    private const int Most = 5_000;

    private sealed record Waiting(PasskeyUse Use, string State, DateTimeOffset At);

    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);

    /// <summary>Keeps what a challenge is checked against; the name by which its answer comes.</summary>
    public string Begin(PasskeyUse use, string state)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, waiting) in _waiting)
        {
            if (now - waiting.At > Lifetime)
                _waiting.TryRemove(old, out _);
        }
        var same = _waiting.Where(one => one.Value.Use.Purpose == use.Purpose).ToList();
        if (same.Count >= Most)
        {
            foreach (var (oldest, _) in same.OrderBy(one => one.Value.At).Take(Most / 10))
                _waiting.TryRemove(oldest, out _);
        }
        var id = Passwords.NewToken();
        _waiting[id] = new(use, state, now);
        return id;
    }

    /// <summary>What the answer is checked against; null where there is no such challenge, or it was made for something else.</summary>
    public string? Take(string? id, PasskeyUse use) =>
        id is { Length: > 0 }
        && _waiting.TryRemove(id, out var waiting)
        && waiting.Use == use
        && clock.GetUtcNow() - waiting.At <= Lifetime
            ? waiting.State
            : null;
}
