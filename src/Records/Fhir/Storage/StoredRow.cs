using System.Globalization;
using System.Text.Json;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>
/// One version as it lies in the database, without its text unless that is short: a page of these costs the same whatever
/// the resources weigh.
/// </summary>
/// <param name="Key">The resource's row; with the version it finds the text again, wherever that lies by then.</param>
/// <param name="Length">Bytes of the stored JSON; 0 for a deletion.</param>
/// <param name="Text">The stored JSON as UTF-8 when it is at most <see cref="ShortText"/> bytes long.</param>
internal sealed record StoredRow(
    long Key,
    string Type,
    string Id,
    long Version,
    DateTimeOffset LastUpdated,
    bool Deleted,
    long Length,
    byte[]? Text
)
{
    /// <summary>Longest text in bytes that comes along with its row, so that usual resources need no second question.</summary>
    public const int ShortText = 8192;

    /// <summary>
    /// False when the text is no JSON, as a bad sector leaves it. A long text is not looked at: it is sent as it is read.
    /// </summary>
    public bool IsWhole
    {
        get
        {
            if (Text is null)
                return true;
            try
            {
                var reader = new Utf8JsonReader(Text, new JsonReaderOptions { MaxDepth = 1000 });
                return reader.Read() && reader.TrySkip() && reader.BytesConsumed == Text.Length;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>The columns of <see cref="From"/>; the length is known without reading the text.</summary>
    /// <param name="key">Table and column of the resource's key.</param>
    /// <param name="version">The table that holds version, times and text.</param>
    public static string Columns(string key, string version) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{key},r.type,r.id,{version}.version,{version}.last_updated,{version}.deleted,octet_length({version}.json),CASE WHEN octet_length({version}.json)<={ShortText} THEN {version}.json END"
        );

    public static StoredRow From(Statement row) =>
        new(
            row.Long(0),
            row.Text(1),
            row.Text(2),
            row.Long(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Long(4)),
            row.Long(5) != 0,
            row.Long(6),
            row.IsNull(7) ? null : row.Bytes(7)
        );
}

/// <summary>A page of current versions and how many there are in all.</summary>
internal sealed record FoundRows(IReadOnlyList<StoredRow> Rows, int Total);
