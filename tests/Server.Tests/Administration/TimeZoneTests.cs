using System.Diagnostics;
using System.Text.Json;
using Xinglin.Records.Files;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.Administration;

/// <summary>The time zone of a process that opens a data folder. Each has a process of its own: it is the whole process's.</summary>
public sealed class TimeZoneTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-zone-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("America/St_Johns")]
    public async Task A_command_kept_the_machines_zone_beside_a_hospital_that_has_another(string zone)
    {
        new HospitalSettings { TimeZone = zone, NameEn = "First Hospital" }.Save(_folder.FullName);
        var (_, output) = await DoctorAsync();
        using var json = JsonDocument.Parse(output);
        json.RootElement.EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "Settings")
            .GetProperty("says")
            .GetString()
            .Should()
            .Be($"time zone {zone}, hospital First Hospital");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_end_a_command_with_the_field_and_the_remedy()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, HospitalSettings.FileName),
            """{"timeZone":"Middle/Earth"}""",
            TestContext.Current.CancellationToken
        );
        var (code, output) = await DoctorAsync();
        code.Should().NotBe(0);
        output.Should().Contain("timeZone").And.Contain("Asia/Shanghai");
    }

    private async Task<(int Code, string Output)> DoctorAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                typeof(Accounts).Assembly.Location,
                "doctor",
                "--json",
                "--data",
                _folder.FullName,
                "--audit-key",
                Path.Combine(_folder.FullName + "-key", "audit.key"),
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TZ"] = "Pacific/Apia";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + (output.Length == 0 ? await error : ""));
    }
}
