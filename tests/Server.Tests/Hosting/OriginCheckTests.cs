using System.Net;
using System.Text;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Hosting;

public sealed class OriginCheckTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Origin", "http://127.0.0.1:1", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("X-Nothing", "said of where it comes from", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    public async Task A_page_on_the_same_host_stored_in_the_name_of_who_was_signed_in(
        string header,
        string value,
        bool mayWrite
    )
    {
        var said = new List<string>();
        foreach (var address in new[] { "/fhir/Patient", "/api/import" })
        {
            using var request = Request(address, header, value);
            using var answer = await _server.Person.SendAsync(request);
            said.Add(await answer.Content.ReadAsStringAsync());
            (answer.StatusCode == HttpStatusCode.Forbidden).Should().Be(!mayWrite, said[^1]);
        }
        _server.Store.Search(new("Patient", [], 0)).Total.Should().Be(mayWrite ? 2 : 0, string.Join("\n", said));
    }

    [Fact]
    public async Task A_program_with_a_token_is_not_concerned()
    {
        using var request = Request("/fhir/Patient", "Origin", "http://elsewhere.example");
        using var answer = await _server.Program.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    private static HttpRequestMessage Request(string address, string header, string value)
    {
        const string Patient = """{"resourceType":"Patient","id":"from-a-page"}""";
        HttpContent content = address.StartsWith("/api", StringComparison.Ordinal)
            ? new MultipartFormDataContent { { new StringContent(Patient), "files", "p.json" } }
            : new StringContent(Patient, Encoding.UTF8, "application/fhir+json");
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.TryAddWithoutValidation(header, value);
        request.Headers.TryAddWithoutValidation("Accept", "application/fhir+json");
        return request;
    }
}
