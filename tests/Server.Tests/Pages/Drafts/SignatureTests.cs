using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Server.Tests.Running;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Tests.Pages.Drafts;

/// <summary>The form of the signing dialog, as a browser posts it.</summary>
public sealed partial class SignatureTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private string _draft = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _draft = await DamageInItsPlaceTests.DraftAsync(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("en", "The password is not right", "After wrong passwords this name is locked here")]
    [InlineData("zh-CN", "密码不正确，文书未签署", "因多次密码错误，该用户名在此处暂时锁定")]
    public async Task A_locked_account_read_like_a_wrong_password(string language, string wrong, string locked)
    {
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            // The fifth locks, and says so at once, in the words of the sign-in page.
            var (status, said) = await PostAsync(new() { ["password"] = "not the password" }, language);
            status.Should().Be(409);
            said.Should().Contain(attempt < 5 ? wrong : locked).And.NotContain(attempt < 5 ? locked : wrong);
        }
        SignInWords.Locked.In(language).Should().Contain(locked);
        Status().Should().Be(DraftStatus.Draft);
        (await EntryAsync()).Should().Match<AuditEntry>(entry => entry.Action == "sign" && entry.Result == "locked");
    }

    [Theory]
    [InlineData("cosigner", "en", "is its author (role: clinician, nurse)")]
    [InlineData("reviewer", "zh-CN", "首个签名须为作者签名（可签署的角色：医师、护士）")]
    [InlineData("approver", "en", "is its author")]
    public async Task A_posted_meaning_made_a_draft_final_that_no_author_had_signed(
        string meaning,
        string language,
        string words
    )
    {
        var (status, said) = await PostAsync(
            new() { ["password"] = _server.Password, ["meaning"] = meaning },
            language
        );

        (status, said.Contains(words, StringComparison.Ordinal)).Should().Be((409, true), said);
        Status().Should().Be(DraftStatus.Draft);
        _server.Store.Read<Hl7.Fhir.Model.Provenance>(_draft + "-signature").Should().BeNull();
        (await EntryAsync()).Should().Match<AuditEntry>(one => one.Reason == meaning && one.Result == "author-first");
    }

    [Fact]
    public async Task What_changed_while_the_dialog_was_open_is_not_signed()
    {
        var seen = DraftResources.Load(_server.Store, _draft)!;
        await new ReviewService(_server.Store).AddSentenceAsync(
            _draft,
            seen.Version,
            "en",
            seen.Draft.Texts["en"].Sections[0].Code,
            null,
            "Stop metoprolol.",
            new("other", "Oth")
        );

        var (status, said) = await PostAsync(
            new() { ["version"] = seen.Version, ["password"] = _server.Password },
            "en"
        );

        (status, said).Should().Match<(int, string)>(one => one.Item1 == 409 && one.Item2.Contains("Somebody else"));
        Status().Should().Be(DraftStatus.Draft);
    }

    [Theory]
    [InlineData("Binary")]
    [InlineData("DiagnosticReport")]
    public async Task A_draft_damaged_under_its_dialog_ended_the_page_without_a_word(string type)
    {
        _server.Damage(type, type == "Binary" ? DamageInItsPlaceTests.TextOf(_server, _draft) : _draft);

        var (status, said) = await PostAsync(new() { ["version"] = "1", ["password"] = _server.Password }, "en");

        status.Should().Be(409);
        said.Should().Contain("can no longer be read");
        (await EntryAsync()).Result.Should().Be("unreadable");
    }

    [Fact]
    public async Task Words_in_the_other_language_or_damaged_sources_must_have_been_seen()
    {
        var before = DraftResources.Load(_server.Store, _draft)!;
        await new ReviewService(_server.Store).AddSentenceAsync(
            _draft,
            before.Version,
            "zh-CN",
            before.Draft.Texts["zh-CN"].Sections[0].Code,
            null,
            "停用美托洛尔。",
            new("lin", "Lin")
        );

        var (status, said) = await PostAsync(new() { ["password"] = _server.Password }, "en");

        (status, said).Should().Match<(int, string)>(one => one.Item1 == 409 && one.Item2.Contains("Tick what"));
        Status().Should().Be(DraftStatus.Draft);
    }

    [Theory]
    [InlineData("password", "", "Type your password")]
    [InlineData("meaning", "owner", "the meaning is missing")]
    [InlineData("language", "fr", "the language or the meaning is missing")]
    [InlineData("version", "", "The version")]
    public async Task An_incomplete_form_signs_nothing(string field, string value, string words)
    {
        var (status, said) = await PostAsync(new() { ["password"] = _server.Password, [field] = value }, "en");

        (status, said).Should().Match<(int, string)>(one => one.Item1 == 409 && one.Item2.Contains(words));
        Status().Should().Be(DraftStatus.Draft);
    }

    [Fact]
    public async Task A_program_or_a_form_of_another_page_signs_nothing()
    {
        var fields = Fields(new() { ["password"] = _server.Password }, token: null);
        using var program = await _server.Program.PostAsync(
            $"/drafts/{_draft}/signature",
            new FormUrlEncodedContent(fields)
        );
        ((int)program.StatusCode).Should().BeOneOf(400, 403);
        using var person = await _server.Person.PostAsync(
            $"/drafts/{_draft}/signature",
            new FormUrlEncodedContent(fields)
        );
        ((int)person.StatusCode).Should().BeOneOf(400, 403);
        Status().Should().Be(DraftStatus.Draft);
    }

    private DraftStatus Status() => DraftResources.Load(_server.Store, _draft)!.Status;

    private async Task<(int Status, string Said)> PostAsync(Dictionary<string, string> fields, string language)
    {
        var token = Token().Match(await _server.PageAsync("/?culture=" + language)).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/drafts/{_draft}/signature?culture={language}")
        {
            Content = new FormUrlEncodedContent(Fields(fields, token)),
        };
        using var answer = await _server.Person.SendAsync(request);
        return (
            (int)answer.StatusCode,
            Regex.Unescape(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
        );
    }

    private Dictionary<string, string> Fields(Dictionary<string, string> given, string? token)
    {
        var fields = new Dictionary<string, string>
        {
            ["version"] = DraftResources.Load(_server.Store, _draft)?.Version ?? "1",
            ["language"] = "en",
            ["meaning"] = "author",
        };
        foreach (var (name, value) in given)
            fields[name] = value;
        if (token is not null)
            fields["__RequestVerificationToken"] = token;
        return fields;
    }

    private async Task<AuditEntry> EntryAsync()
    {
        await Task.Yield();
        return _server
            .Services.GetRequiredService<AccessTrail>()
            .Find(new(Count: 10))
            .Entries.First(entry => entry.Action == AuditActions.Sign);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
