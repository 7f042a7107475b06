using Microsoft.AspNetCore.Components.Server.Circuits;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.Care;

/// <summary>Whose patients a person may open: units, teams, and break-glass.</summary>
public static class CareModule
{
    public static void AddCare(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton<CareRecords>();
        services.AddSingleton(provider => new ChartAccess(
            provider.GetRequiredService<CareRecords>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            dataFolder,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new BreakGlass(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<AccountsWitness>(),
            dataFolder,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<CareDirectory>();
        services.AddSingleton<PatientTeams>();
        services.AddScoped<PractitionerLinks>();
        services.AddScoped<OpenedCharts>();
        services.AddScoped<CircuitHandler, ChartCircuit>();
    }

    /// <summary>The rule as the gate around every answer asks it.</summary>
    public static ChartRule RuleOf(IServiceProvider services)
    {
        var charts = services.GetRequiredService<ChartAccess>();
        return new(
            (context, patients) =>
            {
                if (!ListAddresses.Holds(context.GetEndpoint(), context.User))
                    charts.Require(context.User, patients);
            },
            ClosedChartAnswer.WriteAsync,
            context => charts.AllClosed(context.User)
        );
    }

    /// <summary>Before an endpoint runs whose address names a patient. Call it after authorization, before whatever answers.</summary>
    /// <param name="askedAbout">Whose data an address asks for.</param>
    public static void UseChartRule(
        this WebApplication app,
        Func<HttpContext, FhirStore, IEnumerable<string>> askedAbout
    ) =>
        app.Use(
            (context, next) =>
            {
                if (
                    context.User.Identity?.IsAuthenticated == true
                    && !ListAddresses.Holds(context.GetEndpoint(), context.User)
                )
                {
                    var store = context.RequestServices.GetRequiredService<FhirStore>();
                    ChartRule.Ask(context, [.. askedAbout(context, store)]);
                }
                return next(context);
            }
        );
}
