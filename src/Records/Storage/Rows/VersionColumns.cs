using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>
/// The columns of one version, read without trust: a hand or a bad sector may have left anything in them. What cannot be comes as
/// a harmless value, and the version as not whole.
/// </summary>
internal sealed class VersionColumns(Statement row)
{
    /// <summary>So many versions nothing has; a larger number was put there.</summary>
    public const long MostVersions = int.MaxValue;

    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Every column that was read so far holds what this program may have written.</summary>
    public bool IsWhole { get; private set; } = true;

    public string Text(int column) => row.TextOrNull(column) ?? Lost("");

    public long Version(int column) => Number(column, 1, MostVersions, 0);

    /// <summary>The moment; the beginning of 1970 where it is none.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column, First, Last, 0));

    /// <summary>False where it is neither: a resource is not hidden by what cannot be read.</summary>
    public bool Deleted(int column) => Number(column, 0, 1, 0) == 1;

    public OriginKind Origin(int column) =>
        (OriginKind)Number(
            column,
            (long)Enum.GetValues<OriginKind>().Min(),
            (long)Enum.GetValues<OriginKind>().Max(),
            0
        );

    /// <summary>
    /// The text is what was written with the sum, under the number of the version that stands beside them. False where there is no
    /// sum, as in a row of an earlier version of the program; another sum is damage.
    /// </summary>
    public bool IsUnchanged(int text, int sum, int version)
    {
        if (row.IsNull(sum) || row.IsNull(text))
            return false;
        return (row.IsInteger(sum) && row.Long(sum) == TextSum.Of(row.Span(text), row.Long(version))) || Lost(false);
    }

    private long Number(int column, long least, long most, long otherwise) =>
        row.IsInteger(column) && row.Long(column) is var number && number >= least && number <= most
            ? number
            : Lost(otherwise);

    private T Lost<T>(T harmless)
    {
        IsWhole = false;
        return harmless;
    }
}
