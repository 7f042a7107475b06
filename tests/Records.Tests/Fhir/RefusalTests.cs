using System.Net.Sockets;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir;

public sealed class RefusalTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public Task Truncated_json_is_refused_with_the_place_where_it_ends() =>
        _server
            .SendAsync("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\",\n\"gender\":\"fem")
            .ShouldRefuseAsync(
                400,
                Issue.Structure,
                "The text is not complete JSON at line 2, byte 14: check that the file was not cut off or edited by hand."
            );

    [Fact]
    public Task A_resource_that_lacks_a_required_element_is_refused_with_its_path() =>
        _server
            .SendAsync("POST", "/fhir/Observation", "{\"resourceType\":\"Observation\",\"code\":{\"text\":\"weight\"}}")
            .ShouldRefuseAsync(
                422,
                Issue.Invalid,
                "Observation.status (line 1, column 2): Element 'Observation.status' with minimum cardinality 1 must be present.",
                "Observation.status"
            );

    [Fact]
    public async Task Every_fault_of_a_resource_is_listed()
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Patient",
            "{\"resourceType\":\"Patient\",\"birthDate\":\"1999-13-45\",\"gender\":\"mann\",\"foo\":1}"
        );

        ((int)answer.StatusCode).Should().Be(422);
        var outcome = await answer.ResourceAsync<OperationOutcome>();
        outcome
            .Issue.SelectMany(i => i.Expression)
            .Should()
            .BeEquivalentTo("Patient.birthDate", "Patient.gender", "Patient.foo");
    }

    [Fact]
    public Task An_unknown_resource_type_is_not_found() =>
        _server
            .GetAsync("/fhir/Pationt/1")
            .ShouldRefuseAsync(
                404,
                Issue.NotSupported,
                "'Pationt' is not a resource type of FHIR R4: see /fhir/metadata."
            );

    [Theory]
    [InlineData("/fhir/Patient/1/2/3/4")]
    [InlineData("/fhir/$reindex")]
    [InlineData("/fhir/Patient/$match")]
    [InlineData("/fhir/Observation/1/$everything")]
    public Task An_unknown_address_is_not_found(string address) =>
        _server
            .GetAsync(address)
            .ShouldRefuseAsync(404, Issue.NotSupported, "Nothing is served at this address: see /fhir/metadata.");

    [Fact]
    public Task A_missing_resource_is_not_found() =>
        _server.GetAsync("/fhir/Patient/none").ShouldRefuseAsync(404, Issue.NotFound, "Patient/none is not here.");

    [Fact]
    public async Task A_deleted_resource_is_gone()
    {
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "p1" })]);
        using var deleted = await _server.Client.DeleteAsync("/fhir/Patient/p1");
        ((int)deleted.StatusCode).Should().Be(204);

        await _server
            .GetAsync("/fhir/Patient/p1")
            .ShouldRefuseAsync(410, Issue.Deleted, "Patient/p1 was deleted; its versions are at Patient/p1/_history.");
    }

    [Fact]
    public async Task A_method_that_is_not_served_is_named_with_those_that_are()
    {
        await _server
            .SendAsync("PATCH", "/fhir/Patient/p1", "{}")
            .ShouldRefuseAsync(
                405,
                Issue.NotSupported,
                "PATCH is not served at this address; GET, HEAD, PUT, DELETE is."
            );
        using var answer = await _server.Client.DeleteAsync("/fhir/metadata");
        ((int)answer.StatusCode).Should().Be(405);
        answer.Content.Headers.Allow.Should().Equal("GET", "HEAD");
    }

    [Fact]
    public Task A_form_that_is_not_served_is_not_acceptable() =>
        _server
            .GetAsync("/fhir/Patient", "text/turtle")
            .ShouldRefuseAsync(
                406,
                Issue.NotSupported,
                "Only application/fhir+json and application/fhir+xml (FHIR 4.0) are served: ask for one of them in Accept or _format."
            );

    [Fact]
    public Task A_body_of_another_kind_is_refused() =>
        _server
            .SendAsync("POST", "/fhir/Patient", "a,b\n1,2", "text/csv")
            .ShouldRefuseAsync(
                415,
                Issue.NotSupported,
                "Send the body as application/fhir+json or application/fhir+xml (FHIR 4.0) and say so in Content-Type."
            );

    [Fact]
    public Task An_empty_body_is_refused() =>
        _server
            .SendAsync("POST", "/fhir/Patient", "")
            .ShouldRefuseAsync(400, Issue.Required, "The request has no body: send a resource.");

    [Fact]
    public Task A_body_of_another_type_than_the_address_is_refused() =>
        _server
            .SendAsync("POST", "/fhir/Observation", new Patient { Active = true })
            .ShouldRefuseAsync(
                400,
                Issue.Invalid,
                "The body is a Patient, but the address says Observation: send it to /fhir/Patient."
            );

    [Fact]
    public async Task An_update_of_an_outdated_version_fails_its_precondition()
    {
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "p1" })]);
        await _server.Store.CommitAsync(Origin.Command("test"), [new Write(new Patient { Id = "p1" })]);

        await _server
            .SendAsync("PUT", "/fhir/Patient/p1", new Patient { Id = "p1" }, ("If-Match", "W/\"1\""))
            .ShouldRefuseAsync(
                412,
                Issue.Conflict,
                "Patient/p1 is at version 2, not 1: read it again and repeat the change."
            );
    }

    [Fact]
    public async Task A_search_that_cannot_be_answered_as_asked_is_refused_not_widened()
    {
        await _server
            .GetAsync("/fhir/Observation?date=yesterday")
            .ShouldRefuseAsync(
                400,
                Issue.Value,
                "date: is not a date: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, with eq, ne, gt, lt, ge, le, sa, eb or ap before it.",
                "date"
            );
        using var unknown = await _server.GetAsync("/fhir/Observation?patiend=1");
        ((int)unknown.StatusCode).Should().Be(400);
        (await unknown.ResourceAsync<OperationOutcome>())
            .Issue[0]
            .Diagnostics.Should()
            .StartWith("patiend: is not a search parameter of Observation here. Known: ");
    }

    [Theory]
    [InlineData("application/fhir+xml")]
    [InlineData("application/fhir+json")]
    public async Task Elements_nested_without_end_are_refused_and_the_server_stays_up(string type)
    {
        const int Levels = 50_000;
        var body = type.EndsWith("xml", StringComparison.Ordinal)
            ? "<Patient xmlns=\"http://hl7.org/fhir\">"
                + string.Concat(Enumerable.Repeat("<extension url=\"a:b\">", Levels))
                + string.Concat(Enumerable.Repeat("</extension>", Levels))
                + "</Patient>"
            : "{\"resourceType\":\"Patient\",\"extension\":"
                + string.Concat(Enumerable.Repeat("[{\"url\":\"a:b\",\"extension\":", Levels))
                + "[]"
                + string.Concat(Enumerable.Repeat("}]", Levels))
                + "}";

        using var answer = await _server.SendAsync("POST", "/fhir/Patient", body, type);

        ((int)answer.StatusCode).Should().Be(400);
        (await _server.GetAsync("/fhir/metadata")).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task A_search_for_thousands_of_values_is_refused()
    {
        var body = "code=" + string.Join(',', Enumerable.Range(0, 40_000));
        await _server
            .SendAsync("POST", "/fhir/Observation/_search", body, "application/x-www-form-urlencoded")
            .ShouldRefuseAsync(400, Issue.Value, "code: has more than 500 values: search in parts.", "code");
    }

    [Fact]
    public async Task An_upload_of_two_gigabytes_is_refused_before_it_is_sent()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\nContent-Length: {2L << 30}\r\n\r\n{{"
            )
        );
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(3));

        line.Should().Be("HTTP/1.1 413 Payload Too Large");
        (await _server.GetAsync("/fhir/metadata")).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task A_body_without_a_length_is_refused_when_it_grows_too_long()
    {
        var content = new StreamContent(new EndlessStream());
        content.Headers.ContentType = new("application/fhir+json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/fhir") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        var send = () => _server.Client.SendAsync(request);

        // Kestrel may close the connection while the client still writes.
        try
        {
            ((int)(await send()).StatusCode).Should().Be(413);
        }
        catch (HttpRequestException) { }
        (await _server.GetAsync("/fhir/metadata")).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Sign_in_refuses_with_an_outcome_too()
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Response.Body = new MemoryStream();
        await Xinglin.Records.Fhir.Api.Http.FhirOutcome.WriteAsync(context, 401);

        context.Response.StatusCode.Should().Be(401);
        var outcome = (OperationOutcome)FhirText.ParseJson(((MemoryStream)context.Response.Body).ToArray());
        outcome.Issue[0].Code.Should().Be(Issue.Login);
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
