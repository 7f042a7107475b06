using Microsoft.AspNetCore.Localization;
using MudBlazor.Services;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Pages.Studies;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages;

/// <summary>The pages that a clinician sees.</summary>
public static class PagesModule
{
    /// <summary>Holds <c>light</c> or <c>dark</c>; absent means: as the computer is set.</summary>
    public const string ThemeCookie = "xinglin-theme";

    private static readonly string[] Languages = [Say.Chinese, Say.English];

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddHttpContextAccessor();
        services.AddSingleton<People>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Say.English).AddSupportedCultures(Languages).AddSupportedUICultures(Languages);
            options.ApplyCurrentCultureToResponseHeaders = true;
        });
    }

    /// <summary>Call after authentication and authorization.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/language", ChangeLanguage).AllowAnonymous();
        app.MapFrameFiles();
        app.MapDocumentFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>Changes the language of the pages and goes back to the same place.</summary>
    private static IResult ChangeLanguage(HttpContext context, string? to, string? back)
    {
        var language = Languages.Contains(to) ? to! : Say.English;
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
        return TypedResults.LocalRedirect(back is ['/', ..] and not ['/', '/' or '\\', ..] ? back : "/");
    }
}
