using System.Globalization;
using System.Net;
using Xinglin.Server.Pages.SignIn;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Errors;

/// <summary>
/// The page that a person sees when a page failed: one document that carries all it needs, drawn by nothing that could have
/// failed itself. Both languages, that of the reader first.
/// </summary>
public static class ErrorDocument
{
    /// <summary>The whole document. It holds the status, the time and the request's id, and nothing of the request.</summary>
    public static string Html(HttpContext context, int status)
    {
        var chinese = Reader(context) == Say.Chinese;
        var at = context
            .RequestServices.GetRequiredService<TimeProvider>()
            .GetLocalNow()
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var parts = new[] { Part(Say.Chinese, status, at), Part(Say.English, status, at) };
        if (!chinese)
            Array.Reverse(parts);
        return $"""
            <!DOCTYPE html>
            <html lang="{(chinese ? Say.Chinese : Say.English)}">
            <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{E(ShellWords.FailedTitle.In(chinese ? Say.Chinese : Say.English))} · Xinglin 杏林</title>
            {Carried.Styles.Value}</head>
            <body><main id="content" class="plain">{parts[0]}{parts[1]}
            <p class="muted small mono">{status} · {E(context.TraceIdentifier)}</p></main></body>
            </html>
            """;
    }

    private static string Part(string language, int status, string at)
    {
        var body =
            status == 429 ? ShellWords.TooOftenBody
            : status is 503 or 507 ? ShellWords.BusyBody
            : status < 500 ? ShellWords.RefusedBody
            : ShellWords.FailedBody;
        var words = string.Format(CultureInfo.InvariantCulture, body.In(language), at);
        return $"""
            <section class="fault" lang="{language}" role="alert"><h1><span class="shape" aria-hidden="true">✕</span> {E(
                ShellWords.FailedTitle.In(language)
            )}</h1><p>{E(words)}</p><p><a class="button" href="">{E(
                ShellWords.Reload.In(language)
            )}</a> <a class="button quiet" href="/">{E(ShellWords.ToWorklist.In(language))}</a></p></section>
            """;
    }

    /// <summary>The language of the page's cookie, else what the browser prefers.</summary>
    private static string Reader(HttpContext context)
    {
        var chosen =
            context.Request.Cookies[Microsoft.AspNetCore.Localization.CookieRequestCultureProvider.DefaultCookieName]
            ?? context.Request.Headers.AcceptLanguage.ToString();
        var zh = chosen.IndexOf("zh", StringComparison.OrdinalIgnoreCase);
        var en = chosen.IndexOf("en", StringComparison.OrdinalIgnoreCase);
        return zh >= 0 && (en < 0 || zh < en) ? Say.Chinese : Say.English;
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
