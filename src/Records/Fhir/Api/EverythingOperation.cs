using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;

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
        var all = store.Compartment(id);
        Accesses.Note(context, store, $"Patient/{id}").About(id);
        var url = Exchange.BaseUrl(context);
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Total = all.Count,
            Entry =
            [
                .. all.Select(r => new Bundle.EntryComponent
                {
                    FullUrl = $"{url}/{r.TypeName}/{r.Id}",
                    Resource = r,
                    Search = new() { Mode = Bundle.SearchEntryMode.Match },
                }),
            ],
        };
        bundle.Link.Add(new() { Relation = "self", Url = $"{url}/Patient/{id}/$everything" });
        return Exchange.WriteAsync(context, 200, bundle, format);
    }
}
