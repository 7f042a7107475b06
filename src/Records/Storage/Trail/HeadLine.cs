using System.Globalization;
using System.Text;
using Xinglin.Records.Audit;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// The state of both files in one signed line, to be kept elsewhere: what is cut off later is missed against it.
/// </summary>
public sealed record HeadLine(DateTimeOffset Time, TrailDigest Accesses, TrailDigest Changes, string KeyId, string Code)
{
    private const string Mark = "xinglin-head";

    /// <summary>Signs the state with the key that writes.</summary>
    internal static HeadLine Sign(AuditKeys keys, DateTimeOffset time, TrailDigest accesses, TrailDigest changes)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
        var bare = new HeadLine(second, accesses, changes, keys.Current, "");
        return bare with { Code = Convert.ToHexStringLower(keys.Code(bare.Message())) };
    }

    /// <summary>True when it was made under a key that is here; null when its key is not.</summary>
    internal bool? IsGenuine(AuditKeys keys) =>
        keys.Code(KeyId, Message()) is { } code ? Convert.ToHexStringLower(code) == Code : null;

    /// <summary><c>xinglin-head 2026-11-30T02:00:00Z accesses 12 9f86… changes 7 60a1… key 1f2e… code 8c1d…</c></summary>
    public override string ToString() => $"{Body()} code {Code}";

    /// <summary>Reads a line; null when it is none.</summary>
    public static HeadLine? Parse(string line)
    {
        var parts = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (
            parts
                is not [
                    Mark,
                    var time,
                    "accesses",
                    var a,
                    var ad,
                    "changes",
                    var c,
                    var cd,
                    "key",
                    var key,
                    "code",
                    var code,
                ]
            || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            || TrailDigest.Parse($"{a} {ad}") is not { } accesses
            || TrailDigest.Parse($"{c} {cd}") is not { } changes
        )
        {
            return null;
        }

        return new(at.ToUniversalTime(), accesses, changes, key, code);
    }

    private string Body() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark} {Time:yyyy-MM-ddTHH:mm:ssZ} accesses {Accesses} changes {Changes} key {KeyId}"
        );

    private byte[] Message() => Encoding.ASCII.GetBytes(Body());
}
