using Microsoft.Extensions.Primitives;
using Xinglin.Records.Fhir.Api.Bodies;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary>
/// The conditions of a write as <c>Bundle.entry.request</c> says them, read alike at every door that takes Bundles (FHIR R4 http.html
/// 3.1.0.11.1).
/// </summary>
public static class WriteConditions
{
    /// <summary>False when they contradict each other or are empty.</summary>
    /// <param name="ifVersion">As <see cref="Resources.Write.IfVersion"/>.</param>
    public static bool TryRead(string? ifMatch, string? ifNoneMatch, out string? ifVersion)
    {
        try
        {
            ifVersion = EntityTag.Versions(
                ifMatch is null ? default : new StringValues(ifMatch),
                ifNoneMatch is null ? default : new StringValues(ifNoneMatch)
            );
            return true;
        }
        catch (FhirRejection)
        {
            ifVersion = null;
            return false;
        }
    }
}
