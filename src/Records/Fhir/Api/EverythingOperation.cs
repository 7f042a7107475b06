using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Api;

/// <summary><c>GET /fhir/Patient/{id}/$everything</c>: the patient's whole record in one Bundle.</summary>
internal static class EverythingOperation
{
    public static Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (_, id) = Address.Of(context);
        if (store.Find("Patient", id) is not { } patient)
            throw FhirRefusal.NotFound($"Patient/{id}");
        if (patient.Deleted)
            throw FhirRefusal.Gone($"Patient/{id}");
        var all = store.Versions(id);
        store.Audit.Record(Exchange.Actor(context), "everything", $"Patient/{id}");
        return Exchange.WriteAsync(context, 200, Bundle(all, id, Exchange.BaseUrl(context)), format);
    }

    public static Bundle Bundle(IReadOnlyList<StoredVersion> all, string id, string url)
    {
        var bundle = new Bundle
        {
            Type = Hl7.Fhir.Model.Bundle.BundleType.Searchset,
            Total = all.Count,
            Entry =
            [
                .. all.Select(v => new Hl7.Fhir.Model.Bundle.EntryComponent
                {
                    FullUrl = $"{url}/{v.Type}/{v.Id}",
                    Resource = v.Resource(),
                    Search = new() { Mode = Hl7.Fhir.Model.Bundle.SearchEntryMode.Match },
                }),
            ],
        };
        bundle.Link.Add(new() { Relation = "self", Url = $"{url}/Patient/{id}/$everything" });
        return bundle;
    }
}
