using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>GET /fhir/{type}/{id}</c></summary>
internal static class ReadInteraction
{
    public static Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var (type, id) = Address.Of(context);
        PlainQuery.RefuseOthers(context);
        var asBytes = BinaryContent.IsWanted(context, type);
        var format = asBytes ? FhirFormat.Json : Negotiation.Wanted(context);
        var found = store.Texts.Current(type, id) ?? throw FhirRejection.NotFound($"{type}/{id}");
        Accesses.Note(context, store, [found]);
        if (found.Deleted)
            throw FhirRejection.Gone($"{type}/{id}");
        if (!IsNewFor(context, found))
        {
            FhirHttp.Stamp(context.Response, found.Version, found.LastUpdated);
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }
        return asBytes
            ? BinaryContent.WriteAsync(context, store, found)
            : FhirHttp.WriteAsync(context, store, found, format);
    }

    private static bool IsNewFor(HttpContext context, StoredRow found) =>
        !EntityTag
            .List(context.Request.Headers.IfNoneMatch)
            .Any(tag => tag == "*" || tag == found.Version.ToString(CultureInfo.InvariantCulture));
}

/// <summary><c>GET /fhir/{type}/{id}/_history/{version}</c></summary>
internal static class VersionReadInteraction
{
    public static Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (type, id) = Address.Of(context);
        PlainQuery.RefuseOthers(context);
        var version = context.Request.RouteValues["version"]?.ToString() ?? "";
        var reference = $"{type}/{id}/_history/{FhirRejection.Shown(version)}";
        var found = Find(store, type, id, version) ?? throw FhirRejection.NotFound(reference);
        Accesses.Note(context, store, [found]);
        if (found.Deleted)
            throw new FhirRejection(410, OperationOutcome.IssueType.Deleted, $"{reference} is the deletion.");
        return FhirHttp.WriteAsync(context, store, found, format);
    }

    private static StoredRow? Find(FhirStore store, string type, string id, string version) =>
        VersionNumber.Of(version) is { } number ? store.Texts.Version(type, id, number) : null;
}

/// <summary>The resource type and id of an address.</summary>
internal static class Address
{
    /// <exception cref="FhirRejection">404: an unknown type, or an id that no resource can have.</exception>
    public static (string Type, string Id) Of(HttpContext context)
    {
        var type = Type(context);
        var id = context.Request.RouteValues["id"]?.ToString() ?? "";
        if (id.StartsWith('$'))
            throw FhirRejection.NothingHere();
        if (!LogicalId.IsValid(id))
            throw FhirRejection.NotFound($"{type}/{FhirRejection.Shown(id)}");
        return (type, id);
    }

    /// <exception cref="FhirRejection">404: an unknown type.</exception>
    public static string Type(HttpContext context)
    {
        // The route of $everything names its type itself.
        var type = context.Request.RouteValues["type"]?.ToString() ?? "Patient";
        if (type.StartsWith('$'))
            throw FhirRejection.NothingHere();
        return ResourceTypes.IsKnown(type) ? type : throw FhirRejection.UnknownType(type);
    }
}

/// <summary><c>W/"3"</c> ↔ version 3.</summary>
internal static class EntityTag
{
    /// <summary>
    /// What <see cref="Write.IfVersion"/> says of a request's <c>If-Match</c> (one tag, a list, or <c>*</c>) and
    /// <c>If-None-Match: *</c>; null when there is neither.
    /// </summary>
    /// <exception cref="FhirRejection">400: both, an empty one, or an If-None-Match that is not *.</exception>
    public static string? Versions(StringValues ifMatch, StringValues ifNoneMatch)
    {
        var wanted = List(ifMatch);
        var unwanted = List(ifNoneMatch);
        if (ifMatch.Count > 0 && wanted.Count == 0 || ifNoneMatch.Count > 0 && unwanted.Count == 0)
        {
            throw new FhirRejection(
                400,
                OperationOutcome.IssueType.Value,
                "If-Match or If-None-Match is empty: write W/\"version\" or *, or leave it out."
            );
        }

        if (unwanted.Count == 0)
        {
            return wanted.Count == 0 ? null
                : wanted.Contains("*") ? "*"
                // Nothing is ever at version 0, which stands for "not there" further on; "00" matches nothing.
                : string.Join(',', wanted.Select(version => version == "0" ? "00" : version));
        }

        if (unwanted is ["*"] && wanted.Count == 0)
            return "0";
        throw new FhirRejection(
            400,
            OperationOutcome.IssueType.Value,
            "A write is made conditional by If-Match with the versions it may replace, or by If-None-Match: *, not both."
        );
    }

    /// <summary>The versions, or *, of a header that may hold several tags.</summary>
    public static List<string> List(StringValues header) =>
        [
            .. header
                .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Select(Version)
                .OfType<string>(),
        ];

    /// <summary>The version in an entity tag; null when there is none.</summary>
    public static string? Version(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag))
            return null;
        var bare = tag.Trim();
        if (bare.StartsWith("W/", StringComparison.Ordinal))
            bare = bare[2..];
        return bare.Trim('"');
    }
}
