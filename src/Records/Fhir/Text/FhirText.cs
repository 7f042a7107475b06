using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Range = System.Range;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// FHIR resources as JSON and XML text. Whatever a parser makes of a text from outside comes back as a resource or as a
/// <see cref="FhirTextException"/> with the place, never as another exception. All members are thread-safe.
/// </summary>
public static class FhirText
{
    private static readonly ExactJsonSerializer JsonWriter = new(ModelInfo.ModelInspector);
    private static readonly ExactXmlSerializer XmlWriter = new(ModelInfo.ModelInspector);
    private static readonly FhirJsonDeserializer Strict = new(Settings(DeserializationMode.Strict));
    private static readonly FhirXmlDeserializer StrictXml = new(Settings(DeserializationMode.Strict));
    private static readonly FhirJsonDeserializer Trusting = new(Settings(DeserializationMode.Ostrich));

    // These remember where each element stood; slower, and needed only for numbers that a decimal cannot say.
    private static readonly FhirJsonDeserializer StrictPlaced = new(Placed(DeserializationMode.Strict));
    private static readonly FhirXmlDeserializer StrictXmlPlaced = new(Placed(DeserializationMode.Strict));
    private static readonly FhirJsonDeserializer TrustingPlaced = new(Placed(DeserializationMode.Ostrich));

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>For documents that are looked into before they are read as FHIR: as deep as that is.</summary>
    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 2 * JsonGate.MostDepth };

    // Lists are levels of their own in JSON, so what came as XML is up to twice as deep.
    private static readonly JsonReaderOptions StoredOptions = new() { MaxDepth = 4 * JsonGate.MostDepth };
    private static readonly XmlReaderSettings XmlSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreWhitespace = true,
    };

    // Between the words of a narrative white space is content; elsewhere the parser passes over it.
    private static readonly XmlReaderSettings WholeXml = new() { DtdProcessing = DtdProcessing.Prohibit };

    /// <summary>Compact JSON; Chinese stays Chinese, numbers stay as they were written.</summary>
    public static string ToJson(Base value, bool pretty = false)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, pretty ? Indented : Compact))
            JsonWriter.Serialize(value, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Compact JSON as UTF-8.</summary>
    internal static byte[] ToUtf8(Base value)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            JsonWriter.Serialize(value, writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>XML. Characters that XML does not have, which an older store may hold, are shown as U+FFFD.</summary>
    public static string ToXml(Base value)
    {
        value = Rewriting.WithCharacters(Rewriting.WithLiterals(value));
        try
        {
            return Xml(value);
        }
        catch (Exception fault) when (fault is ArgumentException or XmlException)
        {
            return Xml(Rewriting.WithoutForbidden(value));
        }
    }

    /// <summary>Reads JSON that came from outside.</summary>
    /// <exception cref="FhirTextException">Not JSON, not a FHIR resource, or not a valid one: with every place.</exception>
    public static Resource ParseJson(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw FhirTextException.NotUtf8();
        try
        {
            var issues = JsonGate.Survey(utf8, JsonGate.Options, out var inexact);
            if (issues.Count > 0)
                throw FhirTextException.Refused(issues);
            // The parser would take ten times as long to say so.
            if (utf8.IndexOf("resourceType"u8) < 0)
                throw FhirTextException.Invalid([], null);
            var resource = inexact is null
                ? Read(Strict, utf8, JsonGate.Options)
                : WithNumbers(StrictPlaced, utf8, inexact, JsonGate.Options);
            return ContainedRules.Concern(utf8) ? WithoutLooseEnds(resource) : resource;
        }
        catch (JsonException e)
        {
            throw FhirTextException.NotJson(e);
        }
        catch (Exception e) when (e is not (FhirTextException or OutOfMemoryException))
        {
            throw FhirTextException.Unreadable("the whole text");
        }
    }

    /// <inheritdoc cref="ParseJson(ReadOnlySpan{byte})"/>
    public static Resource ParseJson(string json) => ParseJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads XML that came from outside; document types and external entities are rejected.</summary>
    /// <exception cref="FhirTextException">Not XML, not a FHIR resource, or not a valid one: with every place.</exception>
    public static Resource ParseXml(string xml) =>
        ParseXml(settings => XmlReader.Create(new StringReader(xml), settings), () => xml);

    /// <summary>Reads XML in the encoding that it says.</summary>
    /// <inheritdoc cref="ParseXml(string)"/>
    public static Resource ParseXml(byte[] xml) =>
        ParseXml(
            settings => XmlReader.Create(new MemoryStream(xml, writable: false), settings),
            () => new StreamReader(new MemoryStream(xml, writable: false)).ReadToEnd()
        );

    /// <summary>True for a C-CDA document, which is no FHIR; told from its root alone.</summary>
    public static bool IsClinicalDocument(byte[] xml)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml, writable: false), XmlSettings);
            return XmlGate.IsClinicalDocument(reader);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>Reads what this store itself wrote: nothing is checked again.</summary>
    /// <exception cref="InvalidDataException">It cannot be read back.</exception>
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
        try
        {
            List<Range>? inexact = null;
            // Only a number that is kept as it was written is set apart by a space.
            if (utf8.IndexOf(ExactJsonSerializer.Sign) >= 0)
                inexact = JsonGate.Inexact(utf8, StoredOptions);
            return inexact is null
                ? Read(Trusting, utf8, StoredOptions, trusted: true)
                : WithNumbers(TrustingPlaced, utf8, inexact, StoredOptions, trusted: true);
        }
        catch (Exception fault) when (fault is JsonException or FhirTextException or InvalidOperationException)
        {
            throw new InvalidDataException("A stored resource cannot be read back: restore the last backup.");
        }
    }

    /// <summary>Writes XML as UTF-8, without holding it as text; as <see cref="ToXml"/>.</summary>
    /// <param name="to">May be written to twice: the second time after <paramref name="again"/>.</param>
    /// <param name="again">Takes back what was written.</param>
    internal static void WriteXml(Base value, Stream to, Action again)
    {
        value = Rewriting.WithCharacters(Rewriting.WithLiterals(value));
        try
        {
            Xml(value, to);
        }
        catch (Exception fault) when (fault is ArgumentException or XmlException)
        {
            again();
            Xml(Rewriting.WithoutForbidden(value), to);
        }
    }

    private static void Xml(Base value, Stream to)
    {
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) };
        using var writer = System.Xml.XmlWriter.Create(to, settings);
        XmlWriter.Serialize(value, writer);
    }

    private static Resource Read(
        FhirJsonDeserializer parser,
        ReadOnlySpan<byte> utf8,
        JsonReaderOptions options,
        bool trusted = false
    )
    {
        var reader = new Utf8JsonReader(utf8, options);
        BoundedValidator.Begin(xml: false);
        try
        {
            var fine = parser.TryDeserializeResource(ref reader, out var resource, out var issues);
            return trusted && resource is not null ? resource : Accept(fine, resource, issues);
        }
        catch (TooManyFaultsException many)
        {
            throw FhirTextException.Invalid(many.Found, null);
        }
        catch (Exception e) when (e is not (FhirTextException or JsonException or OutOfMemoryException))
        {
            // The parser gave up in its own way; where it stood is where the fault is.
            throw reader.CurrentDepth == 0
                ? FhirTextException.Invalid([], null)
                : FhirTextException.Unreadable(JsonPlace.Of(utf8, reader.TokenStartIndex));
        }
    }

    private static Resource WithNumbers(
        FhirJsonDeserializer parser,
        ReadOnlySpan<byte> utf8,
        List<Range> inexact,
        JsonReaderOptions options,
        bool trusted = false
    )
    {
        var (plain, numbers) = JsonGate.Plain(utf8, inexact);
        var resource = Read(parser, plain, options, trusted);
        if (Rewriting.KeepLiterals(resource, numbers, out _) is { Count: > 0 } lost && !trusted)
            throw FhirTextException.Refused(lost);
        return resource;
    }

    /// <param name="text">The same as text, to say where something is.</param>
    private static Resource ParseXml(Func<XmlReaderSettings, XmlReader> open, Func<string> text)
    {
        XmlReader? at = null;
        var stood = "the whole text";
        try
        {
            List<NumberAt>? unlike;
            using (var survey = at = open(XmlSettings))
            {
                if (XmlGate.Survey(survey, out unlike) is { Count: > 0 } found)
                    throw FhirTextException.Refused(WithPaths(open, found));
            }

            using var reader = at = open(WholeXml);
            BoundedValidator.Begin(xml: true);
            var parser = unlike is null ? StrictXml : StrictXmlPlaced;
            var fine = parser.TryDeserializeResource(reader, out var resource, out var issues);
            if (unlike is not null && resource is not null)
            {
                var lost = Rewriting.KeepLiterals(resource, unlike, out var texts);
                var around = issues.Count(IsAround);
                if (around == texts && around > 0)
                    fine = (issues = [.. issues.Where(issue => !IsAround(issue))]).Any() == false;
                if (fine && lost.Count > 0)
                    throw FhirTextException.Refused(lost);
            }
            var accepted = Accept(fine, resource, issues);
            return WithoutLooseEnds(accepted);
        }
        catch (XmlException e)
        {
            if (e.LineNumber > 0 && NarrativeRules.OfEntity(text(), e, "text") is { } said)
                throw FhirTextException.Refused([new($"line {e.LineNumber}, column {e.LinePosition}", said)]);
            // The reader gives no place for a document type, which its settings prohibit.
            throw e.LineNumber == 0 && XmlGate.DocumentType(text()) is { } place
                ? FhirTextException.HasDocumentType(place)
                : FhirTextException.NotXml(e);
        }
        catch (TooManyFaultsException many)
        {
            throw FhirTextException.Invalid(many.Found, null);
        }
        // The place is asked for in the filter: afterwards the reader is closed and is nowhere.
        catch (Exception e) when (e is not (FhirTextException or OutOfMemoryException) && Noted(at, ref stood))
        {
            using var again = open(XmlSettings);
            throw XmlGate.TwoOfOneChoice(again) is { } second
                ? FhirTextException.Refused(WithPaths(open, [new(second, XmlGate.SaidTwice)]))
                : FhirTextException.Refused(WithPaths(open, FhirTextException.Unreadable(stood).Issues));
        }
    }

    /// <summary>The parser took away white space around a value, and says so.</summary>
    private static bool IsAround(CodedException issue) =>
        issue.Message.Contains("leading or trailing whitespace", StringComparison.Ordinal);

    private static IReadOnlyList<TextIssue> WithPaths(
        Func<XmlReaderSettings, XmlReader> open,
        IReadOnlyList<TextIssue> found
    )
    {
        using var again = open(XmlSettings);
        return XmlPlace.Named(again, found);
    }

    private static bool Noted(XmlReader? at, ref string stood)
    {
        if (at is IXmlLineInfo place)
            stood = XmlGate.At(place);
        return true;
    }

    private static Resource WithoutLooseEnds(Resource resource) =>
        ContainedRules.Faults(resource) is { Count: > 0 } faults ? throw FhirTextException.Refused(faults) : resource;

    private static Resource Accept(bool fine, Base? read, IEnumerable<CodedException> issues) =>
        fine && read is Resource resource
            ? resource
            : throw FhirTextException.Invalid(issues, (read as Resource)?.TypeName);

    private static string Xml(Base value)
    {
        var text = new StringBuilder();
        using (var writer = System.Xml.XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
            XmlWriter.Serialize(value, writer);
        return text.ToString();
    }

    private static DeserializerSettings Settings(DeserializationMode mode)
    {
        var settings = new DeserializerSettings().UsingMode(mode);
        return settings.Validator is null ? settings : settings with { Validator = BoundedValidator.Instance };
    }

    private static DeserializerSettings Placed(DeserializationMode mode) =>
        Settings(mode) with
        {
            AnnotateLineInfo = true,
        };
}
