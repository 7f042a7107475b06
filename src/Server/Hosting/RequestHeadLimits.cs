using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting;

/// <summary>
/// How long a request's line and headers may be. The web server reads some more (<see cref="ConnectionLimits"/>), so that what is
/// too long is answered in the form of its address and is in the trail; of what is longer still it says the status alone.
/// </summary>
public static class RequestHeadLimits
{
    /// <summary>Bytes of method, address and version.</summary>
    public const int MostLine = 8 * 1024;

    /// <summary>Bytes of all headers together.</summary>
    public const int MostHeaders = 32 * 1024;

    public const int MostHeaderCount = 100;

    private static readonly BilingualText LineWords = new(
        "请求地址过长：最多 8 KiB。请缩短查询条件，或改用 POST（FHIR 检索为 /fhir/Patient/_search）。",
        "The address is too long: at most 8 KiB. Ask for less at once, or by POST (a FHIR search at /fhir/Patient/_search)."
    );

    private static readonly BilingualText HeaderWords = new(
        "请求头过大：合计最多 32 KiB、100 项。请删除多余的请求头，或清除本站的 Cookie 后重试。",
        "The headers are too large: at most 32 KiB and 100 of them. Leave out what is not needed, or clear the cookies of this site, and try again."
    );

    /// <summary>Call before whatever reads the address.</summary>
    public static void UseRequestHeadLimits(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                context.Features.Set(SeenRequest.Mark);
                return LengthOf(context) > MostLine ? RefuseAsync(context, StatusCodes.Status414UriTooLong, LineWords)
                    : context.Request.Headers.Count > MostHeaderCount || LengthOf(context.Request.Headers) > MostHeaders
                        ? RefuseAsync(context, StatusCodes.Status431RequestHeaderFieldsTooLarge, HeaderWords)
                    : next(context);
            }
        );

    private static async Task RefuseAsync(HttpContext context, int status, BilingualText words)
    {
        // Nothing behind this one asks who it was, and the trail is to know.
        if (await context.AuthenticateAsync() is { Succeeded: true, Principal: { } who })
            context.User = who;
        // At an address with data the gate records it; what lies nowhere, or in a file of the pages, is counted.
        if (context.GetEndpoint()?.Metadata.GetMetadata<NoPatientData>() is not null)
        {
            context
                .RequestServices.GetRequiredService<MalformedRequests>()
                .Note(status, context.Connection.RemoteIpAddress, context.TraceIdentifier);
        }

        await FaultAnswers.WriteAsync(context, status, words, new(ShellWords.FailedTitle, words, Again: false));
    }

    private static int LengthOf(HttpContext context)
    {
        const int Around = 3; // two spaces and the end of the line count as the web server counts them
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget.Length ?? 0;
        return request.Method.Length + target + request.Protocol.Length + Around;
    }

    private static int LengthOf(IHeaderDictionary headers)
    {
        var length = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                length += name.Length + (value?.Length ?? 0) + 4; // ": " and the end of the line
        }

        return length;
    }
}

/// <summary>On a request that reached the application: its rejection is recorded there.</summary>
public sealed class SeenRequest
{
    public static SeenRequest Mark { get; } = new();
}
