using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace Xinglin.Records.Fhir;

/// <summary>FHIR resources as JSON and XML text. The serialisers are set up once; all members are thread-safe.</summary>
public static class FhirText
{
    private static readonly BaseFhirJsonSerializer JsonWriter = new FhirJsonSerializer();
    private static readonly BaseFhirXmlSerializer XmlWriter = new FhirXmlSerializer();
    private static readonly FhirJsonDeserializer Strict = new(
        new DeserializerSettings().UsingMode(DeserializationMode.Strict)
    );
    private static readonly FhirXmlDeserializer StrictXml = new(
        new DeserializerSettings().UsingMode(DeserializationMode.Strict)
    );
    private static readonly FhirJsonDeserializer Trusting = new(
        new DeserializerSettings().UsingMode(DeserializationMode.Ostrich)
    );

    // As deep as System.Text.Json reads; the parsers call themselves for each level.
    private const int MostDepth = 64;
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>Compact JSON; Chinese stays Chinese.</summary>
    public static string ToJson(Base value, bool pretty = false)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, pretty ? Indented : Compact))
            JsonWriter.Serialize(value, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string ToXml(Base value)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriterOver(text))
            XmlWriter.Serialize(value, writer);
        return text.ToString();
    }

    /// <summary>Reads JSON that came from outside.</summary>
    /// <exception cref="FhirTextException">Not JSON, not a FHIR resource, or not a valid one: with every place.</exception>
    public static Resource ParseJson(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow });
        try
        {
            var fine = Strict.TryDeserializeResource(ref reader, out var resource, out var issues);
            return Accept(fine, resource, issues);
        }
        catch (JsonException e)
        {
            throw FhirTextException.NotJson(e);
        }
        catch (InvalidOperationException)
        {
            // What Firely throws for JSON that is no object at all.
            throw FhirTextException.Invalid([], null);
        }
    }

    /// <inheritdoc cref="ParseJson(ReadOnlySpan{byte})"/>
    public static Resource ParseJson(string json) => ParseJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads XML that came from outside; document types and external entities are refused.</summary>
    /// <exception cref="FhirTextException">Not XML, not a FHIR resource, or not a valid one: with every place.</exception>
    public static Resource ParseXml(string xml)
    {
        try
        {
            using (var survey = Open(xml))
                while (survey.Read())
                    if (survey.Depth > MostDepth)
                        throw FhirTextException.TooDeep((survey as IXmlLineInfo)!, MostDepth);
            using var reader = Open(xml);
            var fine = StrictXml.TryDeserializeResource(reader, out var resource, out var issues);
            return Accept(fine, resource, issues);
        }
        catch (XmlException e)
        {
            throw FhirTextException.NotXml(e);
        }
    }

    /// <summary>Reads what this store itself wrote: nothing is checked again.</summary>
    internal static Resource FromStore(string json)
    {
        var size = Encoding.UTF8.GetMaxByteCount(json.Length);
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return FromStore(rented.AsSpan(0, Encoding.UTF8.GetBytes(json, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc cref="FromStore(string)"/>
    internal static Resource FromStore(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        Trusting.TryDeserializeResource(ref reader, out var resource, out _);
        return resource
            ?? throw new InvalidDataException("A stored resource cannot be read back: restore the last backup.");
    }

    /// <summary>Writes XML as UTF-8, without holding it as text.</summary>
    internal static void WriteXml(Base value, Stream to)
    {
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) };
        using var writer = System.Xml.XmlWriter.Create(to, settings);
        XmlWriter.Serialize(value, writer);
    }

    private static XmlReader Open(string xml) =>
        XmlReader.Create(
            new StringReader(xml),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true }
        );

    private static Resource Accept(bool fine, Base? read, IEnumerable<CodedException> issues) =>
        fine && read is Resource resource
            ? resource
            : throw FhirTextException.Invalid(issues, (read as Resource)?.TypeName);

    private static System.Xml.XmlWriter XmlWriterOver(StringBuilder text) =>
        System.Xml.XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true });
}
