using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Preconditions;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>DELETE /fhir/{type}/{id}</c>: out of use; every version stays in the history.</summary>
internal static class DeleteInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var (type, id) = Address.Of(context);
        var versions = EntityTag.Versions(context.Request.Headers.IfMatch, default);
        var stored = await store
            .SettleAsync(
                FhirHttp.Origin(context),
                lookups =>
                    Deletions.Of(type, id, versions, lookups) is { } deletion ? new([deletion]) : WritePlan.Nothing,
                context.RequestAborted
            )
            .ConfigureAwait(false);
        if (stored is [var done])
        {
            Accesses.Note(context, store, $"{type}/{id}/_history/{done.Version}");
            context.Response.Headers.ETag = $"W/\"{done.Version}\"";
        }
        context.Response.StatusCode = 204;
    }
}
