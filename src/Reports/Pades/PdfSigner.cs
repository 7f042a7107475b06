using System.Globalization;
using System.Text;
using Xinglin.Reports.Certificates;

namespace Xinglin.Reports.Pades;

/// <summary>What the signature says of itself in the PDF, under the signature.</summary>
/// <param name="Signer">Name of who signs.</param>
/// <param name="Reason">What the signer declares.</param>
/// <param name="ContentHash">SHA-256 of what was signed beside the PDF, 64 hexadecimal digits.</param>
internal sealed record PdfClaim(string Signer, string Reason, string ContentHash, DateTimeOffset At);

/// <summary>
/// PAdES (ETSI EN 319 142-1), baseline B-B, or B-T with a time stamp: the finished PDF stays as it is, an incremental update adds the
/// signature, which covers every byte but its own place.
/// </summary>
internal sealed class PdfSigner(ISignatureProvider provider, TimestampClient? timestamps)
{
    /// <summary>The key of the signature dictionary under which the content hash stands.</summary>
    public const string ContentHashKey = "XinglinContentSha256";

    /// <summary>Bytes kept free for the CMS: certificates of a chain and a time stamp fit in.</summary>
    private const int Room = 24 * 1024;
    private const string RangePlace = "[0 0000000000 0000000000 0000000000]";

    /// <exception cref="InvalidDataException">The PDF cannot be read.</exception>
    /// <exception cref="SignatureException">The key or the time stamp server does not answer.</exception>
    public async Task<byte[]> SignAsync(byte[] pdf, PdfClaim claim, CancellationToken ct)
    {
        var (bytes, contents) = Prepared(pdf, claim);
        var (from, until) = (contents, contents + 2 + 2 * Room);
        var range = string.Create(
            CultureInfo.InvariantCulture,
            $"[0 {from:D10} {until:D10} {bytes.Length - until:D10}]"
        );
        Encoding.ASCII.GetBytes(range, bytes.AsSpan(IndexOf(bytes, RangePlace, pdf.Length)));
        byte[] covered = [.. bytes.AsSpan(0, from), .. bytes.AsSpan(until)];
        var cms = await CadesSignature.OfAsync(covered, provider, timestamps, ct);
        if (cms.Length > Room)
        {
            throw new SignatureException(
                new(
                    "证书链过长，电子签名放不进 PDF。请只提供签名证书及其中间证书。",
                    "The chain of certificates is too long for the PDF: give the signing certificate and its intermediate ones only."
                )
            );
        }
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(cms), bytes.AsSpan(from + 1));
        return bytes;
    }

    /// <summary>The updated file with room for the signature, and the place of the bracket before that room.</summary>
    private static (byte[] Bytes, int Contents) Prepared(byte[] pdf, PdfClaim claim)
    {
        var file = PdfFile.Read(pdf);
        var (signature, field, page) = (file.Size, file.Size + 1, file.FirstPage());
        var update = new StringBuilder("\n");
        var places = new SortedDictionary<int, int>();
        void Add(int number, string body)
        {
            places[number] = pdf.Length + update.Length;
            update.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");
        }

        Add(
            signature,
            $"<</Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/ByteRange {RangePlace}\n/Contents <{new string('0', 2 * Room)}>\n/M {Date(claim.At)}\n/Name {Text(claim.Signer)}\n/Reason {Text(claim.Reason)}\n/{ContentHashKey} ({claim.ContentHash})>>"
        );
        Add(
            field,
            $"<</Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature{signature})\n/V {signature} 0 R\n/P {page} 0 R\n/F 132\n/Rect [0 0 0 0]>>"
        );
        AddToPage(file, page, field, Add);
        Add(file.Root, file.Object(file.Root).With(("AcroForm", $"<</Fields [{field} 0 R] /SigFlags 3>>")));
        var table = pdf.Length + update.Length;
        update.Append("xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, place) in places)
            update.Append(CultureInfo.InvariantCulture, $"{number} 1\n{place:D10} 00000 n \n");
        var trailer = file.Trailer.With(
            ("Size", (field + 1).ToString(CultureInfo.InvariantCulture)),
            ("Prev", file.LastTable.ToString(CultureInfo.InvariantCulture))
        );
        update.Append(CultureInfo.InvariantCulture, $"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n");
        byte[] bytes = [.. pdf, .. Encoding.Latin1.GetBytes(update.ToString())];
        return (bytes, IndexOf(bytes, "/Contents <", places[signature]) + "/Contents ".Length);
    }

    private static void AddToPage(PdfFile file, int page, int field, Action<int, string> add)
    {
        var dictionary = file.Object(page);
        if (dictionary.ReferenceOf("Annots") is { } array && dictionary.Of("Annots")![0] != '[')
        {
            add(array, $"{file.Body(array).TrimEnd(']')} {field} 0 R]");
            return;
        }
        var others = dictionary.Of("Annots")?.TrimEnd(']') ?? "[";
        add(page, dictionary.With(("Annots", $"{others} {field} 0 R]")));
    }

    private static int IndexOf(byte[] bytes, string what, int from) =>
        from + bytes.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(what));

    private static string Date(DateTimeOffset at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"(D:{at:yyyyMMddHHmmss}{(at.Offset < TimeSpan.Zero ? '-' : '+')}{at.Offset:hh}'{at.Offset:mm}')"
        );

    /// <summary>A text string in UTF-16, written in hexadecimal: no letter of it can end it.</summary>
    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}
