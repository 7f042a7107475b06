using System.Text.Json;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>Reads the content hash out of a signature's data.</summary>
public static class SignatureHash
{
    /// <summary>64 hexadecimal digits, or null when the signature is not one of this product's.</summary>
    public static string? Of(Signature signature)
    {
        if (ReadableValues.BytesOf(signature.DataElement) is not { Length: > 0 } data)
            return null;
        try
        {
            using var document = JsonDocument.Parse(data);
            return document.RootElement.TryGetProperty("contentSha256", out var hash) ? hash.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
