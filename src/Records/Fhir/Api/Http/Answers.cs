using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Api.Http;

/// <summary>The answer to a write: what <c>Prefer: return=</c> asks for, with Location, ETag and Last-Modified.</summary>
internal static class Answers
{
    public static Task WriteAsync(HttpContext context, FhirStore store, int status, Resource stored, FhirFormat format)
    {
        Accesses.Note(context, store, Accesses.Reference(stored));
        if (stored.Meta is not { VersionId: { } version, LastUpdated: { } updated })
            throw FhirRejection.Damaged(stored);
        var response = context.Response;
        response.Headers.Location = $"{FhirHttp.BaseUrl(context)}/{stored.TypeName}/{stored.Id}/_history/{version}";
        FhirHttp.Stamp(response, long.Parse(version), updated);
        if (IsMinimal(context))
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        }
        return IsOutcome(context)
            ? FhirHttp.WriteAsync(context, status, Outcome(stored), format)
            : FhirHttp.WriteAsync(context, status, stored, format);
    }

    /// <summary>The client wants no resource back from a write.</summary>
    public static bool IsMinimal(HttpContext context) => Prefers(context, "return=minimal");

    /// <summary>The client wants to be told of a write in an OperationOutcome.</summary>
    public static bool IsOutcome(HttpContext context) => Prefers(context, "return=OperationOutcome");

    public static OperationOutcome Outcome(Resource stored) =>
        new()
        {
            Issue =
            [
                new()
                {
                    Severity = OperationOutcome.IssueSeverity.Information,
                    Code = OperationOutcome.IssueType.Informational,
                    Diagnostics = $"{stored.TypeName}/{stored.Id} is stored as version {stored.Meta?.VersionId}.",
                },
            ],
        };

    private static bool Prefers(HttpContext context, string what) =>
        context.Request.Headers["Prefer"].ToString().Contains(what, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Conditions written as a search: <c>identifier=http://a|1</c>.</summary>
internal static class Conditions
{
    /// <summary>The criteria as search parameters, this server's own address taken off.</summary>
    /// <exception cref="FhirRejection">412: no criterion is given.</exception>
    public static List<KeyValuePair<string, string>> Parse(string type, string criteria, string baseUrl)
    {
        var parameters = SearchRequest.Parse(criteria.TrimStart('?'));
        if (parameters.Count == 0)
        {
            throw new FhirRejection(
                412,
                OperationOutcome.IssueType.Required,
                "The condition names no search parameter."
            );
        }

        return OwnAddresses.Relative(type, parameters, baseUrl);
    }

    public static FhirRejection SeveralMatch(string type) =>
        new(
            412,
            OperationOutcome.IssueType.MultipleMatches,
            $"More than one {type} matches the condition: make it narrower. Nothing was stored."
        );
}
