using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>GET /fhir/{type}?…</c> and <c>POST /fhir/{type}/_search</c>.</summary>
internal static class SearchInteraction
{
    private const int UsualCount = 50;
    private const int MostCount = 1000;
    private const int MostFormBytes = 1 << 20;

    public static Task AnswerAsync(HttpContext context, FhirStore store) =>
        AnswerAsync(context, store, SearchRequest.Parse(context.Request.QueryString.Value?.TrimStart('?') ?? ""));

    public static async Task AnswerFormAsync(HttpContext context, FhirStore store)
    {
        if (
            !context.Request.HasFormContentType
            || context.Request.ContentType!.StartsWith("multipart", StringComparison.Ordinal)
        )
        {
            throw new FhirRejection(
                415,
                OperationOutcome.IssueType.NotSupported,
                "Send a search as application/x-www-form-urlencoded."
            );
        }

        if (context.Request.ContentLength > MostFormBytes)
            throw new FhirRejection(413, OperationOutcome.IssueType.TooLong, "A search is at most 1 MiB long.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostFormBytes;
        var form = await ReadFormAsync(context).ConfigureAwait(false);
        var parameters = SearchRequest.Parse(context.Request.QueryString.Value?.TrimStart('?') ?? "");
        parameters.AddRange(form.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? ""))));
        await AnswerAsync(context, store, parameters).ConfigureAwait(false);
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw new FhirRejection(
                400,
                OperationOutcome.IssueType.Structure,
                "The form cannot be read: it is damaged, or has more than 1,024 fields or a name longer than 2,048 bytes."
            );
        }
    }

    private static Task AnswerAsync(HttpContext context, FhirStore store, List<KeyValuePair<string, string>> parameters)
    {
        var format = Negotiation.Wanted(context);
        var type = Address.Type(context);
        var (head, rows) = Page(context, store, type, parameters);
        var url = FhirHttp.BaseUrl(context);
        return BundleAnswer.WriteAsync(context, store, format, head, rows, row => Match(url, row));
    }

    /// <summary>The search that the parameters of an address ask for.</summary>
    /// <exception cref="SearchRejectedException">A control parameter that is not served so.</exception>
    /// <param name="baseUrl">Of this server: references into it are asked as they are stored.</param>
    /// <param name="without">Patients whose charts are closed to who asks.</param>
    public static SearchRequest Request(
        string type,
        IReadOnlyList<KeyValuePair<string, string>> parameters,
        string baseUrl,
        IReadOnlyCollection<string> without
    )
    {
        var paging = Paging.Of(parameters);
        var criteria = OwnAddresses.Relative(type, parameters.Where(p => !Paging.IsControl(p.Key)), baseUrl);
        return new(type, criteria, paging.CountOnly ? 0 : paging.Count, paging.Offset, paging.Sort)
        {
            Without = without,
        };
    }

    /// <summary>A searchset without entries, with paging links; what was found is noted for the audit trail.</summary>
    /// <param name="used">The criteria that were used.</param>
    public static Bundle Head(
        HttpContext context,
        FhirStore store,
        string type,
        IReadOnlyList<KeyValuePair<string, string>> parameters,
        IReadOnlyList<KeyValuePair<string, string>> used,
        FoundRows found
    )
    {
        Accesses.NoteSearch(context, store, type, parameters, found);
        var head = new Bundle { Type = Hl7.Fhir.Model.Bundle.BundleType.Searchset, Total = found.Total };
        Paging.Of(parameters).AddLinks(head, $"{FhirHttp.BaseUrl(context)}/{type}", used, found.Total);
        return head;
    }

    /// <summary>An entry of a searchset, without its resource.</summary>
    public static Bundle.EntryComponent Match(string url, StoredRow row) =>
        new()
        {
            FullUrl = $"{url}/{row.Type}/{row.Id}",
            Search = new() { Mode = Hl7.Fhir.Model.Bundle.SearchEntryMode.Match },
        };

    /// <summary>The searchset without entries, with paging links, and what belongs into it; noted for the audit trail.</summary>
    private static (Bundle Head, IReadOnlyList<StoredRow> Rows) Page(
        HttpContext context,
        FhirStore store,
        string type,
        IReadOnlyList<KeyValuePair<string, string>> parameters
    )
    {
        var request = Request(type, parameters, FhirHttp.BaseUrl(context), ChartRule.ClosedTo(context));
        var found = Negotiation.IsLenient(context)
            ? Lenient(store, ref request, context.RequestAborted)
            : store.Texts.Find(request, context.RequestAborted);
        return (Head(context, store, type, parameters, request.Parameters, found), found.Rows);
    }

    /// <summary>Leaves unknown parameters out, because the client asked for that; the self link shows what was used.</summary>
    private static FoundRows Lenient(FhirStore store, ref SearchRequest request, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return store.Texts.Find(request, ct);
            }
            catch (SearchRejectedException refused)
                when (refused.IsUnknownParameter && request.Parameters.Any(p => p.Key == refused.Parameter))
            {
                request = request with { Parameters = [.. request.Parameters.Where(p => p.Key != refused.Parameter)] };
            }
        }
    }

    private sealed record Paging(int Count, int Offset, string? Sort, bool CountOnly)
    {
        public static bool IsControl(string name) =>
            name is "_count" or "_offset" or "_sort" or "_summary" or "_format" or "_pretty" or "_total";

        public static Paging Of(IReadOnlyList<KeyValuePair<string, string>> parameters)
        {
            string? Given(string name) => parameters.LastOrDefault(p => p.Key == name).Value;
            var summary = Given("_summary");
            if (summary is not (null or "count" or "false"))
                throw new SearchRejectedException("_summary", "only count and false are served.", true);
            return new(
                Math.Min(Number("_count", Given("_count")) ?? UsualCount, MostCount),
                Number("_offset", Given("_offset")) ?? 0,
                Given("_sort"),
                summary == "count" || Given("_count") == "0"
            );
        }

        public void AddLinks(Bundle bundle, string url, IReadOnlyList<KeyValuePair<string, string>> criteria, int total)
        {
            bundle.Link.Add(new() { Relation = "self", Url = Link(url, criteria, Offset) });
            if (CountOnly)
                return;
            if (Offset > 0)
            {
                bundle.Link.Add(
                    new() { Relation = "previous", Url = Link(url, criteria, Math.Max(0, Offset - Count)) }
                );
            }

            if ((long)Offset + Count < total)
                bundle.Link.Add(new() { Relation = "next", Url = Link(url, criteria, Offset + Count) });
        }

        private string Link(string url, IReadOnlyList<KeyValuePair<string, string>> criteria, int offset)
        {
            var all = criteria.ToList();
            if (CountOnly)
                all.Add(new("_summary", "count"));
            else
                all.Add(new("_count", Count.ToString(CultureInfo.InvariantCulture)));
            if (Sort is not null)
                all.Add(new("_sort", Sort));
            if (offset > 0)
                all.Add(new("_offset", offset.ToString(CultureInfo.InvariantCulture)));
            return QueryHelpers.AddQueryString(url, all.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));
        }

        private static int? Number(string name, string? value) =>
            value is null ? null
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new SearchRejectedException(name, "is not a whole number of 0 or more.");
    }
}
