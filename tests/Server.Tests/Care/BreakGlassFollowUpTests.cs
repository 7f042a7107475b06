using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Pages;

namespace Xinglin.Server.Tests.Care;

/// <summary>What a chart that is open by break-glass only allows: reading and an own addendum.</summary>
public sealed class BreakGlassFollowUpTests : IAsyncLifetime
{
    private TwoTeams _teams = null!;

    public async ValueTask InitializeAsync()
    {
        _teams = await TwoTeams.StartAsync();
        await AlteredSignatureTests.SignAsync(_teams.Server, _teams.Draft);
        (await _teams.OpenAsync(_teams.Lin, "p", "emergency")).Should().Be("/patients/p");
    }

    public ValueTask DisposeAsync() => _teams.DisposeAsync();

    [Fact]
    public async Task A_doctor_of_another_department_withdrew_a_colleagues_signed_document_alone()
    {
        foreach (var (language, words) in new[] { ("en", "by break-glass only"), ("zh-CN", "仅因应急打开") })
        {
            var page = (await TwoTeams.AskAsync(_teams.Lin, $"/drafts/{_teams.Draft}?culture={language}")).Body;
            page.Should().Contain("id=\"add-addendum\"").And.Contain("id=\"not-offered\"").And.Contain(words);
            page.Should().NotContain("id=\"withdraw\"").And.NotContain("id=\"amend\"");
        }
        (await TwoTeams.AskAsync(_teams.He, $"/drafts/{_teams.Draft}?culture=en"))
            .Body.Should()
            .Contain("id=\"withdraw\"")
            .And.Contain("id=\"amend\"");

        foreach (var kind in new[] { FollowUpKind.Withdrawal, FollowUpKind.Amendment, FollowUpKind.Correction })
        {
            var begin = () => BeginAsync("lin", kind);
            (await begin.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("break-glass");
        }
        await BeginAsync("lin", FollowUpKind.Addendum);
    }

    [Fact]
    public async Task A_withdrawal_begun_by_the_own_team_could_be_signed_by_break_glass()
    {
        var begun = await BeginAsync("he", FollowUpKind.Withdrawal);
        var signing = _teams.Server.Services.GetRequiredService<SigningService>();
        var lin = new SignerIdentity(IdOf("lin"), new("林文", "Dr. Lin"), "LW") { Roles = [Roles.Clinician] };

        signing.OfferTo(begun, lin, "en").Why!.En.Should().Contain("break-glass");
        var confirmed = await new SecondAuthenticator(
            (_, _, _) => Task.FromResult(PasswordAnswer.Right),
            TimeProvider.System
        ).ConfirmAsync(lin.UserId, "", begun.Draft.Id);
        var sign = () =>
            signing.SignAsync(
                new(begun.Draft.Id, begun.Version, "en", lin, SignatureMeaning.Author),
                confirmed.Proof!,
                TestContext.Current.CancellationToken
            );
        (await sign.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("break-glass");
        signing.OfferTo(begun, lin with { UserId = IdOf("he") }, "en").Any.Should().BeTrue();
    }

    [Fact]
    public async Task The_form_said_only_after_a_refusal_that_ten_letters_are_needed()
    {
        foreach (var (language, words) in new[] { ("en", "at least 10 letters"), ("zh-CN", "至少写 10 个字") })
        {
            (await TwoTeams.AskAsync(_teams.He, $"/patients/own/break-glass?culture={language}"))
                .Body.Should()
                .Contain(words);
        }
    }

    private string IdOf(string user) => _teams.Who(user).FindFirst(ClaimTypes.NameIdentifier)!.Value;

    private Task<StoredDraft> BeginAsync(string user, FollowUpKind kind) =>
        _teams
            .Server.Services.GetRequiredService<FollowUpService>()
            .BeginAsync(
                _teams.Draft,
                DraftResources.Load(_teams.Server.Store, _teams.Draft)!.Version,
                kind,
                "Seen in the emergency.",
                "en",
                new Reviewer(IdOf(user), "X") { Roles = [Roles.Clinician] }
            );
}
