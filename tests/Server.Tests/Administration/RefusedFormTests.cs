using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Care;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Administration;

/// <summary>A form that is refused says why at its field and is shown again as it was.</summary>
public sealed class RefusedFormTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _sun = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _sun = await _server.PersonAsync("sun", Roles.Administrator);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("en", "Choose at least one role.")]
    [InlineData("zh-CN", "请至少选择一种角色。")]
    public async Task A_person_without_a_role_ended_in_the_browsers_bare_400_with_the_form_lost(
        string language,
        string words
    )
    {
        var to = await PostAsync(
            "/admin/people",
            ("user", "he"),
            ("nameZh", "何医生"),
            ("nameEn", "Dr. He"),
            ("rank", "Attending")
        );

        to.Should().StartWith("/admin/people?shown=");
        var page = await PageAsync($"{to}&culture={language}");
        page.Should().MatchRegex($"<legend>[^<]*</legend>\\s*<span[^>]*data-fault=\"roles\".*?{words}");
        page.Should().Contain("value=\"he\"").And.Contain("value=\"何医生\"").And.Contain("value=\"Dr. He\"");
        page.Should().MatchRegex("value=\"Attending\" selected");
        (await PageAsync(to)).Should().NotContain("value=\"何医生\"", "it is shown once");
    }

    [Fact]
    public async Task Unticking_the_only_role_ended_in_a_bare_400()
    {
        var lin = (await AllAsync()).Single(one => one.UserName == "lin");

        var to = await PostAsync($"/admin/people/{lin.Id}/roles", ("rank", "Chief"));

        to.Should().StartWith($"/admin/people/{lin.Id}?shown=");
        var page = await PageAsync($"{to}&culture=en");
        page.Should().Contain("data-fault=\"roles\"").And.MatchRegex("value=\"Chief\" selected");
        page.Should().NotMatchRegex("name=\"roles\"[^>]* checked");
        (await AllAsync()).Single(one => one.Id == lin.Id).Roles.Should().Equal(lin.Roles);
    }

    [Fact]
    public async Task A_wrong_scope_a_taken_name_and_a_wrong_time_zone_lost_all_else_that_was_typed()
    {
        var token = await PageAsync(
            await PostAsync(
                "/admin/tokens",
                ("user", "sun"),
                ("purpose", "lab interface"),
                ("scopes", "everything"),
                ("days", "7")
            )
        );
        token
            .Should()
            .Contain("data-fault=\"scopes\"")
            .And.Contain("value=\"lab interface\"")
            .And.Contain("value=\"everything\"")
            .And.Contain("value=\"7\"")
            .And.MatchRegex("value=\"sun\" selected");

        var person = await PageAsync(
            await PostAsync("/admin/people", ("user", "lin"), ("nameZh", "林二"), ("roles", Roles.Nurse))
        );
        person.Should().Contain("data-fault=\"user\"").And.Contain("value=\"lin\"").And.Contain("value=\"林二\"");
        person.Should().MatchRegex($"value=\"{Roles.Nurse}\" checked");

        var settings = await PageAsync(
            await PostAsync("/admin/settings", ("nameZh", "第一医院"), ("timeZone", "Mars/Base"), ("daysInCare", "9"))
        );
        settings
            .Should()
            .Contain("data-fault=\"timeZone\"")
            .And.Contain("value=\"第一医院\"")
            .And.Contain("value=\"Mars/Base\"")
            .And.Contain("value=\"9\"");
    }

    [Fact]
    public async Task The_refusal_to_close_a_unit_with_patients_went_to_an_address_with_two_question_marks()
    {
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [
                new Write(new Hl7.Fhir.Model.Patient { Id = "a" }),
                .. CareExamples.Hospital().Select(resource => new Write(resource)),
                new Write(CareExamples.Visit("visit", "a", "Location/bed-c1")),
            ]
        );
        var to = await PostAsync("/admin/units/close", ("unit", "Location/bed-c1"));

        to.Count(letter => letter == '?').Should().Be(1, to);
        foreach (var (language, words) in new[] { ("en", "Patients are still there"), ("zh-CN", "仍有患者在此") })
        {
            to = await PostAsync("/admin/units/close", ("unit", "Location/bed-c1"));
            (await PageAsync($"{to}&culture={language}")).Should().Contain(words).And.Contain("id=\"unit\"");
        }
        to = await PostAsync(
            "/admin/units",
            ("kind", "Bed"),
            ("nameZh", new string('床', 200)),
            ("nameEn", "Bed 9"),
            ("above", "Location/ward-c")
        );
        to.Count(letter => letter == '?').Should().Be(1, to);
        (await PageAsync($"{to}&culture=en")).Should().Contain("A name has 1 to").And.Contain("value=\"Bed 9\"");
    }

    private async Task<IReadOnlyList<KnownAccount>> AllAsync()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Accounts>().AllAsync();
    }

    private async Task<string> PageAsync(string address)
    {
        var answer = await RunningServer.GetAsync(_sun, address, "text/html");
        answer.Status.Should().Be(200, address);
        return WebUtility.HtmlDecode(answer.Body);
    }

    private async Task<string> PostAsync(string address, params (string Name, string Value)[] fields)
    {
        var page = await _sun.GetStringAsync("/admin/people", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent([
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", RunningServer.AntiforgeryTokenOf(page)),
        ]);
        using var answer = await _sun.PostAsync(address, form, TestContext.Current.CancellationToken);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }
}
