using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.Audit;
using Xinglin.Server.Care;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Care;

/// <summary>The chart of another team's patient: closed at every door, opened for a reason, told to the privacy officer.</summary>
public sealed class BreakGlassTests : IAsyncLifetime
{
    private TwoTeams _teams = null!;

    /// <summary>Every door that holds something of the other team's patient, and whether a person is led on or a program told.</summary>
    private IReadOnlyList<(string Address, bool IsPage)> Doors =>
        [
            ("/patients/p", true),
            ("/patients/p?lab=8480-6", true),
            ("/records/Patient/p", true),
            ("/records/Observation/o-other", true),
            ("/studies/study", true),
            ($"/drafts/{_teams.Draft}", true),
            ($"/files/documents/{_teams.Draft}", true),
            ("/files/attachments/DocumentReference/letter/0", true),
            ("/files/frames/1.2.9.2", false),
            ("/files/frames/1.2.9.2/pixels", false),
            ("/files/frames/1.2.9.2/thumbnail", false),
            ("/fhir/Patient/p", false),
            ("/fhir/Observation/o-other", false),
            ("/fhir/Observation/o-other/_history", false),
            ("/fhir/Observation/o-other/_history/1", false),
            ("/fhir/Patient/p/$everything", false),
            ("/fhir/Observation?patient=p", false),
            ("/fhir/Observation?patient=p&_summary=count", false),
            ("/fhir/Patient?_id=p", false),
        ];

    public async ValueTask InitializeAsync() => _teams = await TwoTeams.StartAsync();

    public ValueTask DisposeAsync() => _teams.DisposeAsync();

    [Fact]
    public async Task A_chart_of_another_team_opens_only_after_a_reason_and_the_privacy_officer_sees_it()
    {
        var auditor = await _teams.Server.AuditorAsync();
        var (status, to, _) = await TwoTeams.AskAsync(_teams.Lin, "/patients/p?lab=8480-6");
        (status, to).Should().Be((303, "/patients/p/break-glass?back=%2Fpatients%2Fp%3Flab%3D8480-6"));
        var page = await _teams.Server.PageAsync($"{to}&culture=en");
        page.Should()
            .Contain("王秀英")
            .And.Contain("Respiratory medicine")
            .And.NotContain("mmHg")
            .And.NotContain("Timeline");
        (await _teams.Server.PageAsync($"{to}&culture=zh-CN")).Should().Contain("呼吸科").And.Contain("应急打开病历");

        (await _teams.OpenAsync(_teams.Lin, "p", "emergency", "夜间胸痛", "/patients/p?lab=8480-6"))
            .Should()
            .Be("/patients/p?lab=8480-6");

        var chart = await _teams.Server.PageAsync("/patients/p?culture=en");
        chart.Should().Contain("Opened by break-glass until").And.Contain("夜间胸痛").And.Contain("Timeline");
        (await TwoTeams.AskAsync(_teams.He, "/patients/own"))
            .Status.Should()
            .Be(303, "it opened one chart, to one person");
        var entries = _teams.Trail(AuditActions.BreakGlass);
        entries.Should().Contain(entry => entry.Result == "begun" && entry.Reason == "emergency: 夜间胸痛");
        entries.Should().OnlyContain(entry => entry.Patients.Contains("p") && entry.Actor.Name == "lin");

        var list = (await TwoTeams.AskAsync(auditor, "/audit/break-glass?culture=en")).Body;
        list.Should()
            .Contain("Dr. Lin")
            .And.Contain("王秀英")
            .And.Contain("夜间胸痛")
            .And.Contain("not yet reviewed: 1");
        (await TwoTeams.AskAsync(auditor, "/audit?culture=en")).Body.Should().Contain("class=\"count warn\"");
        var id = (await _teams.Server.Services.GetRequiredService<BreakGlass>().AllAsync(0, 10)).Single().Id;
        var token = RunningServer.AntiforgeryTokenOf(list);
        (await ReviewAsync(auditor, id, token)).Should().Be("/audit/break-glass?done=noted");
        (await ReviewAsync(auditor, id, token)).Should().Contain("shown=", "it is reviewed once");

        list = (await TwoTeams.AskAsync(auditor, "/audit/break-glass?culture=en")).Body;
        list.Should().Contain("Reviewed by Zhao Min").And.Contain("the ward called").And.NotContain("not yet reviewed");
        var export = (await TwoTeams.AskAsync(auditor, "/audit/break-glass/export?culture=en")).Body;
        export.Should().Contain("\"emergency\"").And.Contain("\"夜间胸痛\"").And.Contain("\"the ward called\"");
        TrailVerifier
            .Verify(_teams.Server.DataFolder, AuditOptions.Of(), TimeProvider.System)
            .Problems.Should()
            .BeEmpty("an opening and its review are changes of the accounts that the trail notes");
    }

    [Fact]
    public async Task Every_door_of_another_teams_patient_is_closed_and_the_attempt_recorded()
    {
        foreach (var (address, isPage) in Doors)
        {
            var before = Newest();
            var (status, to, body) = await TwoTeams.AskAsync(_teams.Lin, address);

            status.Should().Be(isPage ? 303 : 403, address);
            if (isPage)
                to.Should().StartWith("/patients/p/break-glass?back=", address);
            body.Should()
                .NotContain("150", address)
                .And.NotContain("canary", address)
                .And.NotContain("王秀英", address);
            var entry = _teams
                .Server.Services.GetRequiredService<AccessTrail>()
                .Find(new(Count: 1))
                .Entries.Single(one => one.Number > before);
            (entry.Result, entry.Actor.Name).Should().Be(("403", "lin"), address);
            entry.Patients.Should().Contain("p", address);
        }
    }

    [Fact]
    public async Task The_team_of_a_patient_a_grant_and_a_programs_token_pass_every_door()
    {
        await _teams.OpenAsync(_teams.Lin, "p", "consultation");
        foreach (var (address, _) in Doors)
        {
            // Of what there is no file, the door says so.
            (await TwoTeams.AskAsync(_teams.Lin, address))
                .Status.Should()
                .BeOneOf([200, 404], address);
            (await TwoTeams.AskAsync(_teams.He, address)).Status.Should().BeOneOf([200, 404], address);
            if (address.StartsWith("/fhir", StringComparison.Ordinal))
                (await TwoTeams.AskAsync(_teams.Server.Program, address)).Status.Should().Be(200, address);
        }
    }

    [Theory]
    [InlineData(
        "PUT",
        "/fhir/Observation/o-other",
        "{\"resourceType\":\"Observation\",\"id\":\"o-other\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/p\"}}"
    )]
    [InlineData(
        "PUT",
        "/fhir/Observation/o-own",
        "{\"resourceType\":\"Observation\",\"id\":\"o-own\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/p\"}}"
    )]
    [InlineData("DELETE", "/fhir/Observation/o-other", null)]
    [InlineData(
        "POST",
        "/fhir/Observation",
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/p\"}}"
    )]
    [InlineData(
        "POST",
        "/fhir",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p\"}}]}"
    )]
    [InlineData(
        "POST",
        "/fhir",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Observation?subject=Patient/p\"}}]}"
    )]
    [InlineData(
        "POST",
        "/fhir",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/p\"}},\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}]}"
    )]
    public async Task A_write_or_a_bundle_of_a_session_does_not_touch_another_teams_chart(
        string method,
        string address,
        string? body
    )
    {
        var before = _teams.Server.Store.LastChange;
        var (status, _, said) = await TwoTeams.AskAsync(_teams.Lin, address, method, body);
        status.Should().Be(403, said);
        said.Should().Contain("OperationOutcome");
        _teams.Server.Store.LastChange.Should().Be(before, "nothing was stored");
    }

    [Fact]
    public async Task The_end_of_a_grant_closes_the_chart_again()
    {
        await _teams.OpenAsync(_teams.Lin, "p", "cover");
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var charts = new ChartAccess(
            _teams.Server.Services.GetRequiredService<CareRecords>(),
            _teams.Server.Services.GetRequiredService<IServiceScopeFactory>(),
            _teams.Server.DataFolder,
            clock
        );
        var lin = _teams.Who("lin");
        clock.Advance(TimeSpan.FromHours(7.9));
        charts.Closed(lin, ["p"]).Should().BeEmpty();
        clock.Advance(TimeSpan.FromHours(0.2));
        charts.Closed(lin, ["p"]).Should().ContainSingle();

        // A page that is open still does nothing, and opens nothing.
        var views = new PageViews(_teams.Server.Services.GetRequiredService<AccessTrail>(), clock, charts);
        views.AreOpen(lin, ["p"]).Should().BeFalse();
        await FluentActions
            .Awaiting(() => views.RecordAsync(lin, AuditActions.Page, "/patients/p", ["p"]))
            .Should()
            .ThrowAsync<ChartClosedException>();
        await FluentActions
            .Awaiting(() => views.OpenAsync(lin, "/patients/p", ["p"]))
            .Should()
            .ThrowAsync<ChartClosedException>();
        await views.OpenAsync(lin, "/", ["p"]);
    }

    [Fact]
    public async Task Another_reason_without_words_opens_nothing_and_keeps_what_was_typed()
    {
        var to = await _teams.OpenAsync(_teams.Lin, "p", "other", "短 reason");
        to.Should().StartWith("/patients/p/break-glass?back=&kept=");
        (await _teams.Server.PageAsync(to)).Should().Contain("短 reason").And.Contain("role=\"alert\"");
        (await _teams.OpenAsync(_teams.Lin, "p", null)).Should().Contain("kept=");
        (await _teams.OpenAsync(_teams.Lin, "p", "none")).Should().Contain("kept=");
        (await TwoTeams.AskAsync(_teams.Lin, "/patients/p")).Status.Should().Be(303);
        (await _teams.OpenAsync(_teams.Lin, "p", "other", "asked by the ward at night", "//evil.example"))
            .Should()
            .Be("/patients/p", "nobody is led out of the server");
        (await TwoTeams.AskAsync(_teams.Lin, "/patients/p")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Nobody_reviews_an_access_of_their_own_and_only_the_privacy_officer_any()
    {
        await _teams.OpenAsync(_teams.Lin, "p", "emergency");
        var breakGlass = _teams.Server.Services.GetRequiredService<BreakGlass>();
        var access = (await breakGlass.AllAsync(0, 10)).Single();
        (await breakGlass.ReviewAsync(access.Id, _teams.Who("lin"), ""))!.En.Should().Contain("own");
        (await TwoTeams.AskAsync(_teams.Lin, "/audit/break-glass")).Status.Should().Be(403);
        (await breakGlass.UnreviewedAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Lists_show_who_it_is_and_in_whose_care_and_not_what_was_found()
    {
        var list = await _teams.Server.PageAsync("/?unit=all&culture=en");
        list.Should()
            .Contain("/patients/p/break-glass")
            .And.Contain("in the care of")
            .And.NotContain($"/drafts/{_teams.Draft}");
        (await _teams.Server.PageAsync("/?culture=en"))
            .Should()
            .NotContain("王秀英", "the worklist begins with one's own unit");
        var found = await _teams.Server.PageAsync("/search?q=%E7%8E%8B%E7%A7%80%E8%8B%B1&culture=en");
        found.Should().Contain("王秀英").And.Contain("in the care of");
        (await TwoTeams.AskAsync(_teams.He, "/?culture=en")).Body.Should().Contain($"/drafts/{_teams.Draft}");
    }

    [Fact]
    public void Every_address_that_the_rule_leaves_out_is_there_and_says_why()
    {
        var routes = _teams
            .Server.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>()
            .Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Select(route => "/" + route.RoutePattern.RawText?.Trim('/'))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        ListAddresses.All.Keys.Where(address => !routes.Contains(address)).Should().BeEmpty();
        ListAddresses.All.Values.Should().OnlyContain(why => why.Length > 20);
        ListAddresses.All.Keys.Where(address => address.Contains("fhir", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private long Newest() =>
        _teams
            .Server.Services.GetRequiredService<AccessTrail>()
            .Find(new(Count: 1))
            .Entries.Select(entry => entry.Number)
            .FirstOrDefault();

    private static Task<string> ReviewAsync(HttpClient auditor, string id, string token) =>
        TwoTeams.PostAsync(
            auditor,
            $"/audit/break-glass/{id}",
            new() { ["note"] = "the ward called", ["__RequestVerificationToken"] = token }
        );
}
