using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Preconditions;

namespace Xinglin.Records.Fhir.Api.Transactions;

/// <summary>The conditions of a Bundle (<c>ifNoneExist</c> and conditional references), counted without asking any of them.</summary>
internal static class BundleConditions
{
    /// <summary>Whether there are more different ones than one request may have.</summary>
    public static bool AreTooMany(Bundle bundle, string baseUrl)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in bundle.Entry)
        {
            if (entry.Resource is not { } resource)
                continue;
            if (entry.Request is { Method: Bundle.HTTPVerb.POST, IfNoneExist: { Length: > 0 } criteria })
                found.Add($"{resource.TypeName}?{criteria}");
            References.Each(
                resource,
                reference =>
                {
                    if (reference.Reference is { } url && IsConditional(url = Relative(url, baseUrl)))
                        found.Add(url);
                }
            );
            if (found.Count > Lookups.MostConditions)
                return true;
        }

        return false;
    }

    private static string Relative(string url, string baseUrl) =>
        url.StartsWith(baseUrl + "/", StringComparison.OrdinalIgnoreCase) ? url[(baseUrl.Length + 1)..] : url;

    private static bool IsConditional(string url) =>
        url.IndexOf('?') is > 0 and var end && ResourceTypes.IsKnown(url[..end]);
}
