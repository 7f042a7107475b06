using System.Text.RegularExpressions;
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

        await IsLedAsync(stranger, "/sign-in", Fields(token, ("user", "lin"), ("password", "x")), 303, "/sign-in");
    }

    [Fact]
    public async Task A_form_of_a_person_who_had_signed_out_in_another_tab_was_answered_by_a_white_page()
    {
        var (address, token) = await SignOutFormAsync();
        await IsLedAsync(_server.Person, address, Fields(token), 302, "/sign-in");

        await IsLedAsync(_server.Person, address, Fields(token), 302, "/sign-in");
        using var again = _server.Client();
        await IsLedAsync(again, "/sign-in", Fields(token, ("user", "lin"), ("password", "x")), 303, "/sign-in");
    }

    [Fact]
    public async Task A_form_of_a_page_from_before_the_server_was_started_again_was_answered_by_a_white_page()
    {
        var (address, _) = await SignOutFormAsync();

        await IsLedAsync(_server.Person, address, Fields("CfDJ8-of-a-key-that-is-gone"), 303, "/");
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

    private static async Task IsLedAsync(
        HttpClient client,
        string address,
        Dictionary<string, string> fields,
        int status,
        string to
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields),
        };
        // As a browser sends a form of its own page.
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
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
