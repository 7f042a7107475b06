using System.Security.Cryptography;
using System.Text;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Administration;

/// <summary>
/// The way into a server that has no account: a link that is printed where it was started. In memory only, for one use, for a day,
/// and for as long as there is no account. Thread-safe.
/// </summary>
public sealed class FirstRun(TimeProvider clock)
{
    public const string Page = "/first-run";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private byte[]? _hash;
    private DateTimeOffset _until;

    /// <summary>Makes the link's secret; the path with it.</summary>
    public string Begin()
    {
        var secret = Passwords.NewToken();
        (_hash, _until) = (HashOf(secret), clock.GetUtcNow() + Lifetime);
        return $"{Page}?key={secret}";
    }

    /// <summary>For whom a refused form is kept: who has the link, since there is no account yet.</summary>
    public static string HolderOf(string? secret) => "first-run:" + Convert.ToHexString(HashOf(secret ?? ""));

    /// <summary>Whether a secret opens the page now.</summary>
    public async Task<bool> IsOpenAsync(string? secret, Accounts accounts) =>
        Holds(secret) && await accounts.IsEmptyAsync();

    /// <summary>Uses the secret up and makes the first administrator.</summary>
    /// <returns>False: the link opens nothing (any more).</returns>
    /// <exception cref="AccountRejectedException">The name or password is not allowed; the link stays.</exception>
    public async Task<bool> MakeAsync(string? secret, Accounts accounts, Func<Task> make)
    {
        await _gate.WaitAsync();
        try
        {
            if (!await IsOpenAsync(secret, accounts))
                return false;
            await make();
            _hash = null;
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool Holds(string? secret) =>
        secret is not null
        && _hash is { } hash
        && clock.GetUtcNow() < _until
        && CryptographicOperations.FixedTimeEquals(hash, HashOf(secret));

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
