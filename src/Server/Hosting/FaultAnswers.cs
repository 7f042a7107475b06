using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Server.Hosting;

/// <summary>
/// What a request ends with when it fails outside of its own handler: an OperationOutcome on FHIR routes, a problem for other
/// programs; a person's page goes on to the error page.
/// </summary>
public static class FaultAnswers
{
    private static readonly string[] ProgramRoutes =
    [
        "/api",
        "/files",
        "/dicom-web",
        "/openapi.json",
        "/metrics",
        "/health",
    ];

    /// <summary>Answers with a status, in the form of whoever asks.</summary>
    public static Task WriteAsync(HttpContext context, int status, string words) =>
        context.Request.Path.StartsWithSegments(FhirApi.Prefix)
            ? FhirOutcome.WriteAsync(context, status, words)
            : TypedResults.Problem(words, statusCode: status).ExecuteAsync(context);

    /// <summary>Turns what a program's request throws into its status.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault)
            when (StatusOf(fault) is { } status && !context.Response.HasStarted && IsProgram(context))
        {
            context.Response.Headers.Connection = "close";
            await WriteAsync(context, status, Words(status));
        }
    }

    private static bool IsProgram(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0
        || context.Request.Path.StartsWithSegments(FhirApi.Prefix)
        || ProgramRoutes.Any(route => context.Request.Path.StartsWithSegments(route));

    private static int? StatusOf(Exception fault) =>
        fault switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when DiskFull.Is(fault) => StatusCodes.Status507InsufficientStorage,
            StorageFaultException { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
            _ => null,
        };

    private static string Words(int status) =>
        status switch
        {
            StatusCodes.Status408RequestTimeout =>
                "The request did not arrive in time: send it again. / 请求未能及时到达，请重新发送。",
            StatusCodes.Status413PayloadTooLarge =>
                "The request is larger than is accepted here. / 请求超过此处允许的大小。",
            StatusCodes.Status507InsufficientStorage => $"{DiskFull.English} / {DiskFull.Chinese}",
            StatusCodes.Status503ServiceUnavailable =>
                "The records are busy: try again shortly. / 系统繁忙，请稍后重试。",
            _ => "The request cannot be understood. / 请求无法识别。",
        };
}
