using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.Faults;
using Xinglin.Server.Pages.Errors;
using Xinglin.Terminology.Text;

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
                catch (Records.Audit.Http.ChartClosedException)
                {
                    // No fault: the gate around answers it.
                    throw;
                }
                catch (Exception fault) when (context.RequestAborted.IsCancellationRequested)
                {
                    // Nobody waits for an answer; what was aborted is no fault.
                    AccessNote.Of(context).Result ??= "aborted";
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
    /// <param name="words">What a program is told, in the language that it accepts; English when it says none.</param>
    /// <param name="page">What a person reads; the usual words of the status when null.</param>
    public static Task WriteAsync(
        HttpContext context,
        int status,
        BilingualText words,
        ErrorDocument.Words? page = null
    ) =>
        context.Request.Path.StartsWithSegments(FhirApi.Prefix)
            ? FhirOutcome.WriteAsync(context, status, words.In(context))
        : ProgramRequests.Is(context)
            ? TypedResults.Problem(words.In(context), statusCode: status).ExecuteAsync(context)
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
        SecurityHeaders.Set(context);
        context.Response.Headers.CacheControl = "no-store";
        // The rest of a body that was not taken is not waited for.
        if (status is 408 or 413)
            context.Response.Headers.Connection = "close";
        if (context.Request.Path.StartsWithSegments(FhirApi.Prefix))
        {
            await FhirOutcome.WriteAsync(context, status);
        }
        else if (ProgramRequests.Is(context))
        {
            await TypedResults
                .Problem(
                    WordsOf(status).In(context),
                    statusCode: status,
                    extensions: new Dictionary<string, object?> { ["request"] = context.TraceIdentifier }
                )
                .ExecuteAsync(context);
        }
        else
        {
            await PageAsync(context, status);
        }
    }

    private static BilingualText WordsOf(int status) =>
        status switch
        {
            408 => new("请求未能及时到达，请重新发送。", "The request did not arrive in time: send it again."),
            413 => new(
                "请求超过此处允许的大小，请拆分后分次发送。",
                "The request is larger than is accepted here: send it in parts."
            ),
            < 500 => new("无法理解该请求，请检查其格式。", "The request cannot be understood: check its form."),
            503 => new("服务器繁忙，请稍后重试。", "The server is busy: try again shortly."),
            507 => new(
                "磁盘已满，未存入任何内容。请管理员释放磁盘空间后重试。",
                "The disk is full: nothing was stored. Let an administrator free space, then try again."
            ),
            _ => new(
                "服务器未能应答，已保存的数据不受影响。请稍后重试；日志中按此请求编号记有原因。",
                "The server failed to answer. Nothing that was saved is affected: try again; the log has the cause under this request."
            ),
        };
}
