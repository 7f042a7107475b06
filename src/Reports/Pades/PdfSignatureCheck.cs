using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Xinglin.Reports.Pades;

/// <summary>What a PDF's last signature says, where it holds over the whole file.</summary>
/// <param name="ContentHash">Of what was signed beside the PDF; null where the signature names none.</param>
/// <param name="StampedAt">The time that a time stamp server vouches for; null without one.</param>
internal sealed record PdfProof(X509Certificate2 Certificate, string? ContentHash, DateTimeOffset? StampedAt);

/// <summary>Checks the signature of a PDF: over every byte but its own place, and made by the certificate that it carries.</summary>
internal static partial class PdfSignatureCheck
{
    /// <summary>Whether the PDF carries any signature, holding or not.</summary>
    public static bool IsSigned(byte[] pdf) => pdf.AsSpan().IndexOf("/ETSI.CAdES.detached"u8) >= 0;

    /// <returns>Null when there is no signature, or it does not hold over the whole file.</returns>
    public static PdfProof? Of(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        if (Ranges().Matches(text) is not { Count: > 0 } ranges)
            return null;
        var numbers = ranges[^1].Groups.Values.Skip(1).Select(group => Number(group.Value)).ToArray();
        var (start, length, next, rest) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        if (start != 0 || length < 0 || next <= length + 1 || rest < 0 || next + rest != pdf.Length)
            return null;
        // What is not covered is the signature itself, in its brackets, and nothing else.
        var hole = text[length..next];
        if (hole[0] != '<' || hole[^1] != '>' || !hole[1..^1].All(char.IsAsciiHexDigit) || hole.Length % 2 != 0)
            return null;
        byte[] covered = [.. pdf.AsSpan(0, length), .. pdf.AsSpan(next)];
        var cms = Trimmed(Convert.FromHexString(hole[1..^1]));
        return CadesSignature.Check(cms, covered, out var at) is { } certificate
            ? new PdfProof(certificate, Hash().Match(text) is { Success: true } hash ? hash.Groups[1].Value : null, at)
            : null;
    }

    /// <summary>The CMS without the zeroes that fill its place.</summary>
    private static byte[] Trimmed(byte[] padded)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(padded, AsnEncodingRules.BER, out _, out _, out var used);
            return padded[..used];
        }
        catch (AsnContentException)
        {
            return padded;
        }
    }

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    [GeneratedRegex(@"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Ranges();

    [GeneratedRegex(
        $@"/{PdfSigner.ContentHashKey} \(([0-9a-f]{{64}})\)",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Hash();
}
