using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>POST /fhir/{type}</c>, with If-None-Exist.</summary>
internal static class CreateInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var type = Address.Type(context);
        var resource = await FhirHttp.ReadAsync(context, FhirHttp.MostBytes).ConfigureAwait(false);
        RefuseOtherType(resource, type);
        resource.Id = store.NewId();
        var baseUrl = FhirHttp.BaseUrl(context);
        MakeRelative(resource, baseUrl);
        Accesses.RequireOpen(context, store, About(resource));
        var isConditional = context.Request.Headers.TryGetValue("If-None-Exist", out var given);
        var criteria = given.ToString();
        StoredVersion? existing = null;
        Lookups? asked = null;
        try
        {
            await store
                .SettleAsync(
                    FhirHttp.Origin(context),
                    lookups =>
                    {
                        asked = lookups;
                        existing = isConditional ? Existing(type, criteria, baseUrl, lookups) : null;
                        return existing is null ? new([new Write(resource, "0")]) : WritePlan.Nothing;
                    },
                    context.RequestAborted
                )
                .ConfigureAwait(false);
        }
        finally
        {
            Accesses.NoteConditions(context, store, asked);
        }
        await (
            existing is null
                ? Answers.WriteAsync(context, store, 201, resource, format)
                : Answers.WriteAsync(context, store, 200, existing.Resource()!, format)
        ).ConfigureAwait(false);
    }

    /// <summary>To whom a resource that is sent refers.</summary>
    internal static IEnumerable<string> About(Resource resource) =>
        References.Owner(resource) is { } owner ? [owner] : [];

    internal static void RefuseOtherType(Resource resource, string type)
    {
        if (resource.TypeName != type)
        {
            throw new FhirRejection(
                400,
                OperationOutcome.IssueType.Invalid,
                $"The body is a {resource.TypeName}, but the address says {FhirRejection.Shown(type)}: send it to /fhir/{resource.TypeName}."
            );
        }
    }

    /// <exception cref="FhirRejection">422: a reference that only a transaction could resolve.</exception>
    internal static void MakeRelative(Resource resource, string baseUrl)
    {
        if (References.MakeRelative(resource, baseUrl) is { } loose)
        {
            throw new FhirRejection(
                422,
                OperationOutcome.IssueType.Invalid,
                loose.Contains('?')
                    ? $"The {resource.TypeName} has a conditional reference (Type?criteria), which is resolved in transactions only: send it in one, or write Type/id."
                    : $"The {resource.TypeName} refers to a urn: address, which leads to an entry of the same transaction only: send both in one, or write Type/id."
            );
        }
    }

    private static StoredVersion? Existing(string type, string criteria, string baseUrl, Lookups lookups) =>
        lookups.Match(type, criteria, Conditions.Parse(type, criteria, baseUrl)) switch
        {
            [] => null,
            [var id] => lookups.Current(type, id),
            _ => throw Conditions.SeveralMatch(type),
        };
}
