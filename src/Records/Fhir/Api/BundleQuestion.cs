using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Search;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Api;

/// <summary>
/// A GET inside a Bundle: read, vread, history, search, <c>metadata</c> or <c>Patient/$everything</c>. It is asked on the
/// connection of its transaction, so that it sees the writes before it, and put into words after the commit.
/// </summary>
internal abstract class BundleQuestion
{
    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="FhirRefusal">404 or 410: it is not there.</exception>
    public abstract void Ask(Database database);

    /// <summary>The entry of the answer.</summary>
    public abstract Bundle.EntryComponent Answer(HttpContext context, FhirStore store);

    /// <param name="url">Relative to the address of <c>/fhir</c>.</param>
    /// <exception cref="FhirRefusal">Nothing is served at this address.</exception>
    public static BundleQuestion Of(string url, string baseUrl)
    {
        var (path, query) = url.Split('?', 2) is [var before, var after] ? (before, after) : (url, "");
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["metadata"])
            return new Metadata(baseUrl);
        if (parts is [] || parts[0].StartsWith('$') || !ModelInfo.IsKnownResource(parts[0]))
            throw FhirRefusal.UnknownType(parts.FirstOrDefault() ?? "");
        return parts switch
        {
            [var type] => new Matches(type, query),
            [var type, "_search"] => new Matches(type, query),
            ["Patient", var id, "$everything"] => new Everything(Valid("Patient", id)),
            [var type, var id] when id[0] is not ('$' or '_') => new Read(type, Valid(type, id), null),
            [var type, var id, "_history"] => new History(type, Valid(type, id)),
            [var type, var id, "_history", var version] => new Read(type, Valid(type, id), version),
            _ => throw FhirRefusal.NothingHere(),
        };
    }

    private static string Valid(string type, string id) =>
        LogicalId.IsValid(id) ? id : throw FhirRefusal.NotFound($"{type}/{FhirRefusal.Shown(id)}");

    private static Bundle.EntryComponent Entry(Resource resource, string? version = null) =>
        new()
        {
            Resource = resource,
            Response = new() { Status = "200", Etag = version is null ? null : $"W/\"{version}\"" },
        };

    private sealed class Read(string type, string id, string? version) : BundleQuestion
    {
        private StoredVersion? found;

        private string Reference =>
            version is null ? $"{type}/{id}" : $"{type}/{id}/_history/{FhirRefusal.Shown(version)}";

        public override void Ask(Database database)
        {
            found = version is null ? Lookup.Current(database, type, id) : Lookup.Version(database, type, id, version);
            if (found is null)
                throw FhirRefusal.NotFound(Reference);
            if (found.Deleted)
                throw FhirRefusal.Gone($"{type}/{id}");
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            store.Audit.Record(Exchange.Actor(context), "read", Reference);
            return Entry(found!.Resource()!, found.Version.ToString(CultureInfo.InvariantCulture));
        }
    }

    private sealed class History(string type, string id) : BundleQuestion
    {
        private IReadOnlyList<StoredVersion> versions = [];

        public override void Ask(Database database)
        {
            versions = Lookup.Versions(database, type, id);
            if (versions.Count == 0)
                throw FhirRefusal.NotFound($"{type}/{id}");
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            store.Audit.Record(Exchange.Actor(context), "history", $"{type}/{id}");
            return Entry(HistoryInteraction.Bundle(versions, Exchange.BaseUrl(context)));
        }
    }

    private sealed class Everything(string id) : BundleQuestion
    {
        private IReadOnlyList<StoredVersion> all = [];

        public override void Ask(Database database)
        {
            var patient = Lookup.Current(database, "Patient", id) ?? throw FhirRefusal.NotFound($"Patient/{id}");
            if (patient.Deleted)
                throw FhirRefusal.Gone($"Patient/{id}");
            all = Lookup.Compartment(database, id, null);
        }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store)
        {
            store.Audit.Record(Exchange.Actor(context), "everything", $"Patient/{id}");
            return Entry(EverythingOperation.Bundle(all, id, Exchange.BaseUrl(context)));
        }
    }

    private sealed class Matches(string type, string query) : BundleQuestion
    {
        private readonly List<KeyValuePair<string, string>> parameters = SearchInteraction.Parse(query);
        private FoundVersions? found;

        public override void Ask(Database database) =>
            found = SearchQuery.Of(SearchInteraction.Request(type, parameters)).Run(database);

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store) =>
            Entry(SearchInteraction.Bundle(context, store, type, parameters, found!));
    }

    private sealed class Metadata(string baseUrl) : BundleQuestion
    {
        public override void Ask(Database database) { }

        public override Bundle.EntryComponent Answer(HttpContext context, FhirStore store) =>
            Entry(Capabilities.Of(baseUrl));
    }
}
