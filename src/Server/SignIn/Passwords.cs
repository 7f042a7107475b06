using System.Security.Cryptography;

namespace Xinglin.Server.SignIn;

/// <summary>Secrets made by the program.</summary>
public static class Passwords
{
    // No letter or digit that is mistaken for another when read aloud or from paper.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>
    /// Twelve random signs in three groups, at least one a letter and one a digit, about 59 bits:
    /// <c>kq7m-x2nd-9fhw</c>. Drawn again where one of the two is missing (1 in 36), so every password
    /// that the rules of sign-in allow is as likely as another.
    /// </summary>
    public static string New()
    {
        string signs;
        do signs = RandomNumberGenerator.GetString(Alphabet, 12);
        while (!signs.Any(char.IsAsciiDigit) || !signs.Any(char.IsAsciiLetter));
        return $"{signs[..4]}-{signs[4..8]}-{signs[8..]}";
    }

    /// <summary>A token secret of 256 random bits.</summary>
    public static string NewToken() => "xl_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a token.</summary>
    public static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
