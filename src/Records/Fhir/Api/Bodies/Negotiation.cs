using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>The two forms a resource travels in.</summary>
internal enum FhirFormat
{
    Json,
    Xml,
}

/// <summary>Which form the client sent and which it wants (FHIR R4, RESTful API, 3.1.0.1.11).</summary>
internal static class Negotiation
{
    /// <summary>The form of the answer: <c>_format</c> first, then the best of Accept; JSON when nothing is said.</summary>
    /// <exception cref="FhirRejection">406: only forms that are not served were asked for.</exception>
    public static FhirFormat Wanted(HttpContext context)
    {
        if (context.Request.Query.TryGetValue("_format", out var given) && given.Count > 0)
            return Of(given[0]!.Split(';')[0].Trim().Replace(' ', '+')) ?? throw NotAcceptable();
        var accept = context.Request.Headers.Accept;
        if (accept.Count == 0)
            return FhirFormat.Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            throw NotAcceptable();
        foreach (var type in wanted.Where(t => t.Quality != 0).OrderByDescending(t => t.Quality ?? 1))
        {
            if (RefusesVersion(type))
                continue;
            else if (Of(type.MediaType.Value!) is { } format)
                return format;
        }

        throw NotAcceptable();
    }

    /// <summary>As <see cref="Wanted"/>, but JSON instead of a rejection: the form of an OperationOutcome.</summary>
    public static FhirFormat OrJson(HttpContext context)
    {
        try
        {
            return Wanted(context);
        }
        catch (FhirRejection)
        {
            return FhirFormat.Json;
        }
    }

    /// <summary>The form of the body.</summary>
    /// <exception cref="FhirRejection">415: something else, or no Content-Type.</exception>
    public static FhirFormat Sent(HttpRequest request)
    {
        var isKnown = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (
            isKnown
            && !RefusesVersion(type!)
            && type!.MediaType.Value is { } name
            && !name.Contains('*')
            && Of(name) is { } format
        )
        {
            return format;
        }

        throw new FhirRejection(
            415,
            OperationOutcome.IssueType.NotSupported,
            "Send the body as application/fhir+json or application/fhir+xml (FHIR 4.0) and say so in Content-Type."
        );
    }

    /// <summary>The client wants parameters that are not served to be left out.</summary>
    public static bool IsLenient(HttpContext context) =>
        context.Request.Headers["Prefer"].ToString().Contains("handling=lenient", StringComparison.OrdinalIgnoreCase);

    public static string ContentType(FhirFormat format) =>
        format == FhirFormat.Json ? "application/fhir+json; charset=utf-8" : "application/fhir+xml; charset=utf-8";

    private static FhirFormat? Of(string name) =>
        name.ToLowerInvariant() switch
        {
            "application/fhir+json" or "application/json" or "text/json" or "json" => FhirFormat.Json,
            "application/fhir+xml" or "application/xml" or "text/xml" or "xml" => FhirFormat.Xml,
            "*/*" or "application/*" => FhirFormat.Json,
            _ => null,
        };

    private static bool RefusesVersion(MediaTypeHeaderValue type) =>
        type.Parameters.Any(p =>
            p.Name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase)
            && p.Value.ToString().Trim('"') is not ("4.0" or "4.0.1")
        );

    private static FhirRejection NotAcceptable() =>
        new(
            406,
            OperationOutcome.IssueType.NotSupported,
            "Only application/fhir+json and application/fhir+xml (FHIR 4.0) are served: ask for one of them in Accept or _format."
        );
}
