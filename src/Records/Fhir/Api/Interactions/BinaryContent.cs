using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary>
/// A Binary's bytes themselves, for a client that accepts its content type and no FHIR form (FHIR R4, Binary 2.43.2). They
/// are always sent as a download: a stored page never runs in this server's name.
/// </summary>
internal static class BinaryContent
{
    /// <summary>Whether the client asks for bytes rather than for a resource.</summary>
    public static bool IsWanted(HttpContext context, string type)
    {
        if (type != "Binary" || context.Request.Query.ContainsKey("_format"))
            return false;
        try
        {
            Negotiation.Wanted(context);
            return false;
        }
        catch (FhirRejection)
        {
            return true;
        }
    }

    /// <exception cref="FhirRejection">406: the content is of a type that the client does not accept.</exception>
    public static async Task WriteAsync(HttpContext context, FhirStore store, StoredRow row)
    {
        if (!store.Texts.IsWhole(row))
            throw FhirRejection.Damaged(row);
        var text = BinaryText.Find(store.Texts, row);
        var parsed = text is not null ? null : store.Texts.Readable(row) as Binary ?? throw FhirRejection.Damaged(row);
        if (parsed is not null && !ReadableValues.IsReadable(parsed.DataElement))
            throw FhirRejection.Damaged(row);
        var data = ReadableValues.BytesOf(parsed?.DataElement) ?? [];
        var contentType = text is null ? parsed!.ContentType : text.ContentType;
        var isKnown = MediaTypeHeaderValue.TryParse(contentType, out var type);
        MediaTypeHeaderValue.TryParseList(context.Request.Headers.Accept, out var accepted);
        if (!isKnown || accepted?.Any(a => a.Quality != 0 && type!.IsSubsetOf(a)) != true)
        {
            throw new FhirRejection(
                406,
                OperationOutcome.IssueType.NotSupported,
                $"Binary/{row.Id} is {(isKnown ? Named(type!) : "of an unknown type")}: accept its content type, or application/fhir+json."
            );
        }

        var response = context.Response;
        FhirHttp.Stamp(response, row.Version, row.LastUpdated);
        response.ContentType = type!.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = "attachment";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = text?.ContentLength ?? data.Length;
        var body = new AnswerBody(context);
        if (body.IsHead)
            return;
        if (text is not null)
            await text.CopyAsync(store.Texts, row, body).ConfigureAwait(false);
        else
            await body.WriteAsync(data).ConfigureAwait(false);
        await body.SendAsync().ConfigureAwait(false);
    }

    private static string Named(MediaTypeHeaderValue type) =>
        type.MediaType.Length <= 64 ? type.MediaType.ToString() : "of another type";
}
