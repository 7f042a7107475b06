using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Api;

/// <summary>What is not served: 405 where the address exists for other methods, else 404.</summary>
internal static class UnknownAddress
{
    public static Task AnswerAsync(HttpContext context)
    {
        var rest = context.Request.RouteValues["rest"]?.ToString() ?? "";
        var parts = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var allow = Methods(parts);
        if (allow is null)
        {
            throw parts.Length > 0 && !parts[0].StartsWith('$') && !ResourceTypes.IsKnown(parts[0])
                ? FhirRejection.UnknownType(parts[0])
                : FhirRejection.NothingHere();
        }

        throw new FhirRejection(
            405,
            OperationOutcome.IssueType.NotSupported,
            $"{FhirRejection.Shown(context.Request.Method)} is not served at this address; {allow} is."
        )
        {
            Allow = allow,
        };
    }

    private static string? Methods(string[] parts) =>
        parts switch
        {
            [] => "POST",
            ["metadata"] => "GET, HEAD",
            [var type, ..] when !ResourceTypes.IsKnown(type) => null,
            [_] => "GET, HEAD, POST",
            [_, "_search"] => "POST",
            [_, "_history"] => null,
            [_, ['$', ..]] => null,
            [_, _] => "GET, HEAD, PUT, DELETE",
            [_, _, "_history"] or [_, _, "_history", _] => "GET, HEAD",
            ["Patient", _, "$everything"] => "GET, HEAD",
            _ => null,
        };
}
