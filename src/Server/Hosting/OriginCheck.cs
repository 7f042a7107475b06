using Microsoft.AspNetCore.Antiforgery;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting;

/// <summary>
/// What a person's session writes comes from this server's own pages: a browser sends the session's cookie along with what any
/// page on the same host asks for. Programs carry a token of their own and are not concerned.
/// </summary>
public static class OriginCheck
{
    private static readonly BilingualText Words = new(
        "会话只能在本系统页面内提交；程序请使用令牌（xinglin token）。",
        "A session may write from this server's own pages only; a program needs a token (xinglin token)."
    );

    /// <summary>Call it when it is known who asks.</summary>
    public static void UseOriginCheck(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                if (IsSession(context) && Writes(context) && await IsForeignAsync(context))
                    await FaultAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, Words);
                else
                    await next(context);
            }
        );

    private static bool IsSession(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        && !context.User.HasClaim(claim => claim.Type == TokenAuthentication.ProgramClaim);

    // A live page's connection is opened by GET.
    private static bool Writes(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || !(
            HttpMethods.IsGet(context.Request.Method)
            || HttpMethods.IsHead(context.Request.Method)
            || HttpMethods.IsOptions(context.Request.Method)
        );

    private static async Task<bool> IsForeignAsync(HttpContext context)
    {
        var request = context.Request;
        // What says nothing of where it comes from needs the secret of a page of ours; no upload is read to look for it.
        if (request.Headers.Origin.Count == 0 && !request.Headers.ContainsKey("Sec-Fetch-Site"))
        {
            return request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true
                || !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        }
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return true;
        var origin = request.Headers.Origin.ToString();
        // Behind a proxy the scheme may differ; host and port are the browser's.
        return origin.Length > 0
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            );
    }
}
