using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Audit;

/// <summary>Whom the filter's patient means: an id, a medical record number, or a name or a part of one.</summary>
public static class AskedPatients
{
    private const int Most = 200;

    /// <summary>The query with the ids of whom it names; that they were asked for is noted with the request.</summary>
    public static AuditQuery Resolved(AuditQuery query, FhirStore store, HttpContext? context)
    {
        if (query.Patient is not { } asked)
            return query;
        var ids = Ids(store, asked);
        if (context is not null)
            AccessNote.Of(context).About(ids);
        return query with { PatientIds = ids };
    }

    /// <summary>Names of the patients that a page of entries is about, by id; that they were shown is noted with the request.</summary>
    public static IReadOnlyDictionary<string, string> Names(
        AuditPage page,
        FhirStore store,
        TimeProvider clock,
        HttpContext? context
    )
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in page.Entries.SelectMany(entry => entry.Patients).Distinct().Take(Most))
        {
            if (store.Read<Hl7.Fhir.Model.Patient>(id) is { } patient)
                names[id] = Localizer.T(Person.Of(patient, clock.GetUtcNow()).Name);
        }

        if (context is not null)
            AccessNote.Of(context).About(names.Keys);
        return names;
    }

    private static IReadOnlyList<string> Ids(FhirStore store, string asked)
    {
        if (store.Read<Hl7.Fhir.Model.Patient>(asked) is not null)
            return [asked];
        // A comma separates alternatives in FHIR search; typed by a person it is only a comma.
        var value = asked.Replace(@"\", @"\\").Replace(",", @"\,").Replace("|", @"\|").Replace("$", @"\$");
        try
        {
            var numbered = Found(store, "identifier", value);
            return numbered.Count > 0 ? numbered : Found(store, "name:contains", value);
        }
        catch (SearchRejectedException)
        {
            return [];
        }
    }

    private static List<string> Found(FhirStore store, string parameter, string value) =>
        [
            .. store
                .Search(new SearchRequest("Patient", [new(parameter, value)], Most))
                .Resources.Select(patient => patient.Id!),
        ];
}
