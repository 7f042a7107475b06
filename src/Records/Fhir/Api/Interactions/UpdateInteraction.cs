using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>PUT /fhir/{type}/{id}</c>, with If-Match and If-None-Match; creates when the id is new.</summary>
internal static class UpdateInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (type, id) = Address.Of(context);
        var resource = await FhirHttp.ReadAsync(context, FhirHttp.MostBytes).ConfigureAwait(false);
        CreateInteraction.RefuseOtherType(resource, type);
        if (resource.Id != id)
        {
            throw new FhirRejection(
                400,
                OperationOutcome.IssueType.Invalid,
                $"The body's id must be the address's: write \"id\": \"{id}\".",
                $"{type}.id"
            );
        }

        CreateInteraction.MakeRelative(resource, FhirHttp.BaseUrl(context));
        Accesses.RequireOpen(context, store, CreateInteraction.About(resource));
        var headers = context.Request.Headers;
        var write = new Write(resource, EntityTag.Versions(headers.IfMatch, headers.IfNoneMatch));
        var stored = await store
            .CommitPreparedAsync(FhirHttp.Origin(context), [write], [], context.RequestAborted)
            .ConfigureAwait(false);
        await Answers.WriteAsync(context, store, stored[0].Created ? 201 : 200, resource, format).ConfigureAwait(false);
    }
}
