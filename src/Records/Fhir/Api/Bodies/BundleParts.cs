using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// Reads a Bundle of which some entry is no valid FHIR, entry by entry: in a batch the others are carried out all the same (R4
/// http.html 3.1.0.11.1), and of a transaction the audit trail keeps whom every entry was about.
/// </summary>
internal static class BundleParts
{
    private static readonly XNamespace Fhir = "http://hl7.org/fhir";

    /// <summary>Why an entry, or the whole Bundle, cannot be read; null when it can.</summary>
    public static FhirTextException? Fault(Base part) => ((IAnnotated)part).Annotation<FhirTextException>();

    /// <summary>The Bundle, with an empty entry that says why in place of each that cannot be read; null when it has no such form.</summary>
    /// <param name="whole">Why it cannot be read whole.</param>
    public static Bundle? Read(ReadOnlyMemory<byte> text, FhirFormat format, FhirTextException whole)
    {
        try
        {
            var bundle = format == FhirFormat.Json ? ReadJson(text) : ReadXml(text);
            if (bundle is not null)
                ((IAnnotatable)bundle).SetAnnotation(whole);
            return bundle;
        }
        // Half a character in a name of the Bundle's own is an InvalidOperationException.
        catch (Exception fault)
            when (fault is JsonException or XmlException or FhirTextException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Bundle? ReadJson(ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text, FhirText.DocumentOptions);
        var root = document.RootElement;
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("entry", out var entries)
            || entries.ValueKind != JsonValueKind.Array
        )
        {
            return null;
        }

        var frame = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(frame))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(member => !member.NameEquals("entry"u8)))
                member.WriteTo(writer);
            writer.WriteEndObject();
        }
        if (FhirText.ParseJson(frame.WrittenSpan) is not Bundle bundle)
            return null;
        foreach (var entry in entries.EnumerateArray())
        {
            bundle.Entry.Add(
                Entry(
                    bundle.Entry.Count,
                    () =>
                        FhirText.ParseJson([
                            .. """{"resourceType":"Bundle","type":"batch","entry":["""u8,
                            .. JsonMarshal.GetRawUtf8Value(entry),
                            .. "]}"u8,
                        ]),
                    path => Text(entry, path)
                )
            );
        }

        return bundle;
    }

    private static Bundle? ReadXml(ReadOnlyMemory<byte> text)
    {
        using var reader = XmlReader.Create(
            new MemoryStream(text.ToArray(), writable: false),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
        );
        var root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        var entries = root.Elements(Fhir + "entry").ToList();
        if (root.Name != Fhir + "Bundle" || entries.Count == 0)
            return null;
        foreach (var entry in entries)
            entry.Remove();
        if (FhirText.ParseXml(root.ToString(SaveOptions.DisableFormatting)) is not Bundle bundle)
            return null;
        foreach (var entry in entries)
        {
            bundle.Entry.Add(
                Entry(
                    bundle.Entry.Count,
                    () =>
                        FhirText.ParseXml(
                            new XElement(
                                Fhir + "Bundle",
                                new XElement(Fhir + "type", new XAttribute("value", "batch")),
                                entry
                            ).ToString(SaveOptions.DisableFormatting)
                        ),
                    path => Text(entry, path)
                )
            );
        }

        return bundle;
    }

    private static Bundle.EntryComponent Entry(int number, Func<Resource> parse, Func<string[], string?> text)
    {
        try
        {
            return ((Bundle)parse()).Entry[0];
        }
        catch (FhirTextException fault)
        {
            var empty = new Bundle.EntryComponent { Request = new() { Url = text(["request", "url"]) } };
            ((IAnnotatable)empty).SetAnnotation(fault.InEntry(number));
            ((IAnnotatable)empty).SetAnnotation(
                new Subject(
                    text(["resource", "subject", "reference"])
                        ?? text(["resource", "patient", "reference"])
                        ?? text(["resource", "beneficiary", "reference"])
                )
            );
            return empty;
        }
    }

    /// <summary>References to whom an entry is about, beside its address.</summary>
    public static IEnumerable<string> About(Bundle.EntryComponent entry)
    {
        var owner = entry.Resource is { } resource
            ? References.Owner(resource)
            : ((IAnnotated)entry).Annotation<Subject>()?.Reference;
        return owner is null ? [] : [owner];
    }

    private static string? Text(JsonElement element, string[] path)
    {
        try
        {
            foreach (var name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                    return null;
            }

            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a character, in the text or in the name of a member beside it.
        }
    }

    private static string? Text(XElement entry, string[] path)
    {
        var element = entry;
        foreach (var name in path)
        {
            element = element?.Element(Fhir + name);
            // The resource is one level further down, under the name of its type.
            if (name == "resource")
                element = element?.Elements().FirstOrDefault();
        }
        return element?.Attribute("value")?.Value;
    }

    private sealed record Subject(string? Reference);
}
