using System.Security.Cryptography;
using System.Text;

namespace Xinglin.Reports.Documents;

/// <summary>SHA-256 digests, in lower-case hexadecimal.</summary>
public static class Digest
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The first 16 digits: enough to tell versions of one document apart.</summary>
    public static string Short(ReadOnlySpan<byte> bytes) => Of(bytes)[..16];

    public static string Short(string text) => Short(Encoding.UTF8.GetBytes(text));
}
