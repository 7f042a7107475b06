using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>
/// What signed documents rest on, as it was when they were signed. New content is compared with that and not with the version
/// before it: else a person could be exchanged in steps of which each is small.
/// </summary>
internal static class AsSigned
{
    /// <summary>Whether a patient's new content is of another person than the one about whom a document was signed.</summary>
    public static bool IsAnother(Database database, Patient after) =>
        Contents(database, "Patient", after.Id!).OfType<Patient>().Any(signed => StoredRules.IsAnother(signed, after));

    /// <summary>A resource at the time of each signature; as it is now where no signature can be read.</summary>
    public static IEnumerable<Resource> Contents(Database database, string type, string id)
    {
        var versions = Lookup.Versions(database, type, id);
        var signed = Signatures(database, (type, id))
            .Select(time => versions.FirstOrDefault(v => v.LastUpdated < time && !v.Deleted) ?? versions[^1])
            .DistinctBy(version => version.Version)
            .ToList();
        if (signed.Count == 0)
            signed.AddRange(versions.Take(1));
        return signed.Select(version => version.Resource()).OfType<Resource>();
    }

    /// <summary>When the documents that rest on a resource were signed.</summary>
    public static HashSet<DateTimeOffset> Signatures(Database database, (string Type, string Id) held)
    {
        var select = database.Prepare(
            "SELECT r.type,r.id FROM held h JOIN resource r ON r.key=h.document WHERE h.type=$1 AND h.id=$2"
        );
        select.Bind(1, held.Type).Bind(2, held.Id);
        var documents = new List<(string Type, string Id)>();
        while (select.Step())
            documents.Add((select.Text(0), select.Text(1)));
        return
        [
            .. documents
                .SelectMany(document => Lookup.Versions(database, document.Type, document.Id))
                .Where(version => version.Resource() is { } text && SignedDocuments.RestsOn(text).Contains(held))
                .Select(version => version.LastUpdated),
        ];
    }
}
