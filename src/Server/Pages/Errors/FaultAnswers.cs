using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Faults;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Errors;

/// <summary>
/// The answer to a fault of ours, whatever was asked: an OperationOutcome under <c>/fhir</c>, a problem (RFC 9457) for any other
/// program, a page of its own for a person. It names the request, never its content, and never blames the one who asked.
/// </summary>
public static class FaultAnswers
{
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

    /// <summary>The answer to a fault, with the usual words of its status.</summary>
    public static async Task AnswerAsync(HttpContext context, int status)
    {
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
