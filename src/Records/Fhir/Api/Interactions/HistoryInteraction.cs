using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>GET /fhir/{type}/{id}/_history</c>: every version, newest first.</summary>
internal static class HistoryInteraction
{
    /// <summary>From the gift of an id to its commit, at most: ten minutes, in milliseconds.</summary>
    private const long MostDelay = 10 * 60 * 1000;

    public static Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (type, id) = Address.Of(context);
        PlainQuery.RefuseOthers(context);
        var versions = store.Texts.Versions(type, id);
        if (versions.Count == 0)
            throw FhirRejection.NotFound($"{type}/{id}");
        Accesses.Note(context, store, versions, $"{type}/{id}");
        var url = FhirHttp.BaseUrl(context);
        return BundleAnswer.WriteAsync(context, store, format, Head(versions, url), versions, Entries(versions, url));
    }

    /// <summary>The history of one resource without its entries.</summary>
    /// <param name="versions">At least one.</param>
    public static Bundle Head(IReadOnlyList<StoredRow> versions, string url)
    {
        var head = new Bundle { Type = Bundle.BundleType.History, Total = versions.Count };
        head.Link.Add(new() { Relation = "self", Url = $"{url}/{versions[0].Type}/{versions[0].Id}/_history" });
        return head;
    }

    /// <summary>Makes an entry of the history without its resource.</summary>
    public static Func<StoredRow, Bundle.EntryComponent> Entries(IReadOnlyList<StoredRow> versions, string url)
    {
        var deletions = versions.Where(version => version.Deleted).Select(version => version.Version).ToHashSet();
        return version => Entry(version, url, version.Version == 1 || deletions.Contains(version.Version - 1));
    }

    private static Bundle.EntryComponent Entry(StoredRow version, string url, bool isCreation)
    {
        var method =
            version.Deleted ? Bundle.HTTPVerb.DELETE
            : IsNamedHere(version) ? Bundle.HTTPVerb.POST
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
                    : isCreation ? "201"
                    : "200",
                Etag = string.Create(CultureInfo.InvariantCulture, $"W/\"{version.Version}\""),
                LastModified = version.HasColumns ? version.LastUpdated : null,
            },
        };
    }

    /// <summary>
    /// True when this server gave the id as it stored the version: those ids hold the time. Whatever else was created came by
    /// PUT, or with an import, which keeps ids as a PUT does.
    /// </summary>
    private static bool IsNamedHere(StoredRow version) =>
        version.Version == 1
        && Guid.TryParseExact(version.Id, "D", out var id)
        && id.Version == 7
        && Math.Abs(version.LastUpdated.ToUnixTimeMilliseconds() - Milliseconds(id)) < MostDelay;

    /// <summary>RFC 9562, 5.7: the first 48 bits are milliseconds since 1970.</summary>
    private static long Milliseconds(Guid id) =>
        long.Parse(id.ToString("N").AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
