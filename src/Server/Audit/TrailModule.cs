using Microsoft.AspNetCore.Components.Endpoints;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Care;

namespace Xinglin.Server.Audit;

/// <summary>The trail of everything in the server: the gate that every request passes, and the views that pages record.</summary>
public static class TrailModule
{
    public static void AddTrail(this IServiceCollection services)
    {
        services.AddSingleton<PageViews>();
        services.AddSingleton<StudyViews>();
        services.AddSingleton<Xinglin.Reports.Review.StudyOpened>(provider =>
            provider.GetRequiredService<StudyViews>().HasOpened
        );
        services.AddHostedService<TrailService>();
    }

    /// <summary>Call it before sign-in and before whatever answers.</summary>
    public static void UseTrail(this WebApplication app) =>
        app.UseAccessGate(
            app.Services.GetRequiredService<AccessTrail>(),
            Callers.ActorOf,
            UnrecordedAnswer.WriteAsync,
            context => AskedAbout.Of(context, app.Services.GetRequiredService<FhirStore>()),
            CareModule.RuleOf(app.Services)
        );

    /// <summary>
    /// Each page is a recorded access of its own, unless its component says why it holds no data of patients; what carries
    /// the pages' live part is not one.
    /// </summary>
    public static T RecordedAsPages<T>(this T pages)
        where T : IEndpointConventionBuilder
    {
        pages.Add(endpoint =>
        {
            var page = endpoint.Metadata.OfType<ComponentTypeMetadata>().FirstOrDefault()?.Type;
            object how =
                page is null ? NoPatientData.Circuit
                : Attribute.GetCustomAttribute(page, typeof(HoldsNoPatientDataAttribute))
                    is HoldsNoPatientDataAttribute none
                    ? new NoPatientData(none.Why)
                : new Recorded(AuditActions.Page);
            endpoint.Metadata.Add(how);
        });
        return pages;
    }
}

/// <summary>On a page that shows no data of patients: it is not recorded.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HoldsNoPatientDataAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}
