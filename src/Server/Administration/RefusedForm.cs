using Xinglin.Terminology.Text;

namespace Xinglin.Server.Administration;

/// <summary>A form that was refused, with what was typed into it: it is shown again as it was, for the one thing to be mended.</summary>
/// <param name="Action">The address to which it was sent.</param>
/// <param name="Field">The field that is to be mended; null where it is not one alone.</param>
/// <param name="Words">Why it was refused.</param>
public sealed record RefusedForm(
    string Action,
    string? Field,
    BilingualText Words,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Given
)
{
    private const int MostFields = 200;
    private const int LongestValue = 2000;

    // What is secret is typed again.
    private static readonly HashSet<string> Secrets = ["password", "again", "old", "new", "key"];

    /// <summary>Of what a request brought, without passwords and other secrets.</summary>
    public static RefusedForm Of(HttpContext context, string? field, BilingualText words) =>
        new(
            context.Request.Path.Value ?? "",
            field,
            words,
            context.Request.HasFormContentType
                ? context
                    .Request.Form.Where(one =>
                        !Secrets.Contains(one.Key) && !one.Key.StartsWith("__", StringComparison.Ordinal)
                    )
                    .Take(MostFields)
                    .ToDictionary(
                        one => one.Key,
                        one =>
                            (IReadOnlyList<string>)
                                [.. one.Value.OfType<string>().Where(value => value.Length <= LongestValue)],
                        StringComparer.Ordinal
                    )
                : new Dictionary<string, IReadOnlyList<string>>()
        );

    /// <summary>What was typed into a field; null where there was no such field.</summary>
    public string? this[string field] => Given.GetValueOrDefault(field) is [var first, ..] ? first : null;

    /// <summary>All that was chosen of one name; empty where nothing was.</summary>
    public IReadOnlyList<string> All(string field) => Given.GetValueOrDefault(field) ?? [];

    /// <summary>The words, where they are about this field.</summary>
    public BilingualText? Fault(string field) => field == Field ? Words : null;
}
