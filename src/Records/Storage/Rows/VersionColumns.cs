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

    /// <summary>Compares the version with the code beside it: an altered one, and one without a code, is not whole.</summary>
    /// <param name="first">Column of the type; id, version, time and deletion follow it.</param>
    /// <param name="text">Column of the text, which lies here whole.</param>
    public void Compare(int code, int text, int first, int origin, int actor)
    {
        if (row.Codes is not { } codes)
            return;
        IsWhole &= codes.Holds(
            row.IsNull(code) ? default : row.Span(code),
            row.IsNull(text) ? default : row.Span(text),
            FactsOf(row, first, origin, actor)
        );
    }

    /// <inheritdoc cref="Compare"/>
    public static VersionFacts FactsOf(Statement row, int first, int origin, int actor) =>
        new(
            row.TextOrNull(first) ?? "",
            row.TextOrNull(first + 1) ?? "",
            row.Long(first + 2),
            row.Long(first + 3),
            row.Long(first + 4) == 1,
            row.Long(origin),
            row.TextOrNull(actor) ?? ""
        );

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
