using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Audit.Http;

/// <summary>In which of the two languages whoever asks reads: a person's choice, else what the request accepts, else English.</summary>
public static class ReaderLanguage
{
    private const string Chinese = "zh-CN";
    private const string English = "en";

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public static string Of(HttpContext context)
    {
        var asked =
            context.Request.Cookies[CookieRequestCultureProvider.DefaultCookieName]
            ?? context.Request.Headers.AcceptLanguage.ToString();
        var zh = asked.IndexOf("zh", StringComparison.OrdinalIgnoreCase);
        var en = asked.IndexOf("en", StringComparison.OrdinalIgnoreCase);
        return zh >= 0 && (en < 0 || zh < en) ? Chinese : English;
    }

    /// <summary>The text in the language of whoever asks.</summary>
    public static string In(this BilingualText text, HttpContext context) => text.In(Of(context));
}
