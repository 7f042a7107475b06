using System.Text.Json;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// The patients that a stored text names, wherever in it: each reference to one, and each Patient that lies in it. For past
/// versions, which no index knows.
/// </summary>
internal static class NamedPatients
{
    private const string Start = "Patient/";

    public static IReadOnlyList<string> In(ReadOnlySpan<byte> json)
    {
        var found = new List<string>();
        try
        {
            Read(json, found);
        }
        catch (JsonException)
        {
            // A damaged text names who it names up to the damage.
        }
        return found;
    }

    private static void Read(ReadOnlySpan<byte> json, List<string> found)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        // At each depth: whether the object is a Patient, and its id, in whichever order they come.
        var isPatient = new bool[1001];
        var ids = new string?[1001];
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                (isPatient[reader.CurrentDepth + 1], ids[reader.CurrentDepth + 1]) = (false, null);
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var depth = reader.CurrentDepth;
            if (reader.ValueTextEquals("reference"u8) && NextText(ref reader) is { } reference)
                Add(found, reference);
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("resourceType"u8))
                isPatient[depth] = NextText(ref reader) == "Patient";
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
                ids[depth] = NextText(ref reader);
            if (isPatient[depth] && ids[depth] is { } id)
                Add(found, Start + id);
        }
    }

    private static string? NextText(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static void Add(List<string> found, string reference)
    {
        if (References.Split(reference) is ("Patient", var id) && LogicalId.IsValid(id) && !found.Contains(id))
            found.Add(id);
    }
}
