using System.Globalization;

namespace Xinglin.Records.Charts;

/// <summary>When something of a chart happened: the moment to reckon with, and what the record says.</summary>
/// <param name="At">A date stands for its first moment in UTC.</param>
/// <param name="Written">
/// As recorded, to the minute and without the offset: <c>2019</c>, <c>2019-03</c>, <c>2019-03-01</c>, <c>2019-03-01 08:30</c>.
/// </param>
public readonly record struct ChartTime(DateTimeOffset At, string Written) : IComparable<ChartTime>
{
    private const int DateLength = 10;

    /// <summary>The year, month or day alone, as far as it is known; never more than the day.</summary>
    public string Day => Written.Length > DateLength ? Written[..DateLength] : Written;

    /// <summary>Whether no time of day is known.</summary>
    public bool IsDate => Written.Length <= DateLength;

    public static implicit operator DateTimeOffset(ChartTime time) => time.At;

    /// <summary>A moment that is known exactly, such as one of this program.</summary>
    public static implicit operator ChartTime(DateTimeOffset at) =>
        new(at, at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    public int CompareTo(ChartTime other) => At.CompareTo(other.At);

    // One moment is one moment, however it is written.
    public bool Equals(ChartTime other) => At.Equals(other.At);

    public override int GetHashCode() => At.GetHashCode();
}
