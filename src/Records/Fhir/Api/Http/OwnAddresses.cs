using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;

namespace Xinglin.Records.Fhir.Api.Http;

/// <summary>
/// This server's own address in what is asked: references are stored relative to it, so <c>subject={base}/Patient/1</c> asks for
/// <c>Patient/1</c>. Addresses elsewhere go on as they are.
/// </summary>
internal static class OwnAddresses
{
    /// <param name="baseUrl">The address of <c>/fhir</c> as the client wrote it, without a slash at the end.</param>
    public static List<KeyValuePair<string, string>> Relative(
        string type,
        IEnumerable<KeyValuePair<string, string>> parameters,
        string baseUrl
    ) =>
        [
            .. parameters.Select(asked => new KeyValuePair<string, string>(
                asked.Key,
                Relative(type, asked, baseUrl + "/")
            )),
        ];

    private static string Relative(string type, KeyValuePair<string, string> asked, string own)
    {
        if (
            !asked.Value.Contains(own, StringComparison.OrdinalIgnoreCase)
            || !SearchParameters.Of(type).TryGetValue(asked.Key.Split(':')[0], out var parameter)
            || parameter.Kind != SearchParamType.Reference
        )
        {
            return asked.Value;
        }
        // Canonical addresses are kept whole: either may be meant.
        var both = parameter.Types.Any(element => element != typeof(ResourceReference));
        return string.Join(
            ',',
            asked
                .Value.Split(',')
                .Select(value =>
                    !value.StartsWith(own, StringComparison.OrdinalIgnoreCase) ? value
                    : both ? $"{value[own.Length..]},{value}"
                    : value[own.Length..]
                )
        );
    }
}
