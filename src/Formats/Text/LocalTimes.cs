namespace Xinglin.Formats.Text;

/// <summary>A date and time without a zone, as forms and files write it, as a moment in the zone of the hospital.</summary>
public static class LocalTimes
{
    /// <summary>
    /// The moment; null at the first or last day of the calendar where the zone carries it beyond. In the hour that a change of
    /// the clock leaves out or repeats, the zone's usual time counts.
    /// </summary>
    public static DateTimeOffset? At(DateTime local, TimeZoneInfo zone) => At(local, zone.GetUtcOffset(local));

    /// <inheritdoc cref="At(DateTime, TimeZoneInfo)"/>
    public static DateTimeOffset? At(DateTime local, TimeSpan offset) =>
        local.Ticks - offset.Ticks is var ticks && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset)
            : null;
}
