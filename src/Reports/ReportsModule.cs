using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir;
using Xinglin.Records.Files;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;

namespace Xinglin.Reports;

/// <summary>What this project adds to the server: review, signing, printing and export. The pages call them directly.</summary>
public static class ReportsModule
{
    /// <summary>
    /// Adds the services. The host must have registered <see cref="FhirStore"/> and, for signing, a
    /// <see cref="PasswordCheck"/> (of any lifetime) that verifies a user's password; of
    /// <see cref="SigningRules"/> the shipped ones hold where it registers none.
    /// </summary>
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton(provider => new PdfPrinter(temporary: provider.GetService<TemporaryFolder>()));
        services.AddSingleton(provider => new ReviewService(provider.GetRequiredService<FhirStore>()));
        services.AddSingleton(provider => new SigningService(
            provider.GetRequiredService<FhirStore>(),
            provider.GetRequiredService<PdfPrinter>(),
            Clock(provider),
            provider.GetService<SigningRules>()
        ));
        services.AddSingleton(provider => new DraftExport(provider.GetRequiredService<PdfPrinter>(), Clock(provider)));
        services.AddTransient(provider => new SecondAuthenticator(
            provider.GetRequiredService<PasswordCheck>(),
            Clock(provider)
        ));
        return services;
    }

    private static TimeProvider Clock(IServiceProvider provider) =>
        provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
