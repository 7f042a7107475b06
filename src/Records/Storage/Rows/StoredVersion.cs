using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>One version as it lies in the database. <c>Json</c> is null exactly when it is a deletion.</summary>
internal sealed record StoredVersion(
    string Type,
    string Id,
    long Version,
    DateTimeOffset LastUpdated,
    bool Deleted,
    string? Json,
    Authorship Authorship
)
{
    /// <summary>
    /// The resource, parsed; null for a deletion. What cannot be read back comes as an empty one that says so
    /// (<see cref="Damage"/>), so that nothing next to it is lost to sight.
    /// </summary>
    public Resource? Resource()
    {
        if (Json is null)
            return null;
        Resource resource;
        try
        {
            resource = FhirText.FromStore(Json);
        }
        catch (InvalidDataException)
        {
            resource = Damage.InPlaceOf(Type, Id, Version, LastUpdated);
        }
        AuthorshipOfResources.Note(resource, Authorship);
        return resource;
    }

    internal static StoredVersion From(Statement row) =>
        new(
            row.Text(0),
            row.Text(1),
            row.Long(2),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3)),
            row.Long(4) != 0,
            row.TextOrNull(5),
            new Authorship((OriginKind)row.Long(6), row.Text(7))
        );
}

/// <summary>A page of current versions and how many there are in all.</summary>
internal sealed record FoundVersions(IReadOnlyList<StoredVersion> Versions, int Total);
