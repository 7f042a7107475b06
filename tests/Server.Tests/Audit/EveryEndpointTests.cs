using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Audit;
using Xinglin.Server.Pages.Layout;

namespace Xinglin.Server.Tests.Audit;

public sealed class EveryEndpointTests(TrailServer server) : IClassFixture<TrailServer>
{
    /// <summary>All that may answer without being recorded: nothing of it is a patient's.</summary>
    private static readonly string[] WithoutPatientData =
    [
        "/health/live",
        "/health/ready",
        "/fhir/metadata",
        "/language",
        "/sign-in",
        "/sign-in/passkey/options",
        "/error",
        "/not-found",
        "/{*path:nonfile}",
        "/_blazor",
        "/account",
        "/admin",
        "/admin/settings",
        "/admin/people",
        "/admin/people/{Id}",
        "/admin/access",
        "/admin/units",
        "/first-run",
        "/_blazor/negotiate",
        "/_blazor/disconnect",
        "/_blazor/initializers",
        "/_framework/opaque-redirect",
    ];

    [Fact]
    public void An_address_is_either_recorded_or_stands_in_the_list_of_what_holds_no_data_of_patients()
    {
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        endpoints.Should().HaveCountGreaterThan(30);
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints)
        {
            var address = endpoint is RouteEndpoint route ? "/" + route.RoutePattern.RawText?.Trim('/') : "";
            var recorded = endpoint.Metadata.GetMetadata<Recorded>();
            var without = endpoint.Metadata.GetMetadata<NoPatientData>();
            // Files that are not there: recorded as unknown, as everything is that does not say what it is.
            if (address == "/{**path:file}")
                continue;
            if ((recorded is null) == (without is null))
            {
                faults.Add($"'{address}' ({endpoint.DisplayName}) does not say which");
            }
            else if (recorded is not null && !AuditActions.All.Contains(recorded.Action))
            {
                faults.Add($"'{address}' is recorded as '{recorded.Action}', which is no kind");
            }
            else if (
                without is not null
                && without != NoPatientData.StaticFile
                && !WithoutPatientData.Contains(address)
            )
            {
                faults.Add($"'{address}' is not recorded and does not stand in the list");
            }
        }
        faults.Should().BeEmpty();
    }

    [Fact]
    public void A_live_page_that_shows_data_passes_the_hook_before_it_shows_anything()
    {
        var pages = typeof(LivePage)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes(typeof(RouteAttribute), false).Length > 0)
            .Where(type => type.GetCustomAttributes(typeof(HoldsNoPatientDataAttribute), false).Length == 0)
            .Where(type => type.GetCustomAttributes(typeof(RenderModeAttribute), true).Length > 0)
            .ToList();
        pages.Should().HaveCountGreaterThan(4);

        // The pages of import and models show nothing that lies in the records; what is imported is recorded as such.
        pages
            .Where(page => !page.IsSubclassOf(typeof(LivePage)))
            .Select(page => page.Name)
            .Should()
            .BeEquivalentTo("ImportPage", "ModelsPage");
    }
}
