using System.Globalization;
using System.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>
/// One version as it lies in the database, without its text unless that is short: a page of these costs the same whatever
/// the resources weigh.
/// </summary>
/// <param name="Key">The resource's row; with the version it finds the text again, wherever that lies by then.</param>
/// <param name="Length">Bytes of the stored JSON; 0 for a deletion.</param>
/// <param name="Text">The stored JSON as UTF-8 when it is at most <see cref="ShortText"/> bytes long.</param>
/// <param name="Patients">
/// Of a current version, whose data it is; of a past one, whose chart the resource is in now: the text says whose that version was.
/// </param>
/// <param name="IsPast">Another version has taken its place.</param>
/// <param name="HasColumns">It is what this program wrote; of a long text the columns alone.</param>
internal sealed record StoredRow(
    long Key,
    string Type,
    string Id,
    long Version,
    DateTimeOffset LastUpdated,
    bool Deleted,
    long Length,
    byte[]? Text,
    IReadOnlyList<string> Patients,
    bool IsPast,
    bool HasColumns
)
{
    /// <summary>Of a long text, see <see cref="RowCodes"/>; empty where there is none.</summary>
    public byte[] Code { get; private init; } = [];

    /// <summary>What the code of a long text covers beside it.</summary>
    public VersionFacts Facts { get; private init; }

    /// <summary>Longest text in bytes that comes along with its row, so that usual resources need no second question.</summary>
    public const int ShortText = 8192;

    /// <summary>
    /// False when the number of the version is none, or another than a damaged text says, which begins with it; of a long text only
    /// the number is looked at.
    /// </summary>
    public bool HasVersion
    {
        get
        {
            if (Version < 1 || HasColumns || Text is null)
                return Version >= 1;
            var beginning = Encoding.UTF8.GetBytes(
                $"{{\"resourceType\":\"{Type}\",\"id\":\"{Id}\",\"meta\":{{\"versionId\":\""
            );
            return !Text.AsSpan().StartsWith(beginning)
                || Text.AsSpan(beginning.Length)
                    .StartsWith(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}\"")));
        }
    }

    /// <summary>False when a column is damaged or the text is gone: there is nothing to read.</summary>
    public bool HasText => HasColumns && !Deleted && Length > 0;

    /// <summary>The columns of <see cref="From"/>; the length is known without reading the text.</summary>
    /// <param name="key">Table and column of the resource's key.</param>
    /// <param name="version">The table that holds version, times and text.</param>
    public static string Columns(string key, string version) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{key},r.type,r.id,{version}.version,{version}.last_updated,{version}.deleted,octet_length({version}.json),CASE WHEN octet_length({version}.json)<={ShortText} THEN {version}.json END,coalesce(r.patient,'')||' '||{(version == "r" ? CompartmentRows.OfRow : "''")},'{version}',{version}.code,{version}.origin,{version}.actor"
        );

    public static StoredRow From(Statement row)
    {
        var columns = new VersionColumns(row);
        var (type, id, version, time) = (columns.Text(1), columns.Text(2), columns.Version(3), columns.Time(4));
        var (deleted, length) = (columns.Deleted(5), row.Long(6));
        // Of a long text, which does not come along, the code is compared when that is read.
        var isLong = length > ShortText;
        if (!isLong)
            columns.Compare(10, 7, 1, 11, 12);
        return new StoredRow(
            row.Long(0),
            type,
            id,
            version,
            time,
            // What somebody altered is not hidden by that.
            columns.IsWhole && deleted,
            length,
            row.IsNull(7) ? null : row.Bytes(7),
            row.Text(8).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            row.Text(9) != "r",
            columns.IsWhole
        )
        {
            Code = isLong && !row.IsNull(10) ? row.Bytes(10) : [],
            Facts = isLong ? VersionColumns.FactsOf(row, 1, 11, 12) : default,
        };
    }
}

/// <summary>A page of current versions and how many there are in all.</summary>
/// <param name="Matched">
/// The patients that the question names and, where no row is sent, those of what matches; at most <see cref="MostPatients"/>.
/// </param>
internal sealed record FoundRows(IReadOnlyList<StoredRow> Rows, int Total, IReadOnlyList<string> Matched)
{
    /// <summary>So many patients of a count are recorded, and the count itself.</summary>
    public const int MostPatients = 500;
}
