using System.Net.Http.Headers;
using System.Text;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>The FHIR interface on a free loopback port, over a store of its own.</summary>
public sealed class FhirServer : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();
    private readonly WebApplication _application;

    private FhirServer(TimeProvider? clock, TimeSpan? timeOfBatch)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.UseAccessGate(
            _temporary.Accesses,
            Callers.ActorOf,
            (context, status, words) => FhirOutcome.WriteAsync(context, status, words),
            context => AskedAddress.PatientsOf(context, _temporary.Store)
        );
        _application.MapFhir(_temporary.Store, timeOfBatch: timeOfBatch);
    }

    public FhirStore Store => _temporary.Store;
    public TemporaryStore Temporary => _temporary;
    public HttpClient Client { get; private set; } = null!;
    public Uri Address { get; private set; } = null!;

    public static async Task<FhirServer> StartAsync(TimeProvider? clock = null, TimeSpan? timeOfBatch = null)
    {
        var server = new FhirServer(clock, timeOfBatch);
        await server._application.StartAsync();
        server.Address = new Uri(server._application.Urls.First());
        server.Client = new HttpClient { BaseAddress = server.Address };
        return server;
    }

    public Task<HttpResponseMessage> GetAsync(string address, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(
        string method,
        string address,
        string body,
        string type = "application/fhir+json",
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(
        string method,
        string address,
        Resource body,
        params (string Name, string Value)[] headers
    ) => SendAsync(method, address, FhirText.ToJson(body), "application/fhir+json", headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
        await _temporary.DisposeAsync();
    }
}

internal static class FhirAnswers
{
    public static async Task<T> ResourceAsync<T>(this HttpResponseMessage response)
        where T : Resource => (T)FhirText.ParseJson(await response.Content.ReadAsByteArrayAsync());

    /// <summary>Asserts status, form and the one issue of an OperationOutcome, word for word.</summary>
    public static async Task ShouldRefuseAsync(
        this Task<HttpResponseMessage> asked,
        int status,
        OperationOutcome.IssueType code,
        string diagnostics,
        params string[] places
    )
    {
        using var response = await asked;
        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/fhir+json; charset=utf-8");
        var outcome = await response.ResourceAsync<OperationOutcome>();
        var issue = outcome.Issue.Should().ContainSingle().Which;
        issue.Severity.Should().Be(OperationOutcome.IssueSeverity.Error);
        issue.Diagnostics.Should().Be(diagnostics);
        issue.Code.Should().Be(code);
        issue.Expression.Should().Equal(places);
    }
}
