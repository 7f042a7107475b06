using System.Globalization;
using Xinglin.Formats.Text;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.Pages.Audit;

/// <summary>What is in the form of the audit page and in its address: the same for the page and its exports.</summary>
public sealed record AuditFilter(
    string? Patient,
    string? Person,
    string? Action,
    string? From,
    string? Until,
    string? Kind,
    string? At
)
{
    public const string ChangesKind = "changes";

    public bool IsChanges => Kind == ChangesKind;

    /// <summary>False when a date is not written as <c>2026-11-30</c>.</summary>
    public bool IsReadable => IsDate(From) && IsDate(Until);

    /// <summary>The first day lies after the last: nothing could match.</summary>
    public bool IsReversed => Read(From) is { } from && Read(Until) is { } until && from > until;

    /// <summary>From the first day to the last, both whole; days begin at midnight of the server's time zone.</summary>
    public AuditQuery Query(TimeProvider clock, int count) =>
        new(
            Given(Patient),
            Given(Person),
            Given(Action),
            Midnight(From, clock),
            Midnight(Until, clock, days: 1),
            count,
            AuditCursor.Parse(At)
        );

    public AuditPage Find(TrailSources trail, AuditQuery query) =>
        IsChanges ? trail.Changes(query) : trail.Accesses(query);

    /// <summary>The address of a page with this filter.</summary>
    public string Address(string path, AuditCursor? at = null, string? format = null)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("patient", Given(Patient)),
            ("person", Given(Person)),
            ("action", Given(Action)),
            ("from", Given(From)),
            ("until", Given(Until)),
            ("kind", Given(Kind)),
            ("format", format),
            ("at", at?.ToString()),
        };
        var query = string.Join(
            '&',
            parts
                .Where(part => part.Value is not null)
                .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")
        );
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsDate(string? text) => Given(text) is null || Read(text) is not null;

    private static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(
            Given(text),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    private static DateTimeOffset? Midnight(string? text, TimeProvider clock, int days = 0)
    {
        if (Read(text) is not { } day || (days > 0 && day == DateOnly.MaxValue))
            return null;
        return LocalTimes.At(day.AddDays(days).ToDateTime(TimeOnly.MinValue), clock.LocalTimeZone);
    }
}

/// <summary>Where entries are found: accesses and changes lie in files of their own.</summary>
public sealed record TrailSources(Func<AuditQuery, AuditPage> Accesses, Func<AuditQuery, AuditPage> Changes);
