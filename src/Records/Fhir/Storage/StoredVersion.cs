using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Storage;

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
    /// <summary>The resource, parsed; null for a deletion.</summary>
    public Resource? Resource()
    {
        if (Json is null)
            return null;
        var resource = FhirText.FromStore(Json);
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
