using System.Buffers;
using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Http;

/// <summary>Reads bodies and writes answers: the only place that touches the wire.</summary>
internal static class FhirHttp
{
    /// <summary>Where the interface lives.</summary>
    public const string Prefix = "/fhir";

    /// <summary>Largest accepted body in bytes (64 MiB).</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Reads the body as a resource.</summary>
    /// <param name="mostBytes">A longer body is rejected: at once when it announces its length, else when it gets there.</param>
    /// <param name="otherwise">What to make of a text that is not a valid resource; null: nothing.</param>
    /// <exception cref="FhirRejection">413 or 415.</exception>
    /// <exception cref="FhirTextException">Not a valid resource.</exception>
    public static async Task<Resource> ReadAsync(
        HttpContext context,
        long mostBytes,
        Func<ReadOnlyMemory<byte>, FhirFormat, FhirTextException, Resource?>? otherwise = null
    )
    {
        RefuseTooLong(context, context.Request.ContentLength, mostBytes);
        var format = Negotiation.Sent(context.Request);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mostBytes;
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 16_384, 1 << 20));
        using var share = new BackboneShare();
        var scan = TextScan.For(format == FhirFormat.Xml, TextScan.MostElementsSent);
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            int read;
            while (
                (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0
            )
            {
                RefuseTooLong(context, body.Length + read, mostBytes);
                if (scan.Feed(buffer.AsSpan(0, read)) is { } excess)
                    throw Excess(context, excess);
                share.Grow(read);
                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (body.Length == 0)
        {
            throw new FhirRejection(
                400,
                OperationOutcome.IssueType.Required,
                "The request has no body: send a resource."
            );
        }

        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (format == FhirFormat.Json)
            bytes = bytes[^WithoutMark(bytes.Span).Length..];
        try
        {
            if (format == FhirFormat.Xml)
                return FhirText.ParseXml(bytes.ToArray());
            return scan is JsonScan { IsBundle: true, Elements: > LargeBundle.FromElements }
                ? LargeBundle.Parse(bytes)
                : FhirText.ParseJson(bytes.Span);
        }
        catch (FhirTextException fault) when (otherwise is not null)
        {
            if (otherwise(bytes, format, fault) is { } parts)
                return parts;
            throw;
        }
    }

    /// <summary>Writes a resource with its status.</summary>
    public static Task WriteAsync(HttpContext context, int status, Base resource, FhirFormat format)
    {
        var text = format == FhirFormat.Json ? FhirText.ToJson(resource, IsPretty(context)) : FhirText.ToXml(resource);
        return WriteTextAsync(context, status, text, format);
    }

    /// <summary>Writes a stored version with ETag and Last-Modified; JSON goes out piece by piece as it is stored.</summary>
    /// <exception cref="FhirRejection">500: it cannot be read back.</exception>
    public static async Task WriteAsync(HttpContext context, FhirStore store, StoredRow row, FhirFormat format)
    {
        if (!store.Texts.IsWhole(row))
            throw FhirRejection.Damaged(row);
        if (format == FhirFormat.Xml)
        {
            var resource = store.Texts.Readable(row) ?? throw FhirRejection.Damaged(row);
            Stamp(context.Response, row.Version, row.LastUpdated);
            await WriteXmlAsync(context, resource).ConfigureAwait(false);
            return;
        }
        Stamp(context.Response, row.Version, row.LastUpdated);
        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = Negotiation.ContentType(format);
        response.Headers.CacheControl = "no-store";
        if (!IsPretty(context))
            response.ContentLength = row.Length;
        var body = new AnswerBody(context, IsPretty(context));
        if (body.IsHead)
            return;
        await store.Texts.CopyAsync(row, 0, row.Length, body.WriteAsync).ConfigureAwait(false);
        await body.SendAsync().ConfigureAwait(false);
    }

    private static async Task WriteXmlAsync(HttpContext context, Resource resource)
    {
        using var text = new PooledText();
        FhirText.WriteXml(resource, text, text.Clear);
        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = Negotiation.ContentType(FhirFormat.Xml);
        response.Headers.CacheControl = "no-store";
        response.ContentLength = text.Length;
        var body = new AnswerBody(context);
        if (body.IsHead)
            return;
        await text.CopyAsync(0, text.Length, body.WriteAsync).ConfigureAwait(false);
        await body.SendAsync().ConfigureAwait(false);
    }

    /// <summary>Whether JSON is to be laid out for a person.</summary>
    public static bool IsPretty(HttpContext context) => context.Request.Query["_pretty"] == "true";

    public static void Stamp(HttpResponse response, long version, DateTimeOffset lastUpdated)
    {
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");
        response.Headers.LastModified = lastUpdated.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The address of <c>/fhir</c> as this client wrote it, without a slash at the end.</summary>
    public static string BaseUrl(HttpContext context)
    {
        var request = context.Request;
        return $"{request.Scheme}://{request.Host}{request.PathBase}{Prefix}";
    }

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
        throw new FhirRejection(
            413,
            OperationOutcome.IssueType.TooLong,
            $"The body is larger than the {mostBytes >> 20} MiB that are accepted in one request: send it in parts, or use the command line's import. Nothing was stored."
        );
    }

    private static FhirRejection Excess(HttpContext context, TextExcess excess)
    {
        context.Response.Headers.Connection = "close";
        var said = $"byte {excess.Offset}: {excess.Said} Nothing was stored.";
        return excess.Limit is TextLimit.LongText or TextLimit.TooManyElements or TextLimit.TooManyElementsInOne
            ? new(413, OperationOutcome.IssueType.TooLong, said)
            : new(400, OperationOutcome.IssueType.Structure, said);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text is [0xEF, 0xBB, 0xBF, ..] ? text[3..] : text;
}
