using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Xinglin.Dicom.DataSets;

/// <summary>Unique identifiers (PS3.5 section 9 and annex B.2).</summary>
public static class Uid
{
    /// <summary>Names this program as the writer of a file (0002,0012).</summary>
    public const string Implementation = "2.25.247905176529116034180214073217036401721";

    /// <summary>Names this program's version as the writer of a file (0002,0013), at most 16 characters.</summary>
    public const string ImplementationVersion = "XINGLIN_0_1";

    /// <summary>
    /// The same UID for the same seed, in the 2.25 arc: a version 8 UUID (RFC 9562) made of the SHA-256 of the seed.
    /// </summary>
    public static string FromSeed(string seed)
    {
        var uuid = SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16);
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return "2.25."
            + new BigInteger(uuid, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>True for 1 to 64 characters of numbers without leading zeros between dots.</summary>
    public static bool IsValid(string uid) =>
        uid.Length is > 0 and <= 64
        && uid.Split('.').All(c => c.Length > 0 && c.All(char.IsAsciiDigit) && (c == "0" || c[0] != '0'));
}
