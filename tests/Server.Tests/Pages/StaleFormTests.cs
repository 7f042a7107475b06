using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages;

/// <summary>A form that was drawn before sign-out, before sign-in in another tab, or before the server was started again.</summary>
public sealed partial class StaleFormTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("no token at all")]
    [InlineData("a token of nobody's")]
    [InlineData("a token of another session")]
    public async Task A_sign_in_form_that_another_tab_had_outdated_was_answered_by_a_white_page(string which)
    {
        using var stranger = _server.Client();
        using var other = _server.Client();
        await stranger.GetStringAsync("/sign-in");
        var token = which switch
        {
            "a token of another session" => await TokenAsync(other, "/sign-in"),
            "a token of nobody's" => "CfDJ8AAAA",
            _ => null,
        };

        await IsRejectedAsync(stranger, "/sign-in", Fields(token, ("user", "lin"), ("password", "x")), "sign-in");
    }

    [Fact]
    public async Task A_form_of_a_person_who_had_signed_out_in_another_tab_was_answered_by_a_white_page()
    {
        var (address, token) = await SignOutFormAsync();
        await IsLedAsync(_server.Person, address, Fields(token), 302, "/sign-in");

        await IsLedAsync(_server.Person, address, Fields(token), 302, "/sign-in");
        using var again = _server.Client();
        await IsRejectedAsync(again, "/sign-in", Fields(token, ("user", "lin"), ("password", "x")), "sign-in");
    }

    [Fact]
    public async Task A_form_of_a_page_from_before_the_server_was_started_again_was_answered_by_a_white_page()
    {
        var (address, _) = await SignOutFormAsync();

        await IsRejectedAsync(_server.Person, address, Fields("CfDJ8-of-a-key-that-is-gone"), "sign-out");
        (await _server.PageAsync("/")).Should().Contain("topbar", "the person is still signed in");
    }

    [Fact]
    public async Task A_refusal_with_words_of_its_own_is_left_as_it_is()
    {
        var (status, type, _) = await RunningServer.SendAsync(
            _server.Program,
            HttpMethod.Post,
            "/fhir/Patient",
            "{"u8.ToArray()
        );
        (status, type).Should().Be((400, "application/fhir+json"));
    }

    [Theory]
    [InlineData("no token")]
    [InlineData("another token")]
    [InlineData("no body")]
    public async Task A_form_that_was_not_accepted_led_to_the_list_and_the_trail_called_it_done(string which)
    {
        using var all = await _server.PersonAsync("zhao", [.. Roles.All]);
        var fields =
            which == "no body"
                ? null
                : Fields(which == "another token" ? "CfDJ8AAAA" : null, ("password", "x"), ("user", "made"));
        var forms = _server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true })
            .Where(one => one.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.SequenceEqual(["POST"]) == true)
            .Select(one =>
                (
                    Address: one.RoutePattern.RawText!,
                    one.Metadata.GetMetadata<Recorded>()?.Action ?? AuditActions.Unknown
                )
            )
            .ToList();
        forms.Should().Contain(("/drafts/{id}/signature", AuditActions.Sign));
        forms.Should().Contain(("/patients/{id}/break-glass", AuditActions.BreakGlass)).And.HaveCountGreaterThan(15);

        foreach (var (address, action) in forms)
        {
            // Without a body the page of the same address is asked, where there is one.
            var recorded = which == "no body" ? null : action;
            await IsRejectedAsync(all, address.Replace("{id}", "x1", StringComparison.Ordinal), fields, recorded);
        }

        await using var scope = _server.Services.CreateAsyncScope();
        var people = await scope.ServiceProvider.GetRequiredService<Accounts>().AllAsync();
        people.Should().HaveCount(2, "nobody was made");
    }

    [Theory]
    [InlineData("/patients/p", "page")]
    [InlineData("/account", "unknown")]
    [InlineData("/models", "page")]
    [InlineData("/sign-in", "unknown")]
    public async Task A_post_without_a_body_was_rejected_and_stood_in_no_trail(string address, string action)
    {
        await IsRejectedAsync(_server.Person, address, null, action);
    }

    [Theory]
    [InlineData("zh-CN", "未执行任何操作")]
    [InlineData("en", "nothing was done")]
    public async Task A_program_was_led_to_a_page_and_not_told_that_its_form_was_not_accepted(
        string language,
        string words
    )
    {
        using var request = Posted("/drafts/d1/signature", Fields(null, ("password", "x")));
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Accept-Language", language);
        using var answer = await _server.Person.SendAsync(request, TestContext.Current.CancellationToken);

        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType)
            .Should()
            .Be((System.Net.HttpStatusCode.BadRequest, "application/problem+json"));
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Regex.Unescape(said).Should().Contain(words);
    }

    private static HttpRequestMessage Posted(string address, Dictionary<string, string>? fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = fields is null ? null : new FormUrlEncodedContent(fields),
        };
        // As a browser sends a form of its own page.
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return request;
    }

    /// <summary>Answered 400 in both languages, and recorded as that; as which action where one is named.</summary>
    private async Task IsRejectedAsync(
        HttpClient client,
        string address,
        Dictionary<string, string>? fields,
        string? action
    )
    {
        using var request = Posted(address, fields);
        request.Headers.Add("Accept", "text/html");
        using var answer = await client.SendAsync(request);
        var said = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        ((int)answer.StatusCode).Should().Be(400, said);
        said.Should().Contain("nothing was done").And.Contain("未执行任何操作");
        var entry = _server
            .Services.GetRequiredService<AccessTrail>()
            .Find(new(Count: 20))
            .Entries.First(one => one.Entity.Contains(address, StringComparison.Ordinal));
        (entry.Action, entry.Result).Should().Be((action ?? entry.Action, "400"), address);
    }

    private static async Task IsLedAsync(
        HttpClient client,
        string address,
        Dictionary<string, string> fields,
        int status,
        string to
    )
    {
        using var request = Posted(address, fields);
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).Should().Be(status, await answer.Content.ReadAsStringAsync());
        var location = answer.Headers.Location!.OriginalString;
        new Uri(new Uri("http://x"), location).AbsolutePath.Should().Be(to);
    }

    /// <summary>The form in the head of every page.</summary>
    private async Task<(string Address, string Token)> SignOutFormAsync()
    {
        var page = await _server.PageAsync("/");
        var form = SignOutForm().Match(page);
        form.Success.Should().BeTrue();
        return (form.Groups[1].Value, Token().Match(page, form.Index).Groups[1].Value);
    }

    private static async Task<string> TokenAsync(HttpClient client, string address) =>
        Token().Match(await client.GetStringAsync(address)).Groups[1].Value;

    private static Dictionary<string, string> Fields(string? token, params (string, string)[] others)
    {
        var fields = others.ToDictionary(field => field.Item1, field => field.Item2);
        if (token is not null)
            fields["__RequestVerificationToken"] = token;
        return fields;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<form[^>]*action=\"(/?[^\"]*sign-out[^\"]*)\"")]
    private static partial Regex SignOutForm();
}
