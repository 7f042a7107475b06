using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Rejections;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>A database of before there were migrations was made whole by EF Core and never changed again.</summary>
public sealed class AccountsUpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-upgrade-").FullName;

    private static readonly string[] Known =
    [
        FirstTablesOfNextVersion.Id,
        SessionsOfNextVersion.Id,
        ScopesOfNextVersion.Id,
        SessionPlacesOfNextVersion.Id,
        PasskeysOfNextVersion.Id,
        CareUnitsOfNextVersion.Id,
    ];

    private string Data => Path.Combine(_folder, "data");
    private string Accounts => Path.Combine(Data, AccountsState.FileName);
    private AuditOptions Audit => AuditOptions.Of(Path.Combine(_folder, "key", "audit.key"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_people_of_a_database_of_before_can_sign_in_and_programs_keep_their_tokens()
    {
        var (password, token) = await OldDatabaseAsync();

        await using var services = AccountServices.Open(Data, Audit);
        await services.PrepareAccountsAsync();

        Ask("SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId").Should().Equal(Known);
        File.Exists(Accounts + ".before-upgrade").Should().BeTrue("an upgrade can be taken back");
        Ask("SELECT count(*) FROM AspNetUsers").Should().Equal("2");
        Ask("SELECT Hash FROM Tokens").Should().Equal(Passwords.HashOf(token));
        Ask("SELECT Scopes FROM Tokens").Should().Equal(Scopes.Everything);
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var lin = (await users.FindByNameAsync("lin"))!;
        (await users.CheckPasswordAsync(lin, password)).Should().BeTrue();
        (await users.GetRolesAsync(lin)).Should().Equal(Roles.Clinician);
        TrailVerifier.Verify(Data, Audit, TimeProvider.System).Problems.Should().BeEmpty("the upgrade was noted");
    }

    [Fact]
    public async Task A_new_database_has_the_tables_that_one_of_before_has()
    {
        await OldDatabaseAsync();
        await PrepareAsync();
        var before = Tables();
        File.Delete(Accounts);

        await PrepareAsync();

        Tables().Should().Equal(before);
        await using var context = Context(planted: false);
        context
            .Database.HasPendingModelChanges()
            .Should()
            .BeFalse("a change of Account.cs needs a migration: build/accounts/Accounts.csproj says how");
    }

    [Fact]
    public async Task The_next_versions_migration_is_applied_to_a_database_of_before_and_to_a_new_one()
    {
        await OldDatabaseAsync();
        await PrepareAsync(planted: true);
        Ask("SELECT DISTINCT Ward FROM AspNetUsers").Should().Equal("east");
        Ask("SELECT count(*) FROM AspNetUsers").Should().Equal("2");

        File.Delete(Accounts);
        await PrepareAsync();
        await PrepareAsync(planted: true);
        Ask("SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId")
            .Should()
            .Equal([.. Known, PlantedMigration.Id]);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await PrepareAsync(planted: true);
        var state = AccountsState.Of(Data);

        var opening = () => PrepareAsync();

        (await opening.Should().ThrowAsync<AccountsFileException>())
            .Which.Message.Should()
            .Contain(Accounts)
            .And.Contain("newer version")
            .And.Contain(PlantedMigration.Id)
            .And.Contain("start that version");
        AccountsState.Of(Data).Should().Be(state);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_database_names_the_file_and_what_to_do(bool wasAdopted)
    {
        await OldDatabaseAsync();
        if (wasAdopted)
            await PrepareAsync();
        SqliteConnection.ClearAllPools();
        File.WriteAllBytes(Accounts, [.. Enumerable.Repeat((byte)'x', 8192)]);

        var opening = () => PrepareAsync();

        var fault = (await opening.Should().ThrowAsync<AccountsFileException>()).Which;
        fault.Message.Should().Contain(Accounts).And.Contain("put back the last backup");
        RejectionWords.Of(fault).Should().Be(fault.Message);
    }

    [Fact]
    public async Task Tables_that_are_not_the_programs_are_not_taken_for_accounts()
    {
        await OldDatabaseAsync();
        Execute("DROP TABLE Tokens");

        var opening = () => PrepareAsync();

        (await opening.Should().ThrowAsync<AccountsFileException>()).WithMessage("*table Tokens is missing*");
        Ask("SELECT count(*) FROM AspNetUsers").Should().Equal("2");
        Ask("SELECT name FROM sqlite_master WHERE name LIKE '\\_\\_EF%' ESCAPE '\\'").Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_that_was_killed_while_it_migrated_holds_up_nobody()
    {
        await OldDatabaseAsync();
        Execute(
            "CREATE TABLE __EFMigrationsLock(Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL);"
                + "INSERT INTO __EFMigrationsLock VALUES(1,'2026-11-30 12:00:00+00:00')"
        );

        await PrepareAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Ask("SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId").Should().Equal(Known);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Processes_that_start_together_upgrade_once(bool isOld)
    {
        if (isOld)
            await OldDatabaseAsync();
        string[] names = ["wu", "zheng", "sun"];
        var running = names.Select(Add).ToList();

        foreach (var process in running)
        {
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(ExitCode.Done, said);
            process.Dispose();
        }

        Ask("SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId").Should().Equal(Known);
        Ask("SELECT UserName FROM AspNetUsers").Should().Contain(names).And.HaveCount(isOld ? 5 : 3);
        TrailVerifier.Verify(Data, Audit, TimeProvider.System).Problems.Should().BeEmpty();
    }

    private Process Add(string name)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec",
                Path.Combine(AppContext.BaseDirectory, "xinglin.dll"),
                "user",
                "add",
                name,
                "--data",
                Data,
                "--json",
            ]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["XINGLIN_AUDIT_KEY"] = Path.Combine(_folder, "key", "audit.key");
        return Process.Start(start)!;
    }

    /// <summary>As the program left it until now: two people, one token, noted in the trail, and no history of migrations.</summary>
    private async Task<(string Password, string Token)> OldDatabaseAsync()
    {
        await using var services = AccountServices.Open(Data, Audit);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountsDatabase>().Database.EnsureCreatedAsync();
        Execute("DROP TABLE Sessions");
        Execute("DROP TABLE AspNetUserPasskeys");
        Execute("DROP TABLE BreakGlass");
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var password = await accounts.AddAsync("lin", "林", "Lin", [Roles.Clinician]);
        await accounts.AddAsync("wang", "王", "Wang", [Roles.Auditor]);
        var token = await accounts.AddTokenAsync("lin", "lab", TimeSpan.FromDays(1));
        await services
            .GetRequiredService<AccountsWitness>()
            .ChangeAsync(() =>
            {
                Execute("ALTER TABLE Tokens DROP COLUMN Scopes");
                Execute("ALTER TABLE AspNetUsers DROP COLUMN PractitionerId");
                return Task.FromResult(true);
            });
        return (password, token);
    }

    private async Task PrepareAsync(bool planted = false)
    {
        await using var services = AccountServices.Open(Data, Audit);
        await using var context = Context(planted);
        await new AccountsUpgrade(Data, context, services.GetRequiredService<AccountsWitness>()).RunAsync();
    }

    private AccountsDatabase Context(bool planted) =>
        new(
            new DbContextOptionsBuilder<AccountsDatabase>()
                .UseSqlite(
                    $"Data Source={Accounts};Pooling=False",
                    sqlite =>
                    {
                        if (planted)
                            sqlite.MigrationsAssembly(typeof(PlantedMigration).Assembly);
                    }
                )
                .ConfigureWarnings(warnings =>
                {
                    if (planted)
                        warnings.Ignore(RelationalEventId.PendingModelChangesWarning);
                })
                .Options
        );

    private List<string> Tables() =>
        [
            .. Ask(
                "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY name"
            ),
        ];

    private List<string> Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Accounts};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
            found.Add(Convert.ToString(reader.GetValue(0))!);
        return found;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Accounts};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
