using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Backup;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Administration;
using Xinglin.Server.CommandLine.Verbs;
using Xinglin.Server.Hosting.Transport;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Administration;

/// <summary>Settings, backups, imports, the first run, and what doctor says of a data folder.</summary>
public sealed class OperationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("xinglin-backups-");
    private RunningServer _server = null!;
    private HttpClient _sun = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await using var scope = _server.Services.CreateAsyncScope();
        var password = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .AddAsync("sun", "孙", "Sun", [Roles.Administrator]);
        _sun = _server.Client();
        await _server.SignInAsync(_sun, "sun", password);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task Settings_are_stored_and_recorded_and_a_new_zone_says_that_it_waits_for_a_restart()
    {
        (await PostAsync("/admin/settings", Settings("Pacific/Chatham"))).Should().Be("/admin/settings?done=saved");
        var stored = HospitalSettings.Of(_server.DataFolder);
        (stored.NameZh, stored.HeadEn, stored.TimeZone, stored.BackupFolder)
            .Should()
            .Be(("第一医院", "Ward 3", "Pacific/Chatham", _place.FullName));
        (await PageAsync("/admin/settings?done=saved&culture=en"))
            .Should()
            .Contain("after the server is started again")
            .And.Contain("第一医院");
        Entries()
            .Should()
            .Contain(entry => entry.Action == AuditActions.SettingsChange && entry.Reason!.Contains("timeZone"));
    }

    [Theory]
    [InlineData("timeZone", "Mars/Olympus", "IANA")]
    [InlineData("timeZone", "../../etc/passwd", "IANA")]
    [InlineData("backupFolder", "backups", "whole path")]
    [InlineData("backupFolder", "/no/such/folder", "whole path")]
    [InlineData("nameEn", "too long", "at most 120")]
    public async Task A_setting_that_cannot_be_used_is_named_with_its_remedy_and_nothing_is_stored(
        string field,
        string value,
        string words
    )
    {
        var fields = Settings("Asia/Shanghai");
        fields[field] = value == "too long" ? new string('x', 121) : value;
        var to = await PostAsync("/admin/settings", fields);
        to.Should().StartWith($"/admin/settings?fault={field}&form=");
        (await PageAsync($"{to}&culture=en")).Should().Contain(words);
        HospitalSettings.Of(_server.DataFolder).Should().Be(HospitalSettings.None);
    }

    [Fact]
    public async Task A_backup_inside_of_the_data_folder_would_be_lost_with_it()
    {
        var fields = Settings("");
        fields["backupFolder"] = _server.DataFolder;
        (await PostAsync("/admin/settings", fields)).Should().StartWith("/admin/settings?fault=backupFolder&form=");
    }

    [Fact]
    public void A_settings_file_that_was_changed_by_hand_names_its_field()
    {
        var folder = _place.CreateSubdirectory("data").FullName;
        var reading = () => HospitalSettings.Of(folder);
        File.WriteAllText(Path.Combine(folder, HospitalSettings.FileName), """{"timeZone":"Nowhere"}""");
        reading.Should().Throw<Formats.InvalidInputException>().WithMessage("*timeZone*Asia/Shanghai*");
        File.WriteAllText(Path.Combine(folder, HospitalSettings.FileName), """{"timezone":"Asia/Shanghai"}""");
        reading.Should().Throw<Formats.InvalidInputException>().WithMessage("*timezone*");
        File.WriteAllText(Path.Combine(folder, HospitalSettings.FileName), """{"nameZh":null}""");
        reading.Should().Throw<Formats.InvalidInputException>().WithMessage("*nameZh*");
        File.WriteAllText(Path.Combine(folder, HospitalSettings.FileName), "{");
        reading.Should().Throw<Formats.InvalidInputException>();
    }

    [Fact]
    public async Task A_backup_is_begun_at_the_page_while_the_server_goes_on_and_the_page_says_when_and_where()
    {
        (await PageAsync("/admin?culture=en"))
            .Should()
            .Contain("No backup has been made")
            .And.NotContain("Begin a backup");
        await PostAsync("/admin/settings", Settings(""));
        (await PageAsync("/admin?culture=en")).Should().Contain("Begin a backup");
        (await PostAsync("/admin/backup", [])).Should().Be("/admin#backups");
        var runs = _server.Services.GetRequiredService<BackupRuns>();
        await runs.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        runs.Fault?.En.Should().BeNull();
        runs.State.Should().Be(BackupState.Done);
        var last = LastBackup.Of(_server.DataFolder)!;
        Path.GetDirectoryName(last.Folder).Should().Be(_place.FullName);
        BackupManifest.Read(last.Folder).Files.Should().HaveCount(last.Files);
        (await PageAsync("/admin?culture=en")).Should().Contain(last.Folder).And.Contain("verified");
        Entries().Should().Contain(entry => entry.Action == AuditActions.Backup && entry.Result == "begun");
        // The server's own trail is still written.
        (await RunningServer.GetAsync(_server.Program, "/fhir/Patient"))
            .Status.Should()
            .Be(200);
    }

    [Fact]
    public async Task An_import_after_which_nothing_followed_says_why_and_names_no_file()
    {
        var patient = """{"resourceType":"Patient","id":"p1","name":[{"family":"Secret"}]}"""u8.ToArray();
        await _server.ImportAsync("secret-name.json", patient);
        await _server.ImportAsync("secret-name.json", patient);
        await _server.ImportAsync("secret-name.json", Encoding.UTF8.GetBytes("no kind of file"));
        var history = _server.Services.GetRequiredService<ImportHistory>().Last(10);
        history
            .Select(one => one.Outcome)
            .Should()
            .Equal(ImportOutcome.AllRejected, ImportOutcome.AllKnown, ImportOutcome.NothingCalledFor);
        history[0].Codes.Should().ContainKey(RejectionCodes.UnknownKind);
        history[2].Rows.Values.Sum().Should().Be(1);
        var page = await PageAsync("/admin?culture=en");
        page.Should()
            .Contain("all was rejected")
            .And.Contain("there already")
            .And.Contain("no chart asks for an analysis");
        page.Should().NotContain("secret-name").And.NotContain("Secret");
    }

    [Fact]
    public async Task The_first_administrators_link_opens_nothing_where_there_is_an_account()
    {
        var path = _server.Services.GetRequiredService<FirstRun>().Begin();
        (await RunningServer.GetAsync(_server.Client(), path, "text/html")).Status.Should().Be(404);
        (await RunningServer.GetAsync(_server.Client(), FirstRun.Page, "text/html")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Doctor_checks_the_data_folder()
    {
        var key = Path.Combine(_place.FullName, "key", "audit.key");
        var checks = Look(new AuditOptions(key));
        checks["records.db"].Ok.Should().BeTrue();
        checks["accounts.db"].Says.Should().Contain("whole");
        checks["Audit key"].Ok.Should().BeFalse("the trail was written with another one");
        checks["Accounts"].Says.Should().Be("2 open, 0 closed, 1 of administrators");
        (checks["Last backup"].Note, checks["Last backup"].Says)
            .Should()
            .Be((true, "none is known: 'xinglin backup', or the page of administration"));

        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        AuditKeys.Open(key, null, TimeProvider.System);
        Look(new AuditOptions(key))["Audit key"].Ok.Should().BeTrue();
        var inside = Path.Combine(_server.DataFolder, "inside.key");
        File.Copy(key, inside);
        Look(new AuditOptions(inside))["Audit key"].Ok.Should().BeFalse("a key inside is changed with the trail");

        var damaged = _place.CreateSubdirectory("damaged").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(damaged, "accounts.db"),
            "no database",
            TestContext.Current.CancellationToken
        );
        new DataChecks(damaged, new(key), TransportOptions.None, TimeProvider.System)
            .All()
            .Where(check => !check.Ok)
            .Select(check => check.Name)
            .Should()
            .Equal("accounts.db", "Accounts");
        new DataChecks(_server.DataFolder, new(key), new TransportOptions("/no/such.pem"), TimeProvider.System)
            .All()
            .Single(check => check.Name == "Certificate")
            .Ok.Should()
            .BeFalse();
    }

    private Dictionary<string, DoctorCheck> Look(AuditOptions audit) =>
        new DataChecks(_server.DataFolder, audit, TransportOptions.None, TimeProvider.System)
            .All()
            .ToDictionary(check => check.Name);

    private Dictionary<string, string> Settings(string zone) =>
        new()
        {
            ["nameZh"] = "第一医院",
            ["headEn"] = "Ward 3",
            ["timeZone"] = zone,
            ["backupFolder"] = _place.FullName,
        };

    private IEnumerable<(string Action, string? Reason, string Result)> Entries() =>
        _server
            .Services.GetRequiredService<AccessTrail>()
            .Find(new(Count: 100))
            .Entries.Select(entry => (entry.Action, entry.Reason, entry.Result));

    private async Task<string> PageAsync(string address)
    {
        var answer = await RunningServer.GetAsync(_sun, address, "text/html");
        answer.Status.Should().Be(200, address);
        return WebUtility.HtmlDecode(answer.Body);
    }

    private async Task<string> PostAsync(string address, Dictionary<string, string> fields)
    {
        var page = await _sun.GetStringAsync("/admin/settings", TestContext.Current.CancellationToken);
        fields["__RequestVerificationToken"] = RunningServer.AntiforgeryTokenOf(page);
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _sun.PostAsync(address, form, TestContext.Current.CancellationToken);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}";
    }
}
