using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Audit;
using Xinglin.Server.Pages.Layout;

namespace Xinglin.Server.Tests.Audit;

/// <summary>A live page on a circuit, where no request passes the gate.</summary>
public sealed class LivePageTests : IAsyncDisposable
{
    private readonly Pages.Store _records = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-live-").FullName;
    private readonly BunitContext _circuit = new();
    private readonly AccessTrail _trail;

    public LivePageTests()
    {
        _trail = AccessTrail.Open(_folder, AuditOptions.Of(), _records.Clock);
        _circuit.Services.AddSingleton(_records.Records);
        _circuit.Services.AddSingleton<TimeProvider>(_records.Clock);
        _circuit.Services.AddSingleton(new Xinglin.Server.Care.OpenedCharts());
        _circuit.Services.AddSingleton(new PageViews(_trail, _records.Clock));
    }

    public async ValueTask DisposeAsync()
    {
        await _circuit.DisposeAsync();
        await _trail.DisposeAsync();
        await _records.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_page_that_was_not_drawn_by_a_request_is_recorded_before_it_reads_and_once()
    {
        var page = Render();

        page.WaitForAssertion(() => page.Markup.Should().Be("the chart"));
        page.Render();

        var entry = _trail.Find(new()).Entries.Should().ContainSingle().Which;
        (entry.Actor.Id, entry.Action, entry.Entity).Should().Be(("a1", "page", "/probe"));
        entry.Patients.Should().Equal("p1");
    }

    [Fact]
    public async Task A_page_whose_view_cannot_be_recorded_reads_and_shows_nothing()
    {
        _trail.LimitPages(1);
        var fill = async () =>
        {
            for (var i = 0; i < 500; i++)
                await _trail.RecordAsync(new(AuditActor.Product, "command", new string('x', 200)));
        };
        await fill.Should().ThrowAsync<AccessNotRecordedException>();

        var page = Render();

        page.WaitForAssertion(() => page.Markup.Should().Be("closed"));
        page.Instance.Reads.Should().Be(0);
    }

    private IRenderedComponent<Probe> Render()
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "a1")], "test"));
        return _circuit.Render<Probe>(parameters =>
            parameters.AddCascadingValue(Task.FromResult(new AuthenticationState(person)))
        );
    }

    /// <summary>A page that says what it would show.</summary>
    private sealed class Probe : LivePage
    {
        public int Reads { get; private set; }

        protected override bool Concerns(Xinglin.Records.Fhir.Resources.RecordChange change) => false;

        protected override void Refresh() => Reads++;

        protected override async Task OnInitializedAsync()
        {
            if (await OpenAsync("/probe", "p1"))
                Refresh();
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(
                0,
                Opened switch
                {
                    null => "waiting",
                    true => "the chart",
                    false => "closed",
                }
            );
    }
}
