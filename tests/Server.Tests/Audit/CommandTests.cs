using Microsoft.Data.Sqlite;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.CommandLine;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.Tests.Audit;

/// <summary>Commands that touch the records or the accounts are in the trail of the data folder that they name.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-commands-").FullName;

    private string Data => Path.Combine(_folder, "data");
    private string Key => Path.Combine(_folder, "key", "audit.key");
    private AuditOptions Options => AuditOptions.Of(Key);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_command_that_touches_data_is_recorded_and_the_trail_is_whole()
    {
        var file = Path.Combine(_folder, "p.json");
        File.WriteAllText(file, "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"gender\":\"male\"}");
        var user = Environment.UserName;

        (await RunAsync("import", file)).Should().Be(ExitCode.Done);
        (await RunAsync("quality")).Should().Be(ExitCode.Done);
        (await RunAsync("draft", "--patient", "p1", "--document", "forecast", "--out", Path.Combine(_folder, "f.md")))
            .Should()
            .Be(ExitCode.Failed, "there is no draft, but somebody looked for it");
        (await RunAsync("user", "add", "lin")).Should().Be(ExitCode.Done);
        (await RunAsync("user", "reset", "lin")).Should().Be(ExitCode.Done);
        (await RunAsync("token", "--user", "lin", "--purpose", "monitor")).Should().Be(ExitCode.Done);
        (await RunAsync("audit-key", "rotate")).Should().Be(ExitCode.Done);
        var before = TrailVerifier.Verify(Data, Options, TimeProvider.System);
        (await RunAsync("verify-audit")).Should().Be(ExitCode.Done);

        before.Problems.Should().BeEmpty();
        await using var trail = AccessTrail.Open(Data, Options, TimeProvider.System);
        trail
            .Find(new())
            .Entries.Reverse()
            .Select(entry => $"{entry.Actor.Id}: {entry.Action} {string.Join(' ', entry.Patients)} {entry.Result}")
            .Should()
            .Equal(
                $"import, {user}: import  begun",
                $"import, {user}: import p1 ok",
                $"quality, {user}: command  ok",
                $"draft, {user}: export p1 ok",
                // There is no such draft.
                $"draft, {user}: export p1 failed",
                $"user-add, {user}: user-add  ok",
                $"password-reset, {user}: password-reset  ok",
                $"token-add, {user}: token-add  ok",
                $"audit-key, {user}: key-rotation  ok",
                $"verify-audit, {user}: command  whole"
            );
        TrailVerifier
            .Verify(Data, Options, TimeProvider.System)
            .Entries.Should()
            .Be(before.Entries + 1, "the check did not count itself");
    }

    [Fact]
    public async Task A_trail_that_was_edited_fails_the_command_and_the_check_is_recorded_as_broken()
    {
        await RunAsync("user", "add", "lin");
        using (var connection = new SqliteConnection($"Data Source={Data}/audit.db;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER trail_is_append_only_u; UPDATE trail SET actor='nobody' WHERE number=1";
            command.ExecuteNonQuery();
        }

        (await RunAsync("verify-audit", "--json")).Should().Be(ExitCode.Failed);

        await using var trail = AccessTrail.Open(Data, Options, TimeProvider.System);
        trail.Find(new(Count: 1)).Entries[0].Result.Should().Be("broken");
    }

    [Fact]
    public async Task A_key_inside_the_data_folder_is_refused()
    {
        var inside = Path.Combine(Data, "audit.key");

        (await XinglinCommand.RunAsync(["user", "add", "lin", "--data", Data, "--audit-key", inside]))
            .Should()
            .Be(ExitCode.Failed);

        File.Exists(inside).Should().BeFalse();
    }

    private Task<int> RunAsync(params string[] arguments) =>
        XinglinCommand.RunAsync([.. arguments, "--data", Data, "--audit-key", Key]);
}
