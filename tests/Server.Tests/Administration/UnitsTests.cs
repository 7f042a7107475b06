using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Care;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Care;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Administration;

/// <summary>What an administrator changes of departments, wards, beds and who works in them at the pages.</summary>
public sealed partial class UnitsTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _sun = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _sun = await SignedInAsync("sun", Roles.Administrator);
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(new Patient { Id = "a" }), new Write(new Patient { Id = "b" })]
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_ward_that_an_administrator_makes_and_staffs_at_the_page_has_its_patients_for_itself()
    {
        var department = UnitOf(
            await PostAsync("/admin/units", [("kind", "Department"), ("nameZh", "心内科"), ("nameEn", "Cardiology")])
        );
        await PostAsync("/admin/units", [("kind", "Ward"), ("nameZh", "三病区"), ("above", department)]);
        var ward = Records.Structure.Units.Single(unit => unit.Kind == CareUnitKind.Ward);
        await PostAsync("/admin/units", [("kind", "Bed"), ("nameZh", "301"), ("above", ward.Reference)]);
        var bed = Records.Structure.Units.Single(unit => unit.Kind == CareUnitKind.Bed);
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(CareExamples.Visit("visit", "a", bed.Reference))]
        );
        using var he = await SignedInAsync("he", Roles.Clinician);
        (await StatusAsync(he, "/patients/a")).Should().Be(200, "nobody works there yet");

        var lin = await IdAsync("lin");
        (await PostAsync($"/admin/people/{lin}/units", [("units", ward.Reference)])).Should().EndWith("done=units");

        (await StatusAsync(he, "/patients/a")).Should().Be(303);
        (await StatusAsync(_server.Person, "/patients/a")).Should().Be(200);
        (await StatusAsync(he, "/patients/b")).Should().Be(200);
        var chart = await _server.PageAsync("/patients/a?culture=en");
        chart.Should().Contain("Cardiology").And.Contain("三病区").And.Contain("301");
        var page = await PageAsync("/admin/units?culture=en");
        page.Should().Contain("Cardiology").And.Contain("Dr. Lin");
        var person = await PageAsync($"/admin/people/{lin}?culture=en");
        person.Should().Contain($"value=\"{ward.Reference}\" checked");
        Trail().Should().Contain(entry => entry.Actor.Name == "sun" && entry.Entity.StartsWith("Account/"));
        _server
            .Store.Search(new SearchRequest("PractitionerRole", []))
            .Resources.OfType<PractitionerRole>()
            .Single()
            .Active.Should()
            .BeTrue();

        (await PostAsync($"/admin/people/{lin}/units", [])).Should().EndWith("done=units");
        (await StatusAsync(he, "/patients/a")).Should().Be(200, "nobody works there any more");
    }

    [Fact]
    public async Task A_unit_with_a_patient_or_a_ward_below_it_is_not_closed_and_one_without_ends_its_memberships()
    {
        var department = UnitOf(await PostAsync("/admin/units", [("kind", "Department"), ("nameZh", "心内科")]));
        await PostAsync("/admin/units", [("kind", "Ward"), ("nameZh", "三病区"), ("above", department)]);
        var ward = Records.Structure.Units.Single(unit => unit.Kind == CareUnitKind.Ward).Reference;
        await PostAsync($"/admin/people/{await IdAsync("lin")}/units", [("units", ward)]);
        var visit = CareExamples.Visit("visit", "a", ward);
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(visit)]);

        (await PostAsync("/admin/units/close", [("unit", department)])).Should().Contain("shown=", "it has a ward");
        (await PostAsync("/admin/units/close", [("unit", ward)])).Should().Contain("shown=", "a patient lies there");
        visit.Status = Encounter.EncounterStatus.Finished;
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(visit)]);
        (await PostAsync("/admin/units/close", [("unit", ward)])).Should().EndWith("done=unit-closed");
        Records.Structure.Members.Should().BeEmpty();
        Records.Structure.Unit(ward).IsActive.Should().BeFalse();
        (await PostAsync("/admin/units/close", [("unit", department)])).Should().EndWith("done=unit-closed");
    }

    [Fact]
    public async Task A_name_or_place_that_is_none_is_told_and_nothing_is_made()
    {
        (await PostAsync("/admin/units", [("kind", "Department"), ("nameZh", " ")])).Should().Contain("shown=");
        (await PostAsync("/admin/units", [("kind", "Ward"), ("nameZh", "三病区")])).Should().Contain("shown=");
        (await PostAsync("/admin/units", [("kind", "7"), ("nameZh", "x")])).Should().Contain("shown=");
        (await PostAsync("/admin/units", [("kind", "Bed"), ("nameZh", "x"), ("above", "Location/none")]))
            .Should()
            .Contain("shown=");
        (await PostAsync("/admin/units/rename", [("unit", "Patient/a"), ("nameZh", "x")])).Should().Contain("shown=");
        Records.Structure.Units.Should().BeEmpty();
        var lin = await IdAsync("lin");
        (await PostAsync($"/admin/people/{lin}/units", [("practitioner", "nobody")])).Should().Contain("shown=");
        (await PostAsync($"/admin/people/{lin}/units", [("units", "Location/none")])).Should().Contain("shown=");
        (await PostAsync($"/admin/people/{await IdAsync("sun")}/units", [])).Should().EndWith("done=own");

        var unit = UnitOf(await PostAsync("/admin/units", [("kind", "Department"), ("nameZh", "心内科")]));
        (await PostAsync("/admin/units/rename", [("unit", unit), ("nameZh", "心血管内科"), ("nameEn", "Heart")]))
            .Should()
            .EndWith("done=unit-renamed");
        Records.Structure.Unit(unit).Name.Should().Be(new Terminology.Text.BilingualText("心血管内科", "Heart"));
    }

    private CareRecords Records => _server.Services.GetRequiredService<CareRecords>();

    private IReadOnlyList<AuditEntry> Trail() =>
        _server
            .Services.GetRequiredService<Xinglin.Records.Storage.Trail.AccessTrail>()
            .Find(new(Action: AuditActions.UnitChange, Count: 100))
            .Entries;

    private static string UnitOf(string to) =>
        Uri.UnescapeDataString(Unit().Match(to).Groups[1].Value) is { Length: > 0 } unit
            ? unit
            : throw new InvalidOperationException(to);

    private async Task<string> IdAsync(string user)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Accounts>().AllAsync())
            .Single(one => one.UserName == user)
            .Id;
    }

    private async Task<HttpClient> SignedInAsync(string user, string role)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var password = await scope.ServiceProvider.GetRequiredService<Accounts>().AddAsync(user, user, user, [role]);
        var client = _server.Client();
        await RunningServer.SignInAsync(client, user, password, "text/html");
        return client;
    }

    private static async Task<int> StatusAsync(HttpClient client, string address) =>
        (await RunningServer.GetAsync(client, address)).Status;

    private async Task<string> PageAsync(string address)
    {
        var answer = await RunningServer.GetAsync(_sun, address);
        answer.Status.Should().Be(200, address);
        return System.Net.WebUtility.HtmlDecode(answer.Body);
    }

    private async Task<string> PostAsync(string address, (string Name, string Value)[] fields)
    {
        var token = RunningServer.AntiforgeryTokenOf(await PageAsync("/admin/units"));
        using var form = new FormUrlEncodedContent([
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", token),
        ]);
        using var answer = await _sun.PostAsync(address, form);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }

    [GeneratedRegex("unit=([^&]+)")]
    private static partial Regex Unit();
}
