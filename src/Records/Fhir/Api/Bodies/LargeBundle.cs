using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// Reads a Bundle of very many elements entry by entry and stops at the first entry that is wrong: the parser collects every
/// fault of a text, and two kilobytes each for hundreds of thousands of them is more than the server has.
/// </summary>
internal static class LargeBundle
{
    /// <summary>From so many elements on a Bundle is read this way.</summary>
    public const int FromElements = 50_000;

    /// <summary>Most elements around the resources of the entries, nine or so for each entry.</summary>
    private const int MostElementsOfFrame = 100_000;

    // Stands in an entry while its resource is read apart, since an entry may hold nothing else.
    private const string Placeholder = """{"resourceType":"Basic","code":{"text":"-"}}""";

    /// <exception cref="FhirTextException">The Bundle around the entries is wrong, or the first wrong entry.</exception>
    /// <exception cref="FhirRejection">413: too many elements outside of the entries' resources.</exception>
    public static Resource Parse(ReadOnlyMemory<byte> json)
    {
        using var document = Open(json);
        var frame = new ArrayBufferWriter<byte>();
        var contents = new List<ReadOnlyMemory<byte>?>();
        try
        {
            using var writer = new Utf8JsonWriter(frame);
            WriteFrame(document.RootElement, writer, contents);
        }
        catch (InvalidOperationException)
        {
            throw FhirTextException.Unreadable("Bundle, outside of the resources of its entries");
        }
        if (new JsonScan(MostElementsOfFrame).Feed(frame.WrittenSpan) is { } excess)
            throw new FhirRejection(413, OperationOutcome.IssueType.TooLong, $"Outside of the entries: {excess.Said}");
        var bundle = (Bundle)FhirText.ParseJson(frame.WrittenSpan);
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is { } content)
                bundle.Entry[i].Resource = Parse(content, i);
        }

        return bundle;
    }

    private static Resource Parse(ReadOnlyMemory<byte> content, int entry)
    {
        try
        {
            return FhirText.ParseJson(content.Span);
        }
        catch (FhirTextException fault)
        {
            throw fault.InResourceOf(entry);
        }
    }

    private static JsonDocument Open(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, FhirText.DocumentOptions);
        }
        catch (JsonException fault)
        {
            throw FhirTextException.NotJson(fault);
        }
    }

    private static void WriteFrame(JsonElement root, Utf8JsonWriter writer, List<ReadOnlyMemory<byte>?> contents)
    {
        writer.WriteStartObject();
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("entry"u8) && member.Value.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray("entry"u8);
                foreach (var entry in member.Value.EnumerateArray())
                    WriteEntry(entry, writer, contents);
                writer.WriteEndArray();
            }
            else
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteEntry(JsonElement entry, Utf8JsonWriter writer, List<ReadOnlyMemory<byte>?> contents)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            contents.Add(null);
            entry.WriteTo(writer);
            return;
        }
        ReadOnlyMemory<byte>? content = null;
        writer.WriteStartObject();
        foreach (var member in entry.EnumerateObject())
        {
            if (member.NameEquals("resource"u8))
            {
                content = JsonMarshal.GetRawUtf8Value(member.Value).ToArray();
                writer.WritePropertyName("resource"u8);
                writer.WriteRawValue(Placeholder);
            }
            else
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        contents.Add(content);
    }
}
