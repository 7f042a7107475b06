using System.Net;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Faults;

namespace Xinglin.Server.Audit;

/// <summary>What is answered where an access could not be recorded: in the form of the address, and for people in both languages.</summary>
public static class UnrecordedAnswer
{
    /// <summary>The page's style, which the policy of the pages knows by its hash.</summary>
    public const string Style =
        "body { font-family: sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em; color-scheme: light dark }";

    public static async Task WriteAsync(HttpContext context, int status, string words)
    {
        if (context.Request.Path.StartsWithSegments("/fhir"))
        {
            await FhirOutcome.WriteAsync(context, status, words);
        }
        else if (ProgramRequests.Is(context))
        {
            await TypedResults.Problem(words, statusCode: status).ExecuteAsync(context);
        }
        else
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(
                $"""
                <!DOCTYPE html>
                <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Xinglin 杏林</title><style>{Style}</style></head>
                <body>
                <h1>暂不能显示</h1>
                <p>访问记录无法写入，因此不显示任何患者数据。请通知信息科检查磁盘空间与审计文件，之后重新载入本页。</p>
                <h1 lang="en">This cannot be shown now</h1>
                <p lang="en">{WebUtility.HtmlEncode(words)} Tell the informatics team, then load this page again.</p>
                </body></html>
                """
            );
        }
    }
}
