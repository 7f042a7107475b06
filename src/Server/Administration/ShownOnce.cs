using System.Collections.Concurrent;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Administration;

/// <summary>
/// What a form's answer shows to who sent it, once: a secret that was made, or why nothing was and what had been typed. In memory,
/// for a few minutes. Thread-safe.
/// </summary>
public sealed class ShownOnce(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Secret> _kept = new(StringComparer.Ordinal);

    private sealed record Secret(string Maker, string Whose, BilingualText Text, DateTimeOffset Until)
    {
        public RefusedForm? Form { get; init; }
    }

    /// <summary>Keeps a text; the key by which its maker sees it.</summary>
    /// <param name="maker">Id of the account that made it, and alone sees it.</param>
    /// <param name="whose">What it is for, such as a user name.</param>
    public string Keep(string maker, string whose, BilingualText text) =>
        Keep(new Secret(maker, whose, text, clock.GetUtcNow() + Patience));

    /// <summary>Keeps a refused form; the key by which who sent it sees it again.</summary>
    /// <param name="maker">Id of the account that sent it, and alone sees it.</param>
    public string Keep(string maker, RefusedForm form) =>
        Keep(new Secret(maker, "", form.Words, clock.GetUtcNow() + Patience) { Form = form });

    /// <summary>The text, which is then gone; null when it is gone already, or somebody else's.</summary>
    public (string Whose, BilingualText Text)? Take(string? key, string maker) =>
        Taken(key, maker) is { } kept ? (kept.Whose, kept.Text) : null;

    /// <summary>The refused form, which is then gone; null when it is gone already, or somebody else's.</summary>
    public RefusedForm? TakeForm(string? key, string maker) => Taken(key, maker)?.Form;

    private string Keep(Secret secret)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, kept) in _kept)
        {
            if (kept.Until < now)
                _kept.TryRemove(old, out _);
        }
        var key = Passwords.HashOf(Passwords.NewToken());
        _kept[key] = secret;
        return key;
    }

    private Secret? Taken(string? key, string maker) =>
        key is not null
        && _kept.TryGetValue(key, out var kept)
        && kept.Maker == maker
        && _kept.TryRemove(key, out _)
        && kept.Until >= clock.GetUtcNow()
            ? kept
            : null;
}
