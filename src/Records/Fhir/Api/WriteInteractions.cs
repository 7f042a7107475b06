using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;

namespace Xinglin.Records.Fhir.Api;

/// <summary><c>POST /fhir/{type}</c>, with If-None-Exist.</summary>
internal static class CreateInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var type = Address.Type(context);
        var resource = await Exchange.ReadAsync(context, FhirApi.MostBytes).ConfigureAwait(false);
        RefuseOtherType(resource, type);
        if (context.Request.Headers["If-None-Exist"].ToString() is { Length: > 0 } criteria)
            switch (Conditions.Match(store, type, criteria))
            {
                case { Total: 1 } one:
                    await Answers.WriteAsync(context, store, 200, one.Resources[0], format).ConfigureAwait(false);
                    return;
                case { Total: > 1 }:
                    throw Conditions.SeveralMatch(type);
            }
        resource.Id = Guid.CreateVersion7().ToString();
        References.MakeRelative(resource, Exchange.BaseUrl(context));
        ClientRules.Check(resource, store);
        await store
            .CommitAsync(Exchange.Origin(context), [new Write(resource, "0")], context.RequestAborted)
            .ConfigureAwait(false);
        await Answers.WriteAsync(context, store, 201, resource, format).ConfigureAwait(false);
    }

    internal static void RefuseOtherType(Resource resource, string type)
    {
        if (resource.TypeName != type)
            throw new FhirRefusal(
                400,
                OperationOutcome.IssueType.Invalid,
                $"The body is a {resource.TypeName}, but the address says {type}: send it to /fhir/{resource.TypeName}."
            );
    }
}

/// <summary><c>PUT /fhir/{type}/{id}</c>, with If-Match; creates when the id is new.</summary>
internal static class UpdateInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var (type, id) = Address.Of(context);
        var resource = await Exchange.ReadAsync(context, FhirApi.MostBytes).ConfigureAwait(false);
        CreateInteraction.RefuseOtherType(resource, type);
        if (resource.Id != id)
            throw new FhirRefusal(
                400,
                OperationOutcome.IssueType.Invalid,
                $"The body's id must be the address's: write \"id\": \"{id}\".",
                $"{type}.id"
            );
        References.MakeRelative(resource, Exchange.BaseUrl(context));
        ClientRules.Check(resource, store);
        var expected = EntityTag.Version(context.Request.Headers.IfMatch.FirstOrDefault());
        var isNew = store.Find(type, id) is null or { Deleted: true };
        await store
            .CommitAsync(Exchange.Origin(context), [new Write(resource, expected)], context.RequestAborted)
            .ConfigureAwait(false);
        await Answers.WriteAsync(context, store, isNew ? 201 : 200, resource, format).ConfigureAwait(false);
    }
}

/// <summary><c>DELETE /fhir/{type}/{id}</c>: out of use; every version stays in the history.</summary>
internal static class DeleteInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var (type, id) = Address.Of(context);
        var current = store.Find(type, id) ?? throw FhirRefusal.NotFound($"{type}/{id}");
        if (current.Deleted)
        {
            context.Response.StatusCode = 204;
            return;
        }
        var resource = current.Resource()!;
        ClientRules.CheckUntouched(resource);
        var expected =
            EntityTag.Version(context.Request.Headers.IfMatch.FirstOrDefault()) ?? current.Version.ToString();
        await store
            .CommitAsync(
                Exchange.Origin(context),
                [new Write(resource, expected, Delete: true)],
                context.RequestAborted
            )
            .ConfigureAwait(false);
        Accesses.Note(context, store, $"{type}/{id}/_history/{resource.Meta?.VersionId}");
        context.Response.Headers.ETag = $"W/\"{resource.Meta?.VersionId}\"";
        context.Response.StatusCode = 204;
    }
}
