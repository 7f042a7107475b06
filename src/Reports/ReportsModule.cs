using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;
using Xinglin.Records.Files;
using Xinglin.Reports.Certificates;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Pades;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;

namespace Xinglin.Reports;

/// <summary>What this project adds to the server: review, signing, printing and export. The pages call them directly.</summary>
public static class ReportsModule
{
    /// <summary>
    /// Adds the services. The host must have registered <see cref="FhirStore"/> and, for signing, a
    /// <see cref="PasswordCheck"/> (of any lifetime) that verifies a user's password and a
    /// <see cref="StudyOpened"/> (without one nobody has opened a study); of
    /// <see cref="SigningRules"/> the shipped ones hold where it registers none; without an <see cref="OutsideCare"/> nobody reads by
    /// break-glass.
    /// </summary>
    /// <param name="signature">With what PDFs are signed; the installation's own key next to the audit key when null.</param>
    /// <param name="letterhead">The hospital's head as it is set now; null where it has none.</param>
    public static IServiceCollection AddReports(
        this IServiceCollection services,
        SignatureOptions? signature = null,
        Func<Letterhead?>? letterhead = null
    )
    {
        services.AddSingleton(provider => new PdfSigning(signature ?? SignatureOptions.Usual(null), Clock(provider)));
        services.AddSingleton(provider => new SignatureVerifier(
            provider.GetRequiredService<FhirStore>(),
            provider.GetService<DicomArchive>(),
            provider.GetRequiredService<PdfSigning>()
        ));
        services.AddSingleton(provider => new PdfPrinter(temporary: provider.GetService<TemporaryFolder>()));
        services.AddSingleton(provider => new ReviewService(
            provider.GetRequiredService<FhirStore>(),
            Opened(provider),
            (provider.GetService<SigningRules>() ?? SigningRules.Shipped).MaySign,
            Clock(provider)
        ));
        services.AddSingleton(provider => new FollowUpRules(
            provider.GetRequiredService<FhirStore>(),
            provider.GetService<SigningRules>() ?? SigningRules.Shipped,
            provider.GetService<OutsideCare>() ?? ((_, _) => false)
        ));
        services.AddSingleton(provider => new SigningService(
            provider.GetRequiredService<FhirStore>(),
            provider.GetRequiredService<PdfPrinter>(),
            provider.GetRequiredService<PdfSigning>(),
            provider.GetRequiredService<SignatureVerifier>(),
            provider.GetService<DicomArchive>(),
            Clock(provider),
            Opened(provider),
            provider.GetService<SigningRules>(),
            letterhead,
            provider.GetRequiredService<FollowUpRules>()
        ));
        services.AddSingleton(provider => new DraftExport(
            provider.GetRequiredService<PdfPrinter>(),
            Clock(provider),
            letterhead
        ));
        services.AddSingleton(provider => new CitedChanges(provider.GetRequiredService<FhirStore>()));
        services.AddSingleton(provider => new FollowUpService(
            provider.GetRequiredService<FhirStore>(),
            provider.GetRequiredService<CitedChanges>(),
            Clock(provider),
            provider.GetRequiredService<FollowUpRules>()
        ));
        services.AddTransient(provider => new SecondAuthenticator(
            provider.GetRequiredService<PasswordCheck>(),
            Clock(provider),
            provider.GetService<PasskeyCheck>()
        ));
        return services;
    }

    private static StudyOpened Opened(IServiceProvider provider) =>
        provider.GetService<StudyOpened>() ?? ((_, _, _, _) => false);

    private static TimeProvider Clock(IServiceProvider provider) =>
        provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
