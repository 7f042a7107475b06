using Xinglin.Records.Audit.Http;
using Xinglin.Server.Audit;
using Xinglin.Server.Pages.Administration;
using Xinglin.Server.Pages.Attachments;
using Xinglin.Server.Pages.Audit;
using Xinglin.Server.Pages.Care;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Pages.Profile;
using Xinglin.Server.Pages.Studies;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages;

/// <summary>The pages that a clinician sees.</summary>
public static class PagesModule
{
    /// <summary>Bytes of one message of the browser: what may be typed, and what is said of it.</summary>
    private const long MostMessage = 512 * 1024;

    private static readonly string[] Languages = [Localizer.Chinese, Localizer.English];

    public static void AddPages(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents()
            // A page of typed text in one message; with the usual 32 KB the connection was cut and the text lost.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MostMessage);
        services.AddHttpContextAccessor();
        services.AddScoped<Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler, LiveSession>();
        services.AddSingleton<CurrentPerson>();
        services.AddSingleton<Drafts.Together.DraftPresence>();
        services.AddSingleton<Worklist.DataQualityQueue>();
        services.AddSingleton<Patients.PastForecasts>();
        services.AddSingleton<FollowUps.GivenOut>();
        services.AddBreakGlassReaders();
        services.AddSingleton<Xinglin.Records.Charts.PatientLinks>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options
                .SetDefaultCulture(Localizer.English)
                .AddSupportedCultures(Languages)
                .AddSupportedUICultures(Languages);
            options.ApplyCurrentCultureToResponseHeaders = true;
        });
    }

    /// <summary>
    /// Call after authentication and authorization. Pages and their files are for a person with a session: the sign-in page,
    /// which carries all it needs within itself, is the only one that answers a stranger, and a program with a token
    /// reaches none.
    /// </summary>
    public static void MapPages(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseAntiforgery();
        app.MapStaticAssets()
            .RequireAuthorization(SignInModule.PersonPolicy)
            .WithoutPatientData(NoPatientData.StaticFile);
        app.MapGet("/language", ChangeLanguage)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .WithoutPatientData(NoPatientData.Settings);
        app.MapFrameFiles();
        app.MapDocumentFiles();
        app.MapSignatures();
        app.MapAttachmentFiles();
        app.MapAuditExport();
        app.MapBreakGlass();
        app.MapTeam();
        app.MapBreakGlassReview();
        app.MapOwnAccount();
        app.MapPeople();
        app.MapHospital();
        app.MapUnits();
        app.MapFirstRun();
        app.MapOwnPasskeys();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(live =>
            {
                // The policy of every answer says it already, and allows none.
                live.ContentSecurityFrameAncestorsPolicy = null;
            })
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAsPages();
    }

    /// <summary>Changes the language of the pages and goes back to the same place.</summary>
    private static IResult ChangeLanguage(HttpContext context, string? to, string? back)
    {
        ReaderChoices.Remember(context, Languages.Contains(to) ? to! : Localizer.English);
        return TypedResults.LocalRedirect(SignInModule.IsLocal(back) ? back! : "/");
    }
}
