using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Care;

/// <summary>References of the resources that say who cares for whom, as they are compared: <c>Type/id</c>.</summary>
internal static class CareReferences
{
    /// <summary>The resource that a reference leads to, without a version; null when it names none of this store.</summary>
    public static string? Of(ResourceReference? reference) =>
        reference?.Reference is { Length: > 0 } written && References.Split(written) is { Type.Length: > 0 } to
            ? $"{to.Type}/{to.Id}"
            : null;

    /// <summary>The id behind a reference of one type; null when it is of another.</summary>
    public static string? IdOf(ResourceReference? reference, string type) =>
        Of(reference) is { } known && known.StartsWith($"{type}/", StringComparison.Ordinal)
            ? known[(type.Length + 1)..]
            : null;

    public static bool IsUnit(string reference) =>
        reference.StartsWith("Organization/", StringComparison.Ordinal)
        || reference.StartsWith("Location/", StringComparison.Ordinal);

    /// <summary>The end of a period; null when it has none that can be read.</summary>
    public static DateTimeOffset? EndOf(Period? period) =>
        period?.EndElement is { } end && end.TryToDateTimeOffset(TimeSpan.Zero, out var at)
            ? Whole(end.Value, at)
            : null;

    // A day without a time lasts to its end.
    private static DateTimeOffset Whole(string? written, DateTimeOffset at) =>
        written is { Length: <= 10 } ? at.AddDays(1) : at;
}
