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
    private const string NullClaim =
        "INSERT INTO AspNetUserClaims(UserId,ClaimType,ClaimValue) SELECT Id,NULL,NULL FROM AspNetUsers";

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
    [InlineData("UPDATE AspNetRoles SET Name=NULL", true, true)]
    [InlineData("UPDATE AspNetUsers SET UserName=NULL", true, true)]
    [InlineData(NullClaim, true, false)]
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
        if (
            !change.Contains("Roles", StringComparison.Ordinal)
            && !change.Contains("UserName", StringComparison.Ordinal)
            && !change.Contains("LockoutEnd=", StringComparison.Ordinal)
        )
        {
            (await server.PageAsync("/")).Should().NotBeEmpty();
        }

        var trail = server.Services.GetRequiredService<AccessTrail>().Find(new AuditQuery(Count: 100)).Entries;
        if (account)
            trail.First(entry => entry.Action == AuditActions.SignIn).Result.Should().Be("damaged");
        if (token)
            trail.Should().Contain(entry => entry.Reason == "damaged token or account");
    }

    [Theory]
    [InlineData("UPDATE AspNetRoles SET Name=NULL", "a role lacks its name", true)]
    [InlineData("UPDATE AspNetUsers SET UserName=NULL", "an account lacks its name", true)]
    [InlineData(NullClaim, "a claim of an account lacks its type or value", true)]
    [InlineData("UPDATE AspNetUsers SET LockoutEnabled='maybe'", "its lock is none", true)]
    [InlineData(
        "CREATE TRIGGER planted AFTER UPDATE ON AspNetUsers BEGIN SELECT 1; END",
        "a trigger or view that this program did not make",
        false
    )]
    public async Task Health_said_that_damaged_accounts_were_well_and_a_reset_did_not_say(
        string change,
        string said,
        bool ofAccount
    )
    {
        await using var server = await RunningServer.StartAsync();
        Execute(server, change);

        var ready = await RunningServer.GetAsync(server.Client(), "/health/ready");
        // A damaged row keeps nobody else from work, and is told.
        ready.Status.Should().Be(ofAccount ? 200 : 503);
        ready.Body.Should().Contain(said).And.Contain("last backup");
        await using var services = AccountServices.Open(server.DataFolder);
        await using var scope = services.CreateAsyncScope();
        var reset = () =>
            ofAccount ? scope.ServiceProvider.GetRequiredService<Accounts>().ResetAsync("lin") : Prepared(services);
        (await reset.Should().ThrowAsync<AccountsFileException>())
            .Which.Message.Should()
            .Contain(AccountsState.FileName)
            .And.Contain("damaged");

        static async Task<string> Prepared(ServiceProvider services)
        {
            await services.PrepareAccountsAsync();
            return "";
        }
    }

    [Fact]
    public async Task A_trigger_that_stops_changes_was_a_fault_of_the_server_at_sign_in()
    {
        await using var server = await RunningServer.StartAsync();
        Execute(
            server,
            "CREATE TRIGGER stop BEFORE UPDATE ON AspNetUsers BEGIN SELECT RAISE(ABORT,'x'); END; UPDATE AspNetRoles SET Id=Id"
        );
        await using var services = AccountServices.Open(server.DataFolder);
        await using var scope = services.CreateAsyncScope();

        var reset = () => scope.ServiceProvider.GetRequiredService<Accounts>().ResetAsync("lin");

        await reset.Should().ThrowAsync<AccountsFileException>();
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
