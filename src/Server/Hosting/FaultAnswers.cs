using Microsoft.AspNetCore.Http.HttpResults;
using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Fhir.Api.Exchanges;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.Faults;
using Xinglin.Server.Pages.Errors;

namespace Xinglin.Server.Hosting;

/// <summary>
/// The answer to a fault of ours, whatever was asked: an OperationOutcome under <c>/fhir</c>, a problem (RFC 9457) for any other
/// program, a page of its own for a person. It names the request, never its content, and never blames the one who asked.
/// </summary>
public static class FaultAnswers
{
    /// <summary>Call before everything that may fail.</summary>
    public static void UseFaultAnswers(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Xinglin.Server.Faults");
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception fault) when (context.RequestAborted.IsCancellationRequested)
                {
                    // Nobody waits for an answer; what was aborted is no fault.
                    if (fault is not (OperationCanceledException or IOException))
                        FaultLog.Write(log, fault, context.GetEndpoint()?.DisplayName, context.TraceIdentifier);
                }
                catch (Exception fault)
                {
                    var status = Status(fault);
                    if (status >= 500)
                        FaultLog.Write(log, fault, context.GetEndpoint()?.DisplayName, context.TraceIdentifier);
                    if (context.Response.HasStarted)
                        context.Abort();
                    else
                        await AnswerAsync(context, status);
                }
            }
        );
    }

    /// <summary>Refuses a request with a status, in the form of its address.</summary>
    /// <param name="page">What a person reads; the usual words of the status when null.</param>
    public static Task WriteAsync(HttpContext context, int status, string words, ErrorDocument.Words? page = null) =>
        context.Request.Path.StartsWithSegments(FhirApi.Prefix) ? FhirOutcome.WriteAsync(context, status, words)
        : Programs.Ask(context) ? TypedResults.Problem(words, statusCode: status).ExecuteAsync(context)
        : PageAsync(context, status, page);

    private static Task PageAsync(HttpContext context, int status, ErrorDocument.Words? page = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(ErrorDocument.Html(context, status, page));
    }

    /// <summary>What is answered for a fault: 500 unless the fault says better.</summary>
    public static int Status(Exception fault) =>
        fault switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when DiskFull.Is(fault) => StatusCodes.Status507InsufficientStorage,
            StorageFaultException { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    private static async Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.Clear();
        SecurityHeaders.Set(context.Response.Headers);
        context.Response.Headers.CacheControl = "no-store";
        // The rest of a body that was not taken is not waited for.
        if (status is 408 or 413)
            context.Response.Headers.Connection = "close";
        if (context.Request.Path.StartsWithSegments(FhirApi.Prefix))
        {
            await FhirOutcome.WriteAsync(context, status);
        }
        else if (Programs.Ask(context))
        {
            await Problem(status, context.TraceIdentifier).ExecuteAsync(context);
        }
        else
        {
            await PageAsync(context, status);
        }
    }

    private static ProblemHttpResult Problem(int status, string request) =>
        TypedResults.Problem(
            status switch
            {
                408 => "The request did not arrive in time: send it again. / 请求未能及时到达，请重新发送。",
                413 => "The request is larger than is accepted here. / 请求超过此处允许的大小。",
                < 500 => "The request cannot be understood: check its form. / 无法理解该请求，请检查其格式。",
                503 => "The server is busy: try again shortly. / 服务器繁忙，请稍后重试。",
                507 => "The disk is full: nothing was stored. / 磁盘已满，未存入任何内容。",
                _ =>
                    "The server failed to answer. Nothing that was saved is affected; the log has the cause under this request. / 服务器未能应答，已保存的数据不受影响。",
            },
            statusCode: status,
            extensions: new Dictionary<string, object?> { ["request"] = request }
        );
}
