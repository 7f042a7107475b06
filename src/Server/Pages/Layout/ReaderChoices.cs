using Microsoft.AspNetCore.Localization;

namespace Xinglin.Server.Pages.Layout;

/// <summary>What a reader has chosen in this browser, kept in cookies: the colours and the language.</summary>
public static class ReaderChoices
{
    private const string ThemeCookie = "xinglin-theme";

    /// <summary><c>light</c> or <c>dark</c>; <c>unset</c> means: as the computer is set.</summary>
    public static string Theme(HttpContext? context) =>
        context?.Request.Cookies[ThemeCookie] is ("dark" or "light") and var chosen ? chosen : "unset";

    /// <summary>Keeps the chosen language for a year.</summary>
    public static void Remember(HttpContext context, string language) =>
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
            }
        );
}
