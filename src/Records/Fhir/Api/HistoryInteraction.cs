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
        Accesses.Note(context, store, $"{type}/{id}");
        var url = Exchange.BaseUrl(context);
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.History,
            Total = versions.Count,
            Entry = [.. versions.Select(v => Entry(v, url))],
        };
        bundle.Link.Add(new() { Relation = "self", Url = $"{url}/{type}/{id}/_history" });
        return Exchange.WriteAsync(context, 200, bundle, format);
    }

    private static Bundle.EntryComponent Entry(StoredVersion version, string url)
    {
        var method =
            version.Deleted ? Bundle.HTTPVerb.DELETE
            : version.Version == 1 ? Bundle.HTTPVerb.POST
            : Bundle.HTTPVerb.PUT;
        return new Bundle.EntryComponent
        {
            FullUrl = $"{url}/{version.Type}/{version.Id}",
            Resource = version.Resource(),
            Request = new()
            {
                Method = method,
                Url = method == Bundle.HTTPVerb.POST ? version.Type : $"{version.Type}/{version.Id}",
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
