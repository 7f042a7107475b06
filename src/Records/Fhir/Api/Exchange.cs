using System.Buffers;
using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Api;

/// <summary>Reads bodies and writes answers: the only place that touches the wire.</summary>
internal static class Exchange
{
    /// <summary>Reads the body as a resource.</summary>
    /// <param name="mostBytes">A longer body is refused: at once when it announces its length, else when it gets there.</param>
    /// <exception cref="FhirRefusal">413 or 415.</exception>
    /// <exception cref="FhirTextException">Not a valid resource.</exception>
    public static async Task<Resource> ReadAsync(HttpContext context, long mostBytes)
    {
        RefuseTooLong(context, context.Request.ContentLength, mostBytes);
        var format = Negotiation.Sent(context.Request);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mostBytes;
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 16_384, 1 << 20));
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            int read;
            while (
                (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0
            )
            {
                RefuseTooLong(context, body.Length + read, mostBytes);
                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (body.Length == 0)
            throw new FhirRefusal(
                400,
                OperationOutcome.IssueType.Required,
                "The request has no body: send a resource."
            );
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        return format == FhirFormat.Json
            ? FhirText.ParseJson(WithoutMark(bytes.Span))
            : FhirText.ParseXml(bytes.ToArray());
    }

    /// <summary>Writes a resource with its status.</summary>
    public static Task WriteAsync(HttpContext context, int status, Base resource, FhirFormat format)
    {
        var pretty = context.Request.Query["_pretty"] == "true";
        var text = format == FhirFormat.Json ? FhirText.ToJson(resource, pretty) : FhirText.ToXml(resource);
        return WriteTextAsync(context, status, text, format);
    }

    /// <summary>Writes a stored version with ETag and Last-Modified; JSON goes out as it is stored.</summary>
    public static Task WriteAsync(HttpContext context, int status, StoredVersion version, FhirFormat format)
    {
        Stamp(context.Response, version.Version, version.LastUpdated);
        return format == FhirFormat.Json && context.Request.Query["_pretty"] != "true"
            ? WriteTextAsync(context, status, version.Json!, format)
            : WriteAsync(context, status, version.Resource()!, format);
    }

    public static void Stamp(HttpResponse response, long version, DateTimeOffset lastUpdated)
    {
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");
        response.Headers.LastModified = lastUpdated.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The address of <c>/fhir</c> as this client wrote it, without a slash at the end.</summary>
    public static string BaseUrl(HttpContext context)
    {
        var request = context.Request;
        return $"{request.Scheme}://{request.Host}{request.PathBase}{FhirApi.Prefix}";
    }

    /// <summary>Who is asking, for the audit trail.</summary>
    public static string Actor(HttpContext context) =>
        context.User.FindFirst("sub")?.Value
        ?? context.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value
        ?? context.User.Identity?.Name
        ?? "anonymous";

    /// <summary>Who sends, for the store.</summary>
    public static Origin Origin(HttpContext context) => Callers.OriginOf(context.User);

    private static async Task WriteTextAsync(HttpContext context, int status, string text, FhirFormat format)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = Negotiation.ContentType(format);
        response.Headers.CacheControl = "no-store";
        var bytes = Encoding.UTF8.GetBytes(text);
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static void RefuseTooLong(HttpContext context, long? length, long mostBytes)
    {
        if (length is null || length <= mostBytes)
            return;
        context.Response.Headers.Connection = "close";
        throw new FhirRefusal(
            413,
            OperationOutcome.IssueType.TooLong,
            $"The body is larger than the {mostBytes >> 20} MiB that are accepted in one request: send it in parts, or use the command line's import. Nothing was stored."
        );
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text is [0xEF, 0xBB, 0xBF, ..] ? text[3..] : text;
}
