using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir;

/// <summary>Why a record is in nobody's chart.</summary>
public enum StrayReason
{
    /// <summary>It cannot be read, and so names nobody.</summary>
    Unreadable,

    /// <summary>It names no patient at all.</summary>
    Unnamed,

    /// <summary>Only a name or a description came along.</summary>
    NameOnly,

    /// <summary>Only a number (<c>identifier</c>) came along.</summary>
    NumberOnly,

    /// <summary>There is no such patient here.</summary>
    Missing,

    /// <summary>The patient is described inside the record, or would be, and nowhere else.</summary>
    Inside,

    /// <summary>An address in another system.</summary>
    Elsewhere,

    /// <summary>Something of this store that is no patient: a group, a device.</summary>
    NoPatient,

    /// <summary>It leads nowhere: <c>urn:uuid:</c>, <c>Patient?name=…</c>, a broken address.</summary>
    Nowhere,
}

/// <summary>A reason, and what was sent in place of a patient of this store.</summary>
/// <param name="Said">The reference, number or name as it was sent; empty where there is none.</param>
/// <param name="Candidate">Id of the one patient here who has the number that was sent; null where there is none or several.</param>
public sealed record Stray(StrayReason Reason, string Said, string? Candidate = null);

/// <summary>Finds out why a record is in nobody's chart.</summary>
public static class StrayRecords
{
    /// <summary>Null where it is in a chart, or is nothing that belongs in one.</summary>
    public static Stray? StrayOf(this FhirStore store, Resource resource)
    {
        var isClinical = Compartments.OfOnePatient.Contains(resource.TypeName);
        if (Damage.IsDamaged(resource))
        {
            var patients = store.Audit.PatientsOf([$"{resource.TypeName}/{resource.Id}"]);
            return !isClinical || patients.Any(id => store.HoldingOf("Patient", id) != Holding.Missing)
                ? null
                : new(StrayReason.Unreadable, string.Join(", ", patients.Select(id => $"Patient/{id}")));
        }

        if (References.Owner(resource) is { } owner)
        {
            return References.Split(owner) is ("Patient", var id) && store.HoldingOf("Patient", id) == Holding.Missing
                ? new(StrayReason.Missing, owner)
                : null;
        }

        return isClinical ? Why(store, SubjectOf(resource)) : null;
    }

    private static Stray Why(FhirStore store, ResourceReference? subject)
    {
        var said = subject?.Reference?.Trim() ?? "";
        if (said.Length > 0)
        {
            return said.StartsWith('#') ? new(StrayReason.Inside, said)
                : References.Split(said) is ({ Length: > 0 } type, _) && type != "Patient"
                    ? new(StrayReason.NoPatient, said)
                : said.Contains("://", StringComparison.Ordinal) ? new(StrayReason.Elsewhere, said)
                : new(StrayReason.Nowhere, said);
        }

        if (subject?.Identifier is { Value: { Length: > 0 } value } number)
            return new(StrayReason.NumberOnly, value, Known(store, number.System, value));
        return string.IsNullOrWhiteSpace(subject?.Display)
            ? new(StrayReason.Unnamed, "")
            : new(StrayReason.NameOnly, subject.Display.Trim());
    }

    // A number may be anything; what the search does not take as one is nobody's.
    private static string? Known(FhirStore store, string? system, string value)
    {
        if (value.AsSpan().IndexOfAny("|,\\$") >= 0 || system?.AsSpan().IndexOfAny("|,\\$") >= 0)
            return null;
        try
        {
            var asked = new SearchRequest(
                "Patient",
                [new("identifier", string.IsNullOrEmpty(system) ? value : $"{system}|{value}")],
                2
            );
            return store.Search(asked).Resources is [Patient { Id: { } id }] ? id : null;
        }
        catch (SearchRejectedException)
        {
            return null;
        }
    }

    private static ResourceReference? SubjectOf(Resource resource) =>
        new[] { "subject", "patient", "beneficiary", "individual" }
            .Select(name => resource.TryGetValue(name, out var value) ? value as ResourceReference : null)
            .FirstOrDefault(reference => reference is not null);
}
