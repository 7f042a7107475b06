using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Xinglin.Analysis;
using Xinglin.Exchange;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records;
using Xinglin.Records.Fhir;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports;
using Xinglin.Reports.Certificates;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Signing;
using Xinglin.Server.Administration;
using Xinglin.Server.Audit;
using Xinglin.Server.Care;
using Xinglin.Server.Health;
using Xinglin.Server.Hosting.Transport;
using Xinglin.Server.ModelUse;
using Xinglin.Server.Pages;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.PatientMatching;
using Xinglin.Server.SignIn;
using Xinglin.Server.SignIn.Passkeys;
using Xinglin.Server.Work;

namespace Xinglin.Server.Hosting;

/// <summary>The server, module by module, in the order in which a datum passes through them.</summary>
public static class WebHost
{
    public static async Task<WebApplication> BuildAsync(ServerOptions options)
    {
        DataFolder.Prepare(options.DataFolder);
        // What cannot be used is said now, not when somebody signs.
        HospitalSettings.Of(options.DataFolder);
        var transport = options.Transport ?? TransportOptions.None;
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "xinglin" }
        );
        if (options.Reserved is null)
            builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (options.Reserved is { } port)
                kestrel.ListenHandle(port.Handle);
            ConnectionLimits.Apply(kestrel.Limits);
        });
        builder.UseTls(transport, options.Url);
        QuietConsole.AddTo(builder.Logging.ClearProviders());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails();
        builder.Services.Configure<FormOptions>(ConnectionLimits.Apply);
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RejectionAnswer>();
        builder.Services.AddHostedService<MemoryReturn>();
        builder.Services.AddSingleton<MalformedRequests>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MalformedRequests>());

        builder.Services.AddRecords(options.DataFolder, options.Audit);
        builder.Services.AddTrail();
        builder.Services.AddSingleton(new RulesInForce(options.DataFolder));
        builder.Services.AddExchange(
            new ImportOptions { LargestFile = options.UploadLimitBytes, LargestFileOption = "--upload-limit" },
            services => services.GetRequiredService<RequestedWork>().For
        );
        builder.Services.AddAnalysis(options.ModelsFolder);
        builder.Services.AddReports(
            options.Signature ?? SignatureOptions.Usual(options.Audit),
            () => Letterhead.Of(HospitalSettings.Of(options.DataFolder))
        );
        builder.Services.AddAdministration(options.DataFolder, options.Audit);
        builder.Services.AddSingleton(SigningRules.Of(options.DataFolder, Permissions.Of(Permissions.Sign).Roles));
        builder.Services.AddSignIn(options.DataFolder, options.Sessions);
        builder.Services.AddPasskeys();
        builder.Services.AddCare(options.DataFolder);
        builder.Services.AddSingleton(
            new PagesSettings(options.Demonstration, options.DataFolder, options.ModelsFolder, options.UploadLimitBytes)
        );
        builder.Services.AddIdentityDecisions();
        builder.Services.AddSingleton(services => new ModelPromotions(
            options.ModelsFolder,
            services.GetRequiredService<FhirStore>(),
            services.GetRequiredService<AccessTrail>(),
            services.GetRequiredService<TimeProvider>()
        ));
        builder.Services.AddPages();
        builder.AddWork(new SiloPorts(FreePort.Any(), FreePort.Any()));

        var app = builder.Build();
        await app.Services.PrepareAccountsAsync();
        app.UseTrustedProxies(transport);
        app.UseSecurityHeaders();
        app.UseTrail();
        app.UseFaultAnswers();
        app.UseHostNames(
            transport,
            options.Url,
            (context, status, words) => FaultAnswers.WriteAsync(context, status, words)
        );
        app.UseRequestHeadLimits();
        var rates = app.Services.GetRequiredService<RateLimits>();
        app.Use(rates.ByAddressAsync);
        app.UseAuthentication();
        app.Use(rates.ByAccountAsync);
        app.UseOriginCheck();
        app.UseRejectedForms();
        app.UseAuthorization();
        app.UseChartRule(AskedAbout.Of);
        app.MapHealth();
        app.MapSignIn();
        app.MapPasskeys();
        app.Services.GetRequiredService<SignatureVerifier>().Guard();
        app.MapRecords().RequireAuthorization(Permissions.UseFhir);
        app.MapImport(FhirRights.WritesOf).RequireAuthorization(Permissions.Import);
        app.MapIdentityDecisions();
        app.MapPages();
        app.MapUnknown();
        return app;
    }
}
