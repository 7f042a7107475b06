using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>One version as it lies in the database.</summary>
/// <param name="Text">The stored JSON as UTF-8; null for a deletion, and where the text is lost.</param>
/// <param name="IsWhole">It is what this program wrote; else it is damaged, whatever its text says.</param>
/// <param name="HasTime">Its time can be one, whatever its code says: of what is damaged it tells when that was stored.</param>
internal sealed record StoredVersion(
    string Type,
    string Id,
    long Version,
    DateTimeOffset LastUpdated,
    bool Deleted,
    byte[]? Text,
    Authorship Authorship,
    bool IsWhole,
    bool HasTime
)
{
    /// <summary>
    /// The resource, parsed; null for a deletion. What cannot be read back comes as an empty one that says so
    /// (<see cref="Damage"/>), so that nothing next to it is lost to sight.
    /// </summary>
    public Resource? Resource()
    {
        if (Deleted)
            return null;
        var resource = Readable() ?? Damage.InPlaceOf(Type, Id, Version, HasTime ? LastUpdated : null);
        AuthorshipOfResources.Note(resource, Authorship);
        return resource;
    }

    private Resource? Readable()
    {
        if (!IsWhole || Text is null)
            return null;
        try
        {
            return FhirText.FromStore(Text);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    internal static StoredVersion From(Statement row)
    {
        var columns = new VersionColumns(row);
        var (type, id, version, time) = (columns.Text(0), columns.Text(1), columns.Version(2), columns.Time(3));
        var (deleted, authorship) = (columns.Deleted(4), new Authorship(columns.Origin(6), columns.Text(7)));
        var hasTime = columns.IsWhole;
        columns.Compare(8, 5, 0, 6, 7);
        return new StoredVersion(
            type,
            id,
            version,
            time,
            // What somebody altered is not hidden by that.
            columns.IsWhole && deleted,
            row.IsNull(5) ? null : row.Bytes(5),
            authorship,
            columns.IsWhole,
            hasTime
        );
    }
}

/// <summary>A page of current versions and how many there are in all.</summary>
internal sealed record FoundVersions(IReadOnlyList<StoredVersion> Versions, int Total);
