using System.Text.Json;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Api.Interactions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>
/// What <c>Bundle.entry.request</c> asks for. In a transaction or batch it is the same as at the FHIR interface, or the entry is
/// rejected; in a Bundle of another type it tells what was done elsewhere, and asks for nothing.
/// </summary>
/// <param name="Id">The id that a PUT names.</param>
/// <param name="IfVersion">As <see cref="Write.IfVersion"/>.</param>
internal sealed record EntryRequest(string? Method, string? Id, string? IfNoneExist, string? IfVersion)
{
    private static readonly EntryRequest None = new(null, null, null, null);

    public bool IsWrite => Method is null or "POST" or "PUT";

    /// <summary>The request of an entry; nothing where it has none.</summary>
    public static EntryRequest Of(JsonElement entry) =>
        Element(entry) is { } request ? None with { Method = Text(request, "method") } : None;

    /// <summary>As <see cref="Of(JsonElement)"/>, with what it says of the resource that comes along.</summary>
    /// <param name="asks">The Bundle is a transaction or batch.</param>
    /// <param name="type">Type of the resource, as far as it can be read.</param>
    /// <param name="id">Its id; null for none.</param>
    /// <param name="fault">Why the request cannot be carried out.</param>
    public static EntryRequest Of(
        string place,
        JsonElement entry,
        bool asks,
        string? type,
        string? id,
        out RejectedItem? fault
    )
    {
        fault = null;
        if (Element(entry) is not { } request)
            return None;
        var method = Text(request, "method");
        var url = Text(request, "url");
        var (ofType, ofId, isVersion) = Address(url);
        if (!asks)
            return new(method, ofType == type ? ofId : null, null, null);
        if (!WriteConditions.TryRead(Text(request, "ifMatch"), Text(request, "ifNoneMatch"), out var ifVersion))
            fault = FhirRejections.Conditions(place);
        else if (url is not null && type is not null && (isVersion || !Agrees(method, ofType, ofId, type, id)))
            fault = FhirRejections.OtherAddress(place, url, type, id);
        return new(method, method == "PUT" ? ofId : null, Text(request, "ifNoneExist"), ifVersion);
    }

    /// <summary><c>Type/id</c> of what an entry deletes; null when it deletes nothing.</summary>
    public static string? DeletedBy(JsonElement entry) =>
        Element(entry) is { } request
        && Text(request, "method") == "DELETE"
        && Address(Text(request, "url")) is { Type: { } type, Id: { } id }
            ? $"{type}/{id}"
            : null;

    private static bool Agrees(string? method, string? ofType, string? ofId, string type, string? id) =>
        method switch
        {
            "PUT" => ofType == type && ofId is not null && (id is null || id == ofId),
            "POST" => ofType == type && ofId is null,
            _ => true,
        };

    /// <summary>Type and id of a relative or absolute address; nothing where it is of another form, as with a condition.</summary>
    private static (string? Type, string? Id, bool IsVersion) Address(string? url)
    {
        if (url is null || url.Contains('?') || url.Contains('#'))
            return (null, null, false);
        var parts = Uri.UnescapeDataString(url).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isAbsolute = url.Contains("://", StringComparison.Ordinal);
        return parts switch
        {
            [var type] => (type, null, false),
            [.., var type, var id, "_history", _] when isAbsolute || parts.Length == 4 => (type, id, true),
            [var type, var id] when !isAbsolute => (type, id, false),
            [.., var type, var id] when isAbsolute && ResourceTypes.IsKnown(type) => (type, id, false),
            [.., var type] when isAbsolute => (type, null, false),
            _ => (null, null, false),
        };
    }

    private static JsonElement? Element(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty("request", out var request)
        && request.ValueKind == JsonValueKind.Object
            ? request
            : null;

    /// <summary>The text of a member; null where there is none, or it is no text.</summary>
    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
