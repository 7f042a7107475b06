using System.Security.Claims;
using Xinglin.Reports.Signing;
using Xinglin.Server.Care;

namespace Xinglin.Server.Pages.Care;

/// <summary>Who reads a chart by break-glass only, for the rules on what follows a signed document.</summary>
public static class BreakGlassReaders
{
    public static void AddBreakGlassReaders(this IServiceCollection services) =>
        services.AddSingleton<OutsideCare>(provider =>
        {
            var charts = provider.GetRequiredService<ChartAccess>();
            return (user, patient) => Is(charts, user, patient);
        });

    private static bool Is(ChartAccess charts, string user, string patient)
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user)], "account"));
        return charts.Standings(person, [patient]).GetValueOrDefault(patient) is { IsOwn: false, Units.Count: > 0 };
    }
}
