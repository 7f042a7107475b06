using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Pages.Attachments;

/// <summary>
/// Whether what a record refers to is of the same patient, or of nobody: another's is neither shown nor given out. A Binary that says
/// nothing of a patient is of those whose documents named it before this one. Each address is asked about once.
/// </summary>
public sealed class SamePatient(FhirStore store, Resource record)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _own = new(() =>
        store.Audit.PatientsOf([$"{record.TypeName}/{record.Id}"], attached: false)
    );

    public bool Has(string reference)
    {
        if (!_known.TryGetValue(reference, out var has))
            _known[reference] = has = Ask(reference);
        return has;
    }

    private bool Ask(string reference)
    {
        var owners = store.Audit.PatientsOf([reference], attached: false);
        if (owners.Count == 0 && References.Split(reference) is ("Binary", var id))
            owners = store.PatientsNaming("Binary", id, before: record);
        return owners.All(_own.Value.Contains);
    }
}
