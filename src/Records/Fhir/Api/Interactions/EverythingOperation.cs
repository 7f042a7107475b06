using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>GET /fhir/Patient/{id}/$everything</c>: the patient's whole record in one Bundle.</summary>
internal static class EverythingOperation
{
    public static Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (_, id) = Address.Of(context);
        PlainQuery.RefuseOthers(context);
        if (store.Texts.Current("Patient", id) is not { } patient)
            throw FhirRejection.NotFound($"Patient/{id}");
        if (patient.Deleted)
            throw FhirRejection.Gone($"Patient/{id}");
        var all = store.Texts.Compartment(id);
        Accesses.Note(context, store, all, $"Patient/{id}").About(id);
        var url = FhirHttp.BaseUrl(context);
        return BundleAnswer.WriteAsync(
            context,
            store,
            format,
            Head(all, id, url),
            all,
            row => SearchInteraction.Match(url, row)
        );
    }

    /// <summary>The answer without its entries.</summary>
    public static Bundle Head(IReadOnlyList<StoredRow> all, string id, string url)
    {
        var head = new Bundle { Type = Bundle.BundleType.Searchset, Total = all.Count };
        head.Link.Add(new() { Relation = "self", Url = $"{url}/Patient/{id}/$everything" });
        return head;
    }
}
