using System.Globalization;
using System.Security.Cryptography;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// The state of a file's trail in two numbers: how many rows, and SHA-256 chained over their codes in the order of writing.
/// Rows that were changed, cut off, put in or exchanged give another digest at the same count.
/// </summary>
/// <param name="Count">Rows up to here, those of archived months included.</param>
/// <param name="Digest">64 hexadecimal digits.</param>
public sealed record TrailDigest(long Count, string Digest)
{
    public static TrailDigest None { get; } = new(0, new string('0', 64));

    /// <summary>With one more row.</summary>
    internal TrailDigest With(byte[] mac)
    {
        Span<byte> both = stackalloc byte[64];
        Convert.FromHexString(Digest, both, out _, out _);
        mac.AsSpan(0, Math.Min(32, mac.Length)).CopyTo(both[32..]);
        return new(Count + 1, Convert.ToHexStringLower(SHA256.HashData(both)));
    }

    /// <summary><c>12 9f86…</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} {Digest}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static TrailDigest? Parse(string text)
    {
        var parts = text.Split(' ');
        return
            parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && parts[1].Length == 64
            && parts[1].All(char.IsAsciiHexDigitLower)
            ? new(count, parts[1])
            : null;
    }
}

/// <summary>Follows a file's digest as it grows, reading only new rows. Not thread-safe.</summary>
internal sealed class DigestFollower(TrailDigest start)
{
    private long _number;

    public TrailDigest Now { get; private set; } = start;

    public TrailDigest Advance(Database database)
    {
        var select = database.Prepare("SELECT number, mac FROM trail WHERE number>$1 ORDER BY number").Bind(1, _number);
        while (select.Step())
        {
            _number = select.Long(0);
            Now = Now.With(select.Bytes(1));
        }
        return Now;
    }
}
