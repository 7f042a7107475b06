using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Api;

/// <summary><c>GET /fhir/{type}/{id}/_history</c>: every version, newest first.</summary>
internal static class HistoryInteraction
{
    public static Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (type, id) = Address.Of(context);
        var versions = store.Versions(type, id);
        if (versions.Count == 0)
            throw FhirRefusal.NotFound($"{type}/{id}");
        store.Audit.Record(Exchange.Actor(context), "history", $"{type}/{id}");
        return Exchange.WriteAsync(context, 200, Bundle(versions, Exchange.BaseUrl(context)), format);
    }

    /// <summary>All versions of one resource, newest first, at least one.</summary>
    public static Bundle Bundle(IReadOnlyList<StoredVersion> versions, string url)
    {
        var bundle = new Bundle
        {
            Type = Hl7.Fhir.Model.Bundle.BundleType.History,
            Total = versions.Count,
            Entry = [.. versions.Select(v => Entry(v, url))],
        };
        bundle.Link.Add(new() { Relation = "self", Url = $"{url}/{versions[0].Type}/{versions[0].Id}/_history" });
        return bundle;
    }

    private static Hl7.Fhir.Model.Bundle.EntryComponent Entry(StoredVersion version, string url)
    {
        var method =
            version.Deleted ? Hl7.Fhir.Model.Bundle.HTTPVerb.DELETE
            : version.Version == 1 ? Hl7.Fhir.Model.Bundle.HTTPVerb.POST
            : Hl7.Fhir.Model.Bundle.HTTPVerb.PUT;
        return new Hl7.Fhir.Model.Bundle.EntryComponent
        {
            FullUrl = $"{url}/{version.Type}/{version.Id}",
            Resource = version.Resource(),
            Request = new()
            {
                Method = method,
                Url = method == Hl7.Fhir.Model.Bundle.HTTPVerb.POST ? version.Type : $"{version.Type}/{version.Id}",
            },
            Response = new()
            {
                Status =
                    version.Deleted ? "204"
                    : version.Version == 1 ? "201"
                    : "200",
                Etag = string.Create(CultureInfo.InvariantCulture, $"W/\"{version.Version}\""),
                LastModified = version.LastUpdated,
            },
        };
    }
}
