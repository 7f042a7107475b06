using System.Net;
using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Nothing answers without sign-in except health and the sign-in page; everything answers in its protocol's form.</summary>
[Collection(RunningProgram.Name)]
public sealed class WithoutSignInTests(DemonstrationServer server)
{
    private readonly HttpClient _stranger = new(new HttpClientHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(server.Address),
    };

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/sign-in")]
    public async Task Health_and_the_sign_in_page_answer_anyone(string path) =>
        (await _stranger.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.OK);

    [Theory]
    [InlineData("/fhir/Patient")]
    [InlineData("/fhir/metadata")]
    [InlineData("/fhir/no-such-thing")]
    public async Task FHIR_answers_a_stranger_with_an_OperationOutcome(string path)
    {
        var answer = await _stranger.GetAsync(path);
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync())
            .RootElement.GetProperty("resourceType")
            .GetString()
            .Should()
            .Be("OperationOutcome");
    }

    [Theory]
    [InlineData("/api/import", "POST")]
    [InlineData("/files/frames/1.2.3", "GET")]
    [InlineData("/files/documents/x", "GET")]
    [InlineData("/files/attachments/Media/x/0", "GET")]
    public async Task Files_and_interfaces_answer_a_stranger_with_a_problem(string path, string method)
    {
        var answer = await _stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/models")]
    [InlineData("/import")]
    [InlineData("/patients/x")]
    [InlineData("/records/Goal/x")]
    [InlineData("/no-such-page")]
    public async Task Pages_send_a_stranger_to_the_sign_in_page(string path)
    {
        var answer = await _stranger.GetAsync(path);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().Should().Contain("/sign-in");
    }

    [Fact]
    public async Task The_capability_statement_is_FHIR_4_0_1_and_names_what_is_mapped()
    {
        using var client = await server.SignedInAsync();
        var statement = JsonDocument.Parse(await client.GetStringAsync("/fhir/metadata")).RootElement;
        statement.GetProperty("resourceType").GetString().Should().Be("CapabilityStatement");
        statement.GetProperty("fhirVersion").GetString().Should().Be("4.0.1");
    }

    [Fact]
    public async Task Every_wrong_FHIR_request_is_answered_with_an_OperationOutcome()
    {
        using var client = await server.SignedInAsync();
        foreach (
            var (path, status) in new[]
            {
                ("/fhir/Patient/none", 404),
                ("/fhir/NoSuchType", 404),
                ("/fhir/Patient?no-such-parameter=1", 400),
                ("/fhir/a/b/c/d", 404),
            }
        )
        {
            var answer = await client.GetAsync(path);
            ((int)answer.StatusCode).Should().Be(status, path);
            JsonDocument
                .Parse(await answer.Content.ReadAsStringAsync())
                .RootElement.GetProperty("resourceType")
                .GetString()
                .Should()
                .Be("OperationOutcome", path);
        }
    }

    [Fact]
    public async Task An_upload_of_two_gigabytes_is_refused_before_it_is_read_and_the_server_stays_up()
    {
        using var client = await server.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/import")
        {
            Content = new EndlessContent(2L << 30),
        };
        request.Headers.ExpectContinue = true;
        var answer = await client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await client.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    // Announces its length and waits to be asked for the bytes; sends zeros if it is.
    private sealed class EndlessContent : HttpContent
    {
        private readonly long _length;

        public EndlessContent(long length)
        {
            _length = length;
            Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[1 << 20];
            for (var sent = 0L; sent < _length; sent += block.Length)
                await stream.WriteAsync(block);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}
