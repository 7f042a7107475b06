using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Api.Interactions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Fhir.Api.Transactions;

/// <summary>
/// A GET inside a Bundle: read, vread, history, search, <c>metadata</c> or <c>Patient/$everything</c>. It is asked on the
/// connection of its transaction, so that it sees the writes before it, and put into words after the commit.
/// </summary>
internal abstract class BundleQuestion
{
    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="FhirRejection">404 or 410: it is not there.</exception>
    public abstract void Ask(Database database);

    /// <summary>Bytes of stored text that the answer will hold, known once it was asked.</summary>
    public virtual long Bytes => 0;

    /// <summary>The entry of the answer.</summary>
    public abstract Bundle.EntryComponent Answer(HttpContext context, FhirStore store);

    /// <param name="url">Relative to the address of <c>/fhir</c>.</param>
    /// <exception cref="FhirRejection">Nothing is served at this address.</exception>
    /// <exception cref="SearchRejectedException">It takes no such parameter.</exception>
    /// <param name="closed">Patients whose charts are closed to who asks.</param>
    public static BundleQuestion Of(string url, string baseUrl, Func<IReadOnlyCollection<string>> closed)
    {
        var (path, query) = url.Split('?', 2) is [var before, var after] ? (before, after) : (url, "");
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["metadata"])
            return new Metadata(baseUrl);
        if (parts is [] || parts[0].StartsWith('$') || !ResourceTypes.IsKnown(parts[0]))
            throw FhirRejection.UnknownType(parts.FirstOrDefault() ?? "");
        if (parts is [_, not "_search", ..])
            PlainQuery.RefuseOthers(query);
        return parts switch
        {
            [var type] => new Matches(type, query, baseUrl, closed),
            [var type, "_search"] => new Matches(type, query, baseUrl, closed),
            ["Patient", var id, "$everything"] => new Everything(Valid("Patient", id)),
            [var type, var id] when id[0] is not ('$' or '_') => new Read(type, Valid(type, id), null),
            [var type, var id, "_history"] => new History(type, Valid(type, id)),
            [var type, var id, "_history", var version] => new Read(type, Valid(type, id), version),
            _ => throw FhirRejection.NothingHere(),
        };
    }

    private static string Valid(string type, string id) =>
        LogicalId.IsValid(id) ? id : throw FhirRejection.NotFound($"{type}/{FhirRejection.Shown(id)}");

    private static Bundle.EntryComponent Entry(Resource resource, string? version = null) =>
        new()
        {
            Resource = resource,
            Response = new() { Status = "200", Etag = version is null ? null : $"W/\"{version}\"" },
        };

    /// <summary>A Bundle inside the Bundle, with its resources.</summary>
    private static Bundle.EntryComponent Entry(
        FhirStore store,
        Bundle head,
        IReadOnlyList<StoredRow> rows,
        Func<StoredRow, Bundle.EntryComponent> describe
    )
    {
        foreach (var row in rows)
        {
            var entry = describe(row);
            entry.Resource = row.Deleted
                ? null
                : store.Texts.Readable(row) ?? FhirOutcome.Of(FhirRejection.Damaged(row));
            head.Entry.Add(entry);
        }
        return Entry(head);
    }

    private sealed class Read(string type, string id, string? version) : BundleQuestion
    {
        private StoredRow? _found;

        public override long Bytes => _found?.Length ?? 0;

        private string Reference =>
            version is null ? $"{type}/{id}" : $"{type}/{id}/_history/{FhirRejection.Shown(version)}";

        public override void Ask(Database database)
        {
            _found =
                version is null ? StoredRows.Current(database, type, id)
                : VersionNumber.Of(version) is { } number ? StoredRows.Version(database, type, id, number)
                : null;
            if (_found is null)
                throw FhirRejection.NotFound(Reference);
            if (_found.Deleted)
                throw FhirRejection.Gone($"{type}/{id}");
            if (!_found.HasText)
                throw FhirRejection.Damaged(_found);
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            Accesses.Note(context, store, [_found!]);
            if (store.Texts.Readable(_found!) is not { } resource)
            {
                return new()
                {
                    Response = new() { Status = "500", Outcome = FhirOutcome.Of(FhirRejection.Damaged(_found!)) },
                };
            }

            return Entry(resource, _found!.Version.ToString(CultureInfo.InvariantCulture));
        }
    }

    private sealed class History(string type, string id) : BundleQuestion
    {
        private IReadOnlyList<StoredRow> _versions = [];

        public override long Bytes => _versions.Sum(row => row.Length);

        public override void Ask(Database database)
        {
            _versions = StoredRows.Versions(database, type, id);
            if (_versions.Count == 0)
                throw FhirRejection.NotFound($"{type}/{id}");
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            Accesses.Note(context, store, _versions, $"{type}/{id}");
            var url = FhirHttp.BaseUrl(context);
            var head = HistoryInteraction.Head(_versions, url);
            return Entry(store, head, _versions, HistoryInteraction.Entries(_versions, url));
        }
    }

    private sealed class Everything(string id) : BundleQuestion
    {
        private IReadOnlyList<StoredRow> _all = [];

        public override long Bytes => _all.Sum(row => row.Length);

        public override void Ask(Database database)
        {
            var patient = StoredRows.Current(database, "Patient", id) ?? throw FhirRejection.NotFound($"Patient/{id}");
            if (patient.Deleted)
                throw FhirRejection.Gone($"Patient/{id}");
            _all = StoredRows.Compartment(database, id);
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            Accesses.Note(context, store, _all, $"Patient/{id}").About(id);
            var url = FhirHttp.BaseUrl(context);
            var head = EverythingOperation.Head(_all, id, url);
            return Entry(store, head, _all, row => SearchInteraction.Match(url, row));
        }
    }

    private sealed class Matches(string type, string query, string baseUrl, Func<IReadOnlyCollection<string>> closed)
        : BundleQuestion
    {
        private readonly List<KeyValuePair<string, string>> _parameters = SearchRequest.Parse(query);
        private SearchRequest? _request;
        private FoundRows? _found;

        public override long Bytes => _found?.Rows.Sum(row => row.Length) ?? 0;

        public override void Ask(Database database)
        {
            _request = SearchInteraction.Request(type, _parameters, baseUrl, closed());
            _found = SearchQuery.Of(_request).Rows(database);
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            var url = FhirHttp.BaseUrl(context);
            var head = SearchInteraction.Head(context, store, type, _parameters, _request!.Parameters, _found!);
            return Entry(store, head, _found!.Rows, row => SearchInteraction.Match(url, row));
        }
    }

    private sealed class Metadata(string baseUrl) : BundleQuestion
    {
        public override void Ask(Database database) { }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store) =>
            Entry(Capabilities.Of(baseUrl));
    }
}
