using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Attachments;

/// <summary>
/// What hangs on a record: <c>GET /files/attachments/{type}/{id}/{number}</c>, counted from 0. Always a download under a name of
/// ours that says where it came from: it neither runs in this server's name nor opens where a signed document would.
/// </summary>
public static class AttachmentFiles
{
    private const string Unnamed = "application/octet-stream";

    // What is only looked at when it is opened. All else, above all what a browser would run, is sent as plain bytes.
    private static readonly Dictionary<string, string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/pdf"] = ".pdf",
        ["image/jpeg"] = ".jpg",
        ["image/png"] = ".png",
        ["image/gif"] = ".gif",
        ["image/tiff"] = ".tif",
        ["application/dicom"] = ".dcm",
        ["text/plain"] = ".txt",
        ["text/rtf"] = ".rtf",
        ["application/rtf"] = ".rtf",
        ["video/mp4"] = ".mp4",
        ["audio/mpeg"] = ".mp3",
    };

    public static void MapAttachmentFiles(this WebApplication app) =>
        app.MapGet("/files/attachments/{type}/{id}/{number:int}", Download)
            .RequireAuthorization(Permissions.ReadCharts)
            .RecordedAs(AuditActions.Attachment);

    public static string AddressOf(Resource record, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"/files/attachments/{record.TypeName}/{record.Id}/{index}");

    private static async Task<IResult> Download(
        string type,
        string id,
        int number,
        [FromServices] FhirStore store,
        HttpContext context
    )
    {
        var reference = $"{type}/{id}";
        var note = AccessNote.Of(context).About(store.Audit.PatientsOf([reference]));
        note.Entity = RequestWords.Plain(reference);
        var record = References.Split(reference).Type.Length > 0 ? store.Read(type, id) : null;
        // Drafts and signed documents of ours have a door of their own.
        var isOurs = record is (DiagnosticReport or Binary) && record.IsOwn();
        var all = record is null || isOurs ? [] : AttachedContent.In(record);
        if (type == "Binary")
            note.About(store.PatientsNaming(type, id));
        var content = number >= 0 && number < all.Count ? all[number] : null;
        if (content?.Url is { } address && References.Split(address) is ("Binary", var binary))
        {
            note.With(RequestWords.Plain(address))
                .About([.. store.Audit.PatientsOf([address]), .. store.PatientsNaming("Binary", binary)]);
        }

        if (content?.Read(store, record!) is not var (bytes, sent))
        {
            await FaultAnswers.WriteAsync(
                context,
                StatusCodes.Status404NotFound,
                AttachmentWords.NoneHere,
                new(AttachmentWords.NoneTitle, AttachmentWords.None, Again: false)
            );
            return Results.Empty;
        }
        var plain = sent?.Split(';')[0].Trim() ?? "";
        var isKnown = Endings.TryGetValue(plain, out var ending);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var name = string.Create(CultureInfo.InvariantCulture, $"external-attachment-{number + 1}");
        return TypedResults.File(bytes, isKnown ? plain : Unnamed, name + (isKnown ? ending : ".bin"));
    }
}
