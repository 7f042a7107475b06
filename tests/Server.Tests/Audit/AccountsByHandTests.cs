using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.Audit;

/// <summary>Roles, tokens and locks that somebody changes in the file, past the program.</summary>
public sealed class AccountsByHandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-accounts-").FullName;

    private string Data => Path.Combine(_folder, "data");
    private AuditOptions Options => AuditOptions.Of(Path.Combine(_folder, "key", "audit.key"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("UPDATE AspNetUserRoles SET RoleId=(SELECT Id FROM AspNetRoles WHERE Name='auditor')")]
    [InlineData("UPDATE Tokens SET Expires='2099-01-01 00:00:00+00:00'")]
    [InlineData(
        "INSERT INTO Tokens(Id,UserId,Purpose,Hash,Created,Expires,Scopes) SELECT 'x',UserId,Purpose,'00',Created,Expires,Scopes FROM Tokens"
    )]
    [InlineData("DELETE FROM Tokens")]
    [InlineData("UPDATE AspNetUsers SET LockoutEnd='2099-01-01 00:00:00+00:00'")]
    [InlineData("UPDATE AspNetUsers SET AccessFailedCount=4")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON Tokens BEGIN SELECT 1; END")]
    public async Task A_change_of_accounts_by_hand_is_found_also_after_the_next_change_of_the_programs(string change)
    {
        await WithAsync(async accounts =>
        {
            await accounts.AddAsync("lin", "林", "Lin", [Roles.Clinician]);
            await accounts.AddAsync("wang", "王", "Wang", [Roles.Auditor]);
            await accounts.AddTokenAsync("lin", "lab", TimeSpan.FromDays(1));
        });
        Found().Should().BeEmpty();

        Execute(change);
        Found().Should().ContainSingle().Which.Should().Contain("not those that the program left");

        // What plants a trigger is taken out before the program changes anything there.
        Execute("DROP TRIGGER IF EXISTS t");
        await WithAsync(accounts => accounts.ResetAsync("lin"));
        if (change.StartsWith("CREATE TRIGGER", StringComparison.Ordinal))
            return;
        Found().Should().ContainSingle().Which.Should().Contain("were changed by hand");
    }

    [Fact]
    public async Task Accounts_of_before_are_covered_from_the_next_start_on()
    {
        await WithAsync(accounts => accounts.AddAsync("lin", "林", "Lin", [Roles.Clinician]));
        foreach (var path in Directory.GetFiles(Data, "audit*"))
            File.Delete(path);
        await WithAsync(_ => Task.CompletedTask);
        Found().Should().BeEmpty();
        Verify().Notes.Should().ContainMatch("The accounts are not covered yet*");
        await using (var services = AccountServices.Open(Data, Options))
            await services.GetRequiredService<AccountsWitness>().StartAsync();

        Execute("DELETE FROM AspNetUserRoles");

        Found().Should().ContainSingle();
    }

    private async Task WithAsync(Func<Accounts, Task> act)
    {
        await using var services = AccountServices.Open(Data, Options);
        await services.PrepareAccountsAsync();
        await using var scope = services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<Accounts>());
    }

    private TrailReport Verify() => TrailVerifier.Verify(Data, Options, TimeProvider.System);

    private IEnumerable<string> Found() =>
        Verify().Problems.Where(problem => problem.File == "accounts.db").Select(problem => problem.Says);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Data}/accounts.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
