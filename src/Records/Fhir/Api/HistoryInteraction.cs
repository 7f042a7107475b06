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
        var versions = store.Texts.Versions(type, id);
        if (versions.Count == 0)
            throw FhirRefusal.NotFound($"{type}/{id}");
        Accesses.Note(context, store, versions, $"{type}/{id}");
        var url = Exchange.BaseUrl(context);
        return BundleAnswer.WriteAsync(context, store, format, Head(versions, url), versions, v => Entry(v, url));
    }

    /// <summary>The history of one resource without its entries.</summary>
    /// <param name="versions">At least one.</param>
    public static Bundle Head(IReadOnlyList<StoredRow> versions, string url)
    {
        var head = new Bundle { Type = Bundle.BundleType.History, Total = versions.Count };
        head.Link.Add(new() { Relation = "self", Url = $"{url}/{versions[0].Type}/{versions[0].Id}/_history" });
        return head;
    }

    /// <summary>An entry of the history without its resource.</summary>
    public static Bundle.EntryComponent Entry(StoredRow version, string url)
    {
        var method =
            version.Deleted ? Bundle.HTTPVerb.DELETE
            : version.Version == 1 ? Bundle.HTTPVerb.POST
            : Bundle.HTTPVerb.PUT;
        return new Bundle.EntryComponent
        {
            FullUrl = $"{url}/{version.Type}/{version.Id}",
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
