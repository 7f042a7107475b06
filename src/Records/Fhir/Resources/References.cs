using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>What a reference points to, and whose record a resource belongs to.</summary>
public static class References
{
    /// <summary>
    /// Type and logical id of <c>Type/id</c>, with or without <c>/_history/version</c>. Anything else (an absolute address,
    /// <c>urn:uuid:</c>, <c>#contained</c>) comes back whole, with an empty type.
    /// </summary>
    public static (string Type, string Id) Split(string reference)
    {
        var parts = reference.Split('/');
        var local = parts.Length == 2 || parts.Length == 4 && parts[2] == "_history";
        if (local && ResourceTypes.IsKnown(parts[0]))
            return (parts[0], parts[1]);
        return ("", reference);
    }

    /// <summary>
    /// Makes every reference into this server relative: <c>{baseUrl}/Patient/1</c> becomes <c>Patient/1</c>.
    /// </summary>
    /// <param name="baseUrl">The address of <c>/fhir</c> as the client wrote it, without a slash at the end.</param>
    /// <returns>The first reference that only a transaction could resolve; null when there is none.</returns>
    public static string? MakeRelative(Resource resource, string baseUrl)
    {
        var prefix = baseUrl + "/";
        string? loose = null;
        Each(
            resource,
            reference =>
            {
                if (reference.Reference?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true)
                    reference.Reference = reference.Reference[prefix.Length..];
                if (reference.Reference is { } url && LeadsNowhere(url))
                    loose ??= url;
            }
        );
        // A Bundle that is kept as a whole holds what its references lead to.
        return resource is Bundle ? null : loose;
    }

    /// <summary>True of <c>Type?criteria</c> and <c>urn:uuid:…</c>, which have a meaning within a transaction only.</summary>
    public static bool LeadsNowhere(string url) =>
        url.StartsWith("urn:uuid:", StringComparison.Ordinal)
        || url.StartsWith("urn:oid:", StringComparison.Ordinal)
        || url.IndexOf('?') is >= 0 and var end
            && !url.StartsWith('#')
            && url.AsSpan(0, end).IndexOf("://", StringComparison.Ordinal) < 0;

    /// <summary>Visits every reference of a resource and of what it contains, in document order.</summary>
    public static void Each(Base value, Action<ResourceReference> visit) =>
        Elements.Each(
            value,
            element =>
            {
                if (element is ResourceReference reference)
                    visit(reference);
                return true;
            }
        );

    /// <summary>
    /// The reference that puts a resource into a patient's compartment: to the patient itself, or, for a Provenance or a
    /// Binary, to the resource that it is about. Null when it belongs to nobody.
    /// </summary>
    public static string? Owner(Resource resource) =>
        resource switch
        {
            Patient patient => "Patient/" + patient.Id,
            Provenance provenance => provenance.Target.Select(t => t.Reference).FirstOrDefault(r => r is not null),
            Binary binary => binary.SecurityContext?.Reference,
            FhirTask task => task.For?.Reference ?? task.Focus?.Reference,
            Bundle => null,
            _ => PatientReference(resource),
        };

    private static string? PatientReference(Resource resource)
    {
        foreach (var name in new[] { "subject", "patient", "beneficiary", "individual" })
        {
            if (
                resource.TryGetValue(name, out var value)
                && value is ResourceReference { Reference: { } reference }
                && reference.StartsWith("Patient/", StringComparison.Ordinal)
            )
            {
                return reference;
            }
        }

        return null;
    }
}
