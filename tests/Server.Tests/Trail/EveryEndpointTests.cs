using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Trail;

namespace Xinglin.Server.Tests.Trail;

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
        "/error",
        "/not-found",
        "/{*path:nonfile}",
        "/_blazor",
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
        foreach (var endpoint in endpoints)
        {
            var address = endpoint is RouteEndpoint route ? "/" + route.RoutePattern.RawText?.TrimStart('/') : "";
            var recorded = endpoint.Metadata.GetMetadata<Recorded>();
            var without = endpoint.Metadata.GetMetadata<NoPatientData>();
            // Files that are not there: recorded as unknown, as everything is that does not say what it is.
            if (address == "/{**path:file}")
                continue;
            (recorded is null).Should().Be(without is not null, $"'{address}' ({endpoint.DisplayName}) says which");
            if (recorded is not null)
                AuditActions.All.Should().Contain(recorded.Action, address);
            else if (without != NoPatientData.StaticFile)
                WithoutPatientData.Should().Contain(address.TrimEnd('/'));
        }
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

    [Fact]
    public void A_live_page_shows_nothing_while_it_is_not_recorded()
    {
        var closed = typeof(LivePage).GetProperty(
            "Opened",
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic
        )!;
        closed.PropertyType.Should().Be<bool?>("a page that never asked is not open");
    }
}
