using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import;

/// <summary>
/// <c>POST /api/import</c>: files as multipart/form-data, answered with the <see cref="ImportReport"/>. Uploads go straight
/// to the importer, one after the other, without being held in memory.
/// </summary>
public static class ImportApi
{
    private static readonly BilingualText Title = new("上传被拒绝", "The upload was rejected.");

    private static readonly BilingualText BrokenOff = new(
        "上传中断或已损坏。此前已传完的文件已导入，请重新上传其余文件。",
        "The upload broke off or is damaged. What was complete before it has been imported; send the rest again."
    );

    private static readonly BilingualText NoForm = new(
        "上传须为 multipart/form-data：请以名为 files 的表单字段发送文件。",
        "The upload is not multipart/form-data. Send the files as form fields named \"files\"."
    );

    private static readonly BilingualText NoFile = new(
        "表单中没有文件。请以名为 files 的表单字段发送文件。",
        "The form holds no file. Send the files as form fields named \"files\"."
    );

    private static readonly BilingualText Full = new(DiskFull.Chinese, DiskFull.English);

    /// <summary>Files of one upload; each costs the work of an import of its own.</summary>
    private const int MostParts = 5_000;

    /// <summary>Maps the upload. The caller adds authorisation to what comes back.</summary>
    /// <param name="writes">The types of FHIR resources that a caller may write; every type when null.</param>
    public static RouteHandlerBuilder MapImport(
        this IEndpointRouteBuilder routes,
        Func<ClaimsPrincipal, Func<string, bool>>? writes = null
    ) =>
        routes
            .MapPost(
                "/api/import",
                (HttpContext context, Importer importer, CancellationToken ct) =>
                    UploadAsync(context, importer, writes?.Invoke(context.User), ct)
            )
            .WithName("import")
            .WithSummary("Import FHIR, home readings or DICOM files")
            .Produces<ImportReport>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .RecordedAs(AuditActions.Import)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .DisableAntiforgery();

    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> UploadAsync(
        HttpContext context,
        Importer importer,
        Func<string, bool>? mayWrite,
        CancellationToken ct
    )
    {
        var request = context.Request;
        var largest = importer.Options.LargestFile;
        if (request.ContentLength > largest)
        {
            return TooLarge(context, largest);
        }
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary
        )
        {
            return Problem(context, StatusCodes.Status415UnsupportedMediaType, NoForm);
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = largest;
        }
        var origin = Callers.OriginOf(context.User);
        var reports = new List<ImportReport>();
        var about = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var parts = new MultipartReader(boundary, request.Body);
            for (var count = 1; await parts.ReadNextSectionAsync(ct).ConfigureAwait(false) is { } part; count++)
            {
                if (count > MostParts)
                {
                    reports.Add(ImportReport.TooManyFiles(MostParts));
                    break;
                }
                if (part.AsFileSection() is not { FileStream: { } stream } file)
                {
                    continue;
                }
                var name = Path.GetFileName(file.FileName) is { Length: > 0 } given ? given : "upload";
                var source = ImportSource.FromStream(name, stream);
                reports.Add(
                    await importer
                        .ImportAsync(origin, [source], ct, about, isPart: true, mayWrite: mayWrite)
                        .ConfigureAwait(false)
                );
            }
        }
        catch (BadHttpRequestException fault)
        {
            return fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge(context, largest)
                : Problem(context, fault.StatusCode, BrokenOff);
        }
        catch (IOException fault) when (DiskFull.Is(fault))
        {
            context.Response.Headers.Connection = "close";
            return Problem(context, StatusCodes.Status507InsufficientStorage, Full);
        }
        catch (Exception fault)
            when (fault is IOException and not StorageFaultException or InvalidDataException
                && !ct.IsCancellationRequested
            )
        {
            return Problem(context, StatusCodes.Status400BadRequest, BrokenOff);
        }
        finally
        {
            // Also of an upload that its sender broke off: what was stored by then is stored.
            AccessNote.Of(context).About(about);
            if (reports.Count > 0)
                importer.Remember(origin, ImportReport.Join(reports));
        }
        if (reports.Count == 0)
        {
            return Problem(context, StatusCodes.Status400BadRequest, NoFile);
        }
        var report = ImportReport.Join(reports);
        AccessNote.Of(context).About(report.Patients).Result = report.EndedAs();
        return TypedResults.Ok(report);
    }

    /// <summary>Answered before the body is read; the connection is closed so that nobody goes on sending.</summary>
    private static ProblemHttpResult TooLarge(HttpContext context, long largest)
    {
        context.Response.Headers.Connection = "close";
        return Problem(
            context,
            StatusCodes.Status413PayloadTooLarge,
            BilingualText.Of(
                $"上传超过 {largest >> 20} MB。请分次上传，或请管理员提高 --upload-limit，也可在服务器上用 xinglin import FILE 导入。",
                $"The upload is larger than {largest >> 20} MB. Send it in parts, let an administrator raise --upload-limit, or import it on the server: xinglin import FILE."
            )
        );
    }

    private static ProblemHttpResult Problem(HttpContext context, int status, BilingualText detail) =>
        TypedResults.Problem(detail.In(context), statusCode: status, title: Title.In(context));
}
