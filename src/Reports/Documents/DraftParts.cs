using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Xinglin.Reports.Documents;

/// <summary>
/// Digests of the parts of a stored draft, over the very bytes that are stored: a later version of the program, which knows more
/// members, finds the same.
/// </summary>
/// <param name="Texts">By language.</param>
internal sealed record DraftParts(
    string Id,
    string PatientId,
    IReadOnlyDictionary<string, string> Texts,
    string Evidence,
    string Decisions
)
{
    /// <returns>Null when the bytes are no draft.</returns>
    public static DraftParts? Of(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var text in root.GetProperty("texts").EnumerateObject())
                texts[text.Name] = Sha256(text.Value.GetRawText());
            return new(
                root.GetProperty("id").GetString() ?? "",
                root.GetProperty("patientId").GetString() ?? "",
                texts,
                Sha256(
                    root.GetProperty("facts").GetRawText()
                        + root.GetProperty("reading").GetRawText()
                        + (root.TryGetProperty("followUp", out var follows) ? follows.GetRawText() : "")
                ),
                Sha256(
                    root.GetProperty("decisions").GetRawText()
                        + (root.TryGetProperty("decidedBy", out var by) ? by.GetRawText() : "")
                )
            );
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
