using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Care;

namespace Xinglin.Server.Tests.Care;

/// <summary>Whose a patient is, as the records say it: each way in which it changed, or could not be told.</summary>
public sealed class WhosePatientTests : IAsyncLifetime
{
    private TwoTeams _teams = null!;

    public async ValueTask InitializeAsync() => _teams = await TwoTeams.StartAsync();

    public ValueTask DisposeAsync() => _teams.DisposeAsync();

    [Fact]
    public async Task A_moved_patient_changes_hands_with_the_commit()
    {
        IsOpen("lin", "own").Should().BeTrue();
        IsOpen("he", "own").Should().BeFalse();
        await StoreAsync(CareExamples.Visit("visit-own", "own", "Location/bed-r1"));
        IsOpen("lin", "own").Should().BeFalse();
        IsOpen("he", "own").Should().BeTrue();
        // As a list sees it, which reads all at once.
        Charts.Standings(_teams.Who("he"), ["own"])["own"].IsOwn.Should().BeTrue();
        await StoreAsync(CareExamples.Visit("visit-own", "own", "Location/bed-c1"));
        Charts.Standings(_teams.Who("he"), ["own"])["own"].IsOpen.Should().BeFalse();
        IsOpen("lin", "own").Should().BeTrue();
    }

    [Fact]
    public async Task A_nurse_who_leaves_a_unit_opens_its_charts_no_more()
    {
        await StoreAsync(CareExamples.Role("role-lin-2", "dr-lin", "Location/ward-r"));
        IsOpen("lin", "p").Should().BeTrue("the bed is of that ward");
        await StoreAsync(CareExamples.Role("role-lin-2", "dr-lin", "Location/ward-r", active: false));
        IsOpen("lin", "p").Should().BeFalse();
        var past = CareExamples.Role("role-lin-3", "dr-lin", "Location/ward-r");
        past.Period = new Period { End = "2020-01-01" };
        await StoreAsync(past);
        IsOpen("lin", "p").Should().BeFalse("the role has ended");
    }

    [Fact]
    public async Task Nothing_changes_before_an_account_is_linked_to_a_unit()
    {
        await _teams.LinkAsync("lin", null);
        await _teams.LinkAsync("he", null);
        IsOpen("lin", "p").Should().BeTrue();
        await _teams.LinkAsync("he", "nobody-here");
        IsOpen("lin", "p").Should().BeTrue("that practitioner works nowhere");
        await _teams.LinkAsync("he", "dr-he");
        IsOpen("lin", "p").Should().BeFalse();
        IsOpen("lin", "own").Should().BeTrue("nobody with an account works in cardiology now");
        IsOpen("lin", TwoTeams.Nobodys).Should().BeTrue();
    }

    [Fact]
    public async Task Wards_that_are_part_of_each_other_end_in_no_loop()
    {
        await StoreAsync(
            CareExamples.Place("loop-a", "wa", partOf: "Location/loop-b"),
            CareExamples.Place("loop-b", "wa", partOf: "Location/loop-a", managing: "Organization/respiratory"),
            CareExamples.Visit("visit-own", "own", "Location/loop-a")
        );
        IsOpen("he", "own").Should().BeTrue();
        IsOpen("lin", "own").Should().BeFalse();
    }

    [Fact]
    public async Task A_patient_in_the_care_of_two_teams_is_open_to_both()
    {
        await StoreAsync(Team("team", "own", "Organization/respiratory"));
        IsOpen("lin", "own").Should().BeTrue();
        IsOpen("he", "own").Should().BeTrue();
        await StoreAsync(Team("team", "own", "Organization/respiratory", CareTeam.CareTeamStatus.Inactive));
        IsOpen("he", "own").Should().BeFalse();
        await StoreAsync(Team("team", "own", "Practitioner/dr-he"));
        IsOpen("he", "own").Should().BeTrue("a member of the team, whichever unit");
    }

    [Fact]
    public async Task A_clinician_takes_a_colleague_of_another_unit_into_the_team_and_out_again()
    {
        (await TwoTeams.AskAsync(_teams.He, "/patients/own/team"))
            .Status.Should()
            .Be(303, "the chart is closed to them");
        (await ChangeAsync("add", "dr-he")).Should().EndWith("done=changed");
        IsOpen("he", "own").Should().BeTrue();
        var page = (await TwoTeams.AskAsync(_teams.Lin, "/patients/own/team?culture=en")).Body;
        page.Should().Contain("Dr. He");
        (await ChangeAsync("add", "dr-he")).Should().EndWith("done=not", "they are in it");
        (await ChangeAsync("add", "nobody")).Should().EndWith("done=not");
        (await ChangeAsync("remove", "dr-he")).Should().EndWith("done=changed");
        IsOpen("he", "own").Should().BeFalse();

        async Task<string> ChangeAsync(string field, string practitioner)
        {
            var form = (await TwoTeams.AskAsync(_teams.Lin, "/patients/own/team")).Body;
            return await TwoTeams.PostAsync(
                _teams.Lin,
                "/patients/own/team",
                new()
                {
                    [field] = practitioner,
                    ["__RequestVerificationToken"] = Running.RunningServer.AntiforgeryTokenOf(form),
                }
            );
        }
    }

    [Fact]
    public async Task A_record_that_is_linked_with_another_teams_is_the_same_persons()
    {
        var twin = new Patient
        {
            Id = "twin",
            Link = [new() { Other = new("Patient/p"), Type = Patient.LinkType.Seealso }],
        };
        await StoreAsync(twin);
        IsOpen("lin", "twin").Should().BeFalse();
        IsOpen("he", "twin").Should().BeTrue();
        await _teams.OpenAsync(_teams.Lin, "twin", "emergency");
        IsOpen("lin", "p").Should().BeTrue("one person, one chart in two records");
        twin.Link.Clear();
        await StoreAsync(twin);
        IsOpen("lin", "p").Should().BeFalse();
    }

    [Fact]
    public async Task A_reference_that_leads_nowhere_closes_and_opens_nothing_by_itself()
    {
        await StoreAsync(CareExamples.Visit("visit-own", "own", "Location/gone"));
        IsOpen("he", "own").Should().BeTrue("nobody works in a place that is not there");
        await StoreAsync(CareExamples.Role("role-gone", "dr-lin", "Location/gone"));
        IsOpen("he", "own").Should().BeFalse("whoever names the same place is together there");
        IsOpen("lin", "own").Should().BeTrue();
        Charts.Closed(_teams.Who("he"), ["own"]).Single().Units.Single().Name.En.Should().Be("Location/gone");
    }

    [Fact]
    public async Task A_patient_stays_with_the_unit_for_some_days_after_the_visit_and_then_is_nobodys()
    {
        await StoreAsync(Ended("visit-own", DateTime.UtcNow.AddDays(-2)));
        IsOpen("he", "own").Should().BeFalse();
        Charts.Standings(_teams.Who("he"), ["own"])["own"].IsOpen.Should().BeFalse();
        await StoreAsync(Ended("visit-own", DateTime.UtcNow.AddDays(-9)));
        IsOpen("he", "own").Should().BeTrue();
        Charts.Standings(_teams.Who("he"), ["own"])["own"].Units.Should().BeEmpty();
        await StoreAsync(CareExamples.Visit("visit-own", "own", "Location/bed-c1", Encounter.EncounterStatus.Planned));
        IsOpen("he", "own").Should().BeTrue("a visit that is planned is none yet");
    }

    [Fact]
    public async Task The_body_that_keeps_a_record_counts_only_where_somebody_works_in_it()
    {
        await StoreAsync(new Patient { Id = "kept", ManagingOrganization = new("Organization/hospital") });
        IsOpen("lin", "kept").Should().BeTrue("nobody works in the hospital as such");
        await StoreAsync(new Patient { Id = "kept", ManagingOrganization = new("Organization/respiratory") });
        IsOpen("lin", "kept").Should().BeFalse();
        Charts.Standings(_teams.Who("lin"), ["kept"])["kept"].IsOpen.Should().BeFalse();
    }

    [Fact]
    public async Task A_damaged_visit_leaves_the_patient_with_the_unit_that_it_named()
    {
        var again = CareExamples.Visit("visit-other", "p", "Location/bed-r1");
        again.Language = "zh-CN";
        await StoreAsync(again);
        _teams.Server.Damage("Encounter", "visit-other");
        var charts = new ChartAccess(
            new CareRecords(_teams.Server.Store),
            _teams.Server.Services.GetRequiredService<IServiceScopeFactory>(),
            _teams.Server.DataFolder,
            TimeProvider.System
        );
        charts.Closed(_teams.Who("lin"), ["p"]).Should().ContainSingle("the version before it can be read");
        charts.Closed(_teams.Who("he"), ["p"]).Should().BeEmpty();
        charts.Standings(_teams.Who("lin"), ["p"])["p"].IsOpen.Should().BeFalse();
    }

    private ChartAccess Charts => _teams.Server.Services.GetRequiredService<ChartAccess>();

    private bool IsOpen(string user, string patient) => Charts.Closed(_teams.Who(user), [patient]).Count == 0;

    private Task StoreAsync(params Resource[] resources) =>
        _teams.Server.Store.CommitAsync(
            Origin.Command("test"),
            [.. resources.Select(resource => new Write(resource))],
            TestContext.Current.CancellationToken
        );

    private static Encounter Ended(string id, DateTime end) =>
        CareExamples.Visit(
            id,
            "own",
            "Location/bed-c1",
            Encounter.EncounterStatus.Finished,
            end.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)
        );

    private static CareTeam Team(
        string id,
        string patient,
        string member,
        CareTeam.CareTeamStatus status = CareTeam.CareTeamStatus.Active
    ) =>
        new()
        {
            Id = id,
            Status = status,
            Subject = new($"Patient/{patient}"),
            Participant = [new() { Member = new(member) }],
        };
}
