using System.Globalization;
using System.Net;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Pages.Assets;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Errors;

/// <summary>
/// The page that a person sees when a page failed: one document that carries all it needs, drawn by nothing that could have
/// failed itself. In the language that the reader has chosen; before that in both.
/// </summary>
public static class ErrorDocument
{
    /// <summary>What it says to a status.</summary>
    /// <param name="Body">Place 0 is the time, place 1 the seconds to wait.</param>
    /// <param name="Again">Loading it again may help.</param>
    public sealed record Words(BilingualText Title, BilingualText Body, bool Again = true)
    {
        public static Words Of(int status) =>
            status switch
            {
                429 => new(ShellWords.TooOftenTitle, ShellWords.TooOftenBody),
                503 or 507 => new(ShellWords.FailedTitle, ShellWords.BusyBody),
                < 500 => new(ShellWords.FailedTitle, ShellWords.RefusedBody),
                _ => new(ShellWords.FailedTitle, ShellWords.FailedBody),
            };
    }

    /// <summary>The whole document. It holds the status, the time and the request's id, and nothing of the request.</summary>
    public static string Html(HttpContext context, int status, Words? said = null)
    {
        var words = said ?? Words.Of(status);
        var reader = ReaderLanguage.Of(context);
        var at = context
            .RequestServices.GetRequiredService<TimeProvider>()
            .GetLocalNow()
            .ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        var wait = context.Response.Headers.RetryAfter.ToString() is { Length: > 0 } seconds ? seconds : "60";
        // Whoever has said which language is read is not shown the other.
        var other = reader == Localizer.Chinese ? Localizer.English : Localizer.Chinese;
        string[] languages = IsKnown(context) ? [reader] : [reader, other];
        var parts = string.Concat(
            languages.Select(language => Part(language, words, at, wait, HomeWay.Of(context.User)))
        );
        return $"""
            <!DOCTYPE html>
            <html lang="{reader}" data-theme="{ReaderChoices.Theme(context)}">
            <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{E(words.Title.In(reader))} · Xinglin 杏林</title>
            {InlineAssets.Styles.Value}{InlineAssets.Script.Value}</head>
            <body><main id="content" class="plain fits">{parts}
            <p class="muted small">{status} · {E(ShellWords.RequestId.In(reader))} <span class="mono">{E(
                context.TraceIdentifier
            )}</span></p></main></body>
            </html>
            """;
    }

    private static string Part(string language, Words said, string at, string wait, HomeWay? home)
    {
        var words = string.Format(CultureInfo.InvariantCulture, said.Body.In(language), at, wait);
        var again = said.Again ? $"<a class=\"button\" href=\"\">{E(ShellWords.Reload.In(language))}</a> " : "";
        var way = home is null
            ? ""
            : $"<a class=\"button quiet\" href=\"{home.Address}\">{E(home.Words.In(language))}</a>";
        return $"""
            <section class="fault" lang="{language}" role="alert"><h1><span class="shape" aria-hidden="true">✕</span> {E(
                said.Title.In(language)
            )}</h1><p>{E(words)}</p><p>{again}{way}</p></section>
            """;
    }

    private static bool IsKnown(HttpContext context) =>
        context.Request.Cookies.ContainsKey(
            Microsoft.AspNetCore.Localization.CookieRequestCultureProvider.DefaultCookieName
        );

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
