using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;
using Xinglin.Reports.Documents;

namespace Xinglin.Reports.Signing;

/// <summary>What a signature keeps (<c>Provenance.signature.data</c>).</summary>
/// <param name="ContentHash">SHA-256 of the content, as printed on the PDF; null in what is none of this program's.</param>
/// <param name="Content">What was signed; null in signatures from before it was kept.</param>
/// <param name="ContentBytes">The content as it was hashed.</param>
internal sealed record SignatureData(string? ContentHash, string? PdfHash, SignedContent? Content, byte[]? ContentBytes)
{
    /// <summary>The JSON that is stored; the content stands in it byte for byte as it was hashed.</summary>
    public static byte[] Write(SignedContent content, byte[] pdf) =>
        [
            .. Encoding.UTF8.GetBytes(
                $$"""{"contentSha256":"{{content.Hash}}","pdfSha256":"{{Digest.Of(pdf)}}","secondAuthentication":"password","content":"""
            ),
            .. content.Bytes(),
            (byte)'}',
        ];

    /// <returns>Null when the signature's data cannot be read.</returns>
    public static SignatureData? Read(Signature signature)
    {
        if (ReadableValues.BytesOf(signature.DataElement) is not { Length: > 0 } data)
            return null;
        try
        {
            using var document = JsonDocument.Parse(data);
            string? Text(string name) =>
                document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            var raw = document.RootElement.TryGetProperty("content", out var content)
                ? Encoding.UTF8.GetBytes(content.GetRawText())
                : null;
            return new(
                Text("contentSha256"),
                Text("pdfSha256"),
                raw is null ? null : DraftJson.Of<SignedContent>(raw),
                raw
            );
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
