using Bunit;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>An address is written by anybody: what stands in its query is never taken for granted.</summary>
public sealed class OddQueryTests
{
    [Fact]
    public async System.Threading.Tasks.Task A_page_number_that_is_none_was_a_500_and_an_ok_for_nobody()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [new Write(new Patient { Id = "p" }), new Write(Store.Glucose("g", "p", 5))]
        );
        foreach (
            var from in new[] { "abc", "", "%00", "1e400", "99999999999999999999", "-1", "1&from=2", "%F0%9F%98%80" }
        )
        {
            await server.PageAsync($"/patients/p?records=Observation&from={from}");
            var entry = server.Services.GetRequiredService<AccessTrail>().Find(new(Count: 1)).Entries[0];
            (entry.Action, entry.Result).Should().Be(("page", "ok"), from);
            entry.Patients.Should().Equal(["p"], from);
        }
    }

    [Fact]
    public async System.Threading.Tasks.Task A_page_that_failed_was_recorded_as_ok()
    {
        await using var context = new BunitContext();
        context.Services.AddSingleton(TimeProvider.System);
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext();

        context.Render<Xinglin.Server.Pages.Layout.FaultNote>(parameters =>
            parameters
                .AddCascadingValue<Microsoft.AspNetCore.Http.HttpContext>(request)
                .Add(note => note.WholePage, true)
        );

        Xinglin.Records.Audit.Http.AccessNote.Of(request).Result.Should().Be("500");
    }

    [Fact]
    public void Every_parameter_of_every_page_is_a_text_that_the_page_reads_itself()
    {
        var typed = typeof(Xinglin.Server.Pages.App)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetProperties(
                    System.Reflection.BindingFlags.Instance
                        | System.Reflection.BindingFlags.Public
                        | System.Reflection.BindingFlags.NonPublic
                )
            )
            .Where(property =>
                property.IsDefined(typeof(Microsoft.AspNetCore.Components.SupplyParameterFromQueryAttribute), false)
                && property.PropertyType != typeof(string)
            )
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        typed.Should().BeEmpty("another type is a 500 where it cannot be read");
    }
}
