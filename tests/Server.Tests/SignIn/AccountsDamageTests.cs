using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Rejections;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>What was taken out of accounts.db, or damaged in it, signs nobody in and is said; it is never a fault of the server.</summary>
public sealed class AccountsDamageTests
{
    [Theory]
    [InlineData("ALTER TABLE Tokens DROP COLUMN Expires", "the table Tokens lacks the column Expires")]
    [InlineData("ALTER TABLE AspNetUsers DROP COLUMN NameZh", "the table AspNetUsers lacks the column NameZh")]
    [InlineData("DROP TABLE AspNetUserRoles", "the table AspNetUserRoles is gone")]
    [InlineData("DROP TABLE AspNetUserClaims", "the table AspNetUserClaims is gone")]
    public async Task A_table_that_lacked_something_was_taken_for_whole(string change, string lack)
    {
        await using var server = await RunningServer.StartAsync();
        (await RunningServer.GetAsync(server.Client(), "/health/ready")).Status.Should().Be(200);
        Execute(server, change);

        var ready = await RunningServer.GetAsync(server.Client(), "/health/ready");
        ready.Status.Should().Be(503);
        ready.Body.Should().Contain(lack).And.Contain("last backup").And.NotContain(server.DataFolder);
        await using (var services = AccountServices.Open(server.DataFolder))
        {
            var open = () => services.PrepareAccountsAsync();
            var fault = (await open.Should().ThrowAsync<AccountsFileException>()).Which;
            fault.Message.Should().Contain(AccountsState.FileName).And.Contain(lack).And.Contain("last backup");
            RejectionWords.Of(fault).Should().Be(fault.Message);
        }
        (await server.SignInAgainAsync()).Should().StartWith("302");
        (await RunningServer.GetAsync(server.Program, "/fhir/Patient")).Status.Should().BeOneOf(200, 401);
    }

    [Theory]
    [InlineData("UPDATE AspNetUsers SET PasswordHash='!!!notbase64'", true, false)]
    [InlineData("UPDATE AspNetUsers SET LockoutEnd='garbage'", true, true)]
    [InlineData("UPDATE AspNetUsers SET LockoutEnabled='maybe'", true, false)]
    [InlineData("UPDATE AspNetUsers SET AccessFailedCount='many'", true, false)]
    [InlineData("UPDATE Tokens SET Expires='garbage'", false, true)]
    [InlineData("DROP TABLE AspNetUserRoles", true, true)]
    [InlineData("ALTER TABLE Tokens DROP COLUMN Expires", false, true)]
    [InlineData("ALTER TABLE AspNetUsers DROP COLUMN NameZh", true, false)]
    public async Task A_damaged_value_of_an_account_or_token_was_a_fault_of_the_server(
        string change,
        bool account,
        bool token
    )
    {
        await using var server = await RunningServer.StartAsync();
        Execute(server, change);

        (await server.SignInAgainAsync()).Should().Be(account ? "302 /sign-in?failure=damaged" : "302 /");
        (await server.PageAsync("/sign-in?failure=damaged&culture=en")).Should().Contain("data are damaged");
        (await RunningServer.GetAsync(server.Program, "/fhir/Patient")).Status.Should().Be(token ? 401 : 200);
        // Who may do what cannot be read any more: then nobody may.
        if (!change.Contains("AspNetUserRoles", StringComparison.Ordinal))
            (await server.PageAsync("/")).Should().NotBeEmpty();
        var trail = server.Services.GetRequiredService<AccessTrail>().Find(new AuditQuery(Count: 100)).Entries;
        if (account)
            trail.First(entry => entry.Action == AuditActions.SignIn).Result.Should().Be("damaged");
        if (token)
            trail.Should().Contain(entry => entry.Reason == "damaged token or account");
    }

    [Fact]
    public async Task A_damaged_account_ended_a_command_with_a_stack()
    {
        await using var server = await RunningServer.StartAsync();
        Execute(server, "UPDATE AspNetUsers SET LockoutEnd='garbage'");
        await using var services = AccountServices.Open(server.DataFolder);
        await using var scope = services.CreateAsyncScope();

        var reset = () => scope.ServiceProvider.GetRequiredService<Accounts>().ResetAsync("lin");

        var fault = (await reset.Should().ThrowAsync<AccountsFileException>()).Which;
        RejectionWords.Of(fault).Should().Contain(AccountsState.FileName).And.Contain("last backup");
    }

    [Fact]
    public void A_full_disk_was_a_failure_of_the_program_to_whoever_added_an_account()
    {
        var full = new DbUpdateException("…", new SqliteException("database or disk is full", 13));

        RejectionWords.Of(full).Should().Be(DiskFull.English);
        RejectionWords.Of(new InvalidOperationException("a fault of ours")).Should().BeNull();
    }

    private static void Execute(RunningServer server, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(server.DataFolder, AccountsState.FileName)};Pooling=False"
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
