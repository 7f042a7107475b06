using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>One entry of a Bundle: its resource with the id it will have, or why it cannot be taken.</summary>
/// <param name="Place">File and entry, for the report.</param>
internal sealed record BundleEntry(
    string Place,
    string? FullUrl,
    Resource? Resource,
    string? IfNoneExist,
    RejectedItem? Fault
)
{
    /// <summary>References to whom it is about, also where it cannot be read.</summary>
    public IEnumerable<string> About =>
        Resource is { } read
            ? References.Owner(read) is { } owner
                ? [owner, $"{read.TypeName}/{read.Id}"]
                : [$"{read.TypeName}/{read.Id}"]
            : Named;

    /// <summary>Nothing named the resource: its id follows from its content.</summary>
    public bool IsIdOfContent { get; private init; }

    /// <inheritdoc cref="EntryRequest.IfVersion"/>
    public string? IfVersion { get; private init; }

    private IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>Reads one element of <c>Bundle.entry</c>.</summary>
    /// <param name="asks">The Bundle is a transaction or batch: what its entries ask for counts.</param>
    public static BundleEntry Read(string place, JsonElement entry, bool asks)
    {
        var asked = EntryRequest.Of(entry);
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("resource", out var content))
        {
            return Faulty(
                asked.IsWrite ? FhirRejections.NoResource(place) : FhirRejections.Method(place, asked.Method!)
            );
        }
        var type = EntryRequest.Text(content, "resourceType");
        place = type is null ? place : $"{place} ({ImportRejections.Short(type)})";
        if (!asked.IsWrite)
        {
            return Faulty(FhirRejections.Method(place, asked.Method!));
        }
        var request = EntryRequest.Of(place, entry, asks, type, EntryRequest.Text(content, "id"), out var fault);
        var named = NamesIn(entry, content);
        if (fault is not null)
        {
            return Faulty(fault) with { Named = named };
        }
        return Read(place, JsonMarshal.GetRawUtf8Value(content), entry, Within.Entry, request.Id) with
        {
            FullUrl = EntryRequest.Text(entry, "fullUrl"),
            IfNoneExist = request.IfNoneExist,
            IfVersion = request.IfVersion,
            Named = named,
        };

        BundleEntry Faulty(RejectedItem fault) => new(place, null, null, null, fault);
    }

    /// <summary>Reads a resource that is alone. Without an id it gets one that follows from its content.</summary>
    /// <param name="within">What it is a line of; nothing when it is the whole file.</param>
    public static BundleEntry Read(string place, ReadOnlySpan<byte> json, Within within = Within.Nothing) =>
        Read(place, json, default, within, null);

    /// <param name="id">The id that the entry's request names.</param>
    private static BundleEntry Read(string place, ReadOnlySpan<byte> json, JsonElement entry, Within within, string? id)
    {
        try
        {
            var resource = FhirText.ParseJson(json);
            resource.Id ??= id ?? IdFrom(entry, resource.TypeName);
            var isIdOfContent = resource.Id is null;
            resource.Id ??= DicomIds.Hash(Encoding.UTF8.GetString(json));
            return new(place, null, resource, null, null) { IsIdOfContent = isIdOfContent };
        }
        catch (FhirTextException fault)
        {
            return new(place, null, null, null, FhirRejections.NotFhir(place, fault, within));
        }
    }

    /// <summary>What an entry names by itself: its address, its resource, and the subject or patient of that.</summary>
    private static IReadOnlyList<string> NamesIn(JsonElement entry, JsonElement content)
    {
        string?[] names =
        [
            entry.TryGetProperty("request", out var request) ? EntryRequest.Text(request, "url") : null,
            $"{EntryRequest.Text(content, "resourceType")}/{EntryRequest.Text(content, "id")}",
            Reference("subject"),
            Reference("patient"),
            Reference("beneficiary"),
        ];
        return [.. names.OfType<string>()];

        string? Reference(string name) =>
            content.ValueKind == JsonValueKind.Object && content.TryGetProperty(name, out var whom)
                ? EntryRequest.Text(whom, "reference")
                : null;
    }

    /// <summary>The UUID of <c>urn:uuid:</c>, or the end of an absolute address.</summary>
    private static string? IdFrom(JsonElement entry, string type)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var fullUrl = EntryRequest.Text(entry, "fullUrl");
        if (fullUrl is null)
        {
            return null;
        }
        if (fullUrl.StartsWith("urn:uuid:", StringComparison.Ordinal))
        {
            return fullUrl[9..].ToLowerInvariant();
        }
        var at = fullUrl.LastIndexOf($"/{type}/", StringComparison.Ordinal);
        return at < 0 ? null : fullUrl[(at + type.Length + 2)..];
    }
}
