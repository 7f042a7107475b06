using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>Wrong passwords lock those who type them, and nobody else.</summary>
public sealed class WrongPasswordsTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public void Whoever_knew_a_name_kept_its_owner_out()
    {
        var wrong = new WrongPasswords(_clock);
        for (var i = 0; i < 4; i++)
            wrong.Note("lin", "10.0.0.1").Should().BeFalse();
        wrong.Note("lin", "10.0.0.1").Should().BeTrue();

        wrong.IsLocked("lin", "10.0.0.1").Should().BeTrue();
        wrong.IsLocked("lin", "10.0.0.2").Should().BeFalse("it was typed elsewhere");
        wrong.IsLocked("zhao", "10.0.0.1").Should().BeFalse();
        _clock.Advance(TimeSpan.FromMinutes(5));
        wrong.IsLocked("lin", "10.0.0.1").Should().BeFalse();
    }

    [Fact]
    public void From_many_addresses_a_name_could_be_guessed_without_end()
    {
        var wrong = new WrongPasswords(_clock);
        wrong.Forget("lin", "the ward");
        for (var i = 0; i < WrongPasswords.MostInAll; i++)
            wrong.Note("lin", $"10.0.1.{i}");

        wrong.IsLocked("lin", "10.9.9.9").Should().BeTrue();
        wrong.IsLocked("lin", "the ward").Should().BeFalse("it was right there");
        _clock.Advance(TimeSpan.FromHours(1));
        wrong.IsLocked("lin", "10.9.9.9").Should().BeFalse();
    }

    [Fact]
    public async Task A_lock_told_which_names_there_are_and_stopped_the_programs_of_an_account()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var user in new[] { "lin", "nobody" })
        {
            var client = server.Client();
            var answers = new List<string>();
            for (var i = 0; i < 5; i++)
                answers.Add(await server.TryAsync(client, user, "wrong"));
            answers
                .Should()
                .Equal([.. Enumerable.Repeat("/sign-in?failure=wrong", 4), "/sign-in?failure=locked"], user);
        }
        (await RunningServer.GetAsync(server.Program, "/fhir/Patient")).Status.Should().Be(200);
        (await RunningServer.GetAsync(server.Person, "/")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_closed_account_let_its_sessions_and_programs_in()
    {
        await using var server = await RunningServer.StartAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var last = () => accounts.CloseAsync("lin");
        (await last.Should().ThrowAsync<AccountRejectedException>()).WithMessage("*last open account*");
        await accounts.AddAsync("zhao", "赵敏", "Zhao Min", [Roles.Auditor]);

        await accounts.CloseAsync("lin");

        (await RunningServer.GetAsync(server.Person, "/")).Status.Should().Be(302);
        (await RunningServer.GetAsync(server.Program, "/fhir/Patient")).Status.Should().Be(401);
        (await server.TryAsync(server.Client(), "lin", server.Password)).Should().Be("/sign-in?failure=closed");
        (await accounts.AllAsync()).Should().ContainSingle(one => one.IsClosed && one.UserName == "lin");
        await accounts.OpenAsync("lin");
        (await server.TryAsync(server.Client(), "lin", server.Password)).Should().Be("/");
    }
}
