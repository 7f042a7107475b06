using System.IO.Hashing;

namespace Xinglin.Records.Storage.Rows;

/// <summary>
/// The sum beside each stored text, XXH3 with 64 bits (https://github.com/Cyan4973/xxHash, BSD-2-Clause), with the version's number
/// as its seed: where it is right the text is what this program wrote, and its values need no second look; where it is wrong the version is damaged. It tells a bad sector and
/// an edit by hand, not a forger, who can compute it: the trail binds each version by a keyed hash.
/// </summary>
internal static class TextSum
{
    /// <summary>The sum of a text that is about to be written; null for a deletion.</summary>
    public static long? Of(byte[]? utf8, long version) => utf8 is null ? null : Of((ReadOnlySpan<byte>)utf8, version);

    public static long Of(ReadOnlySpan<byte> utf8, long version) =>
        unchecked((long)XxHash3.HashToUInt64(utf8, version));
}
