using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;

namespace Xinglin.Exchange.Tests.Import;

public sealed class ImportApiTests
{
    [Fact]
    public async Task An_upload_is_answered_with_the_report()
    {
        await using var hospital = new TestHospital();
        await using var server = await Serve(hospital);
        using var client = new HttpClient { BaseAddress = Address(server) };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"resourceType":"Patient","id":"p1"}"""), "files", "p.json" },
            { new StringContent("patient,time,code,value,unit\np1,2026-05-30,weight,70,stones\n"), "files", "r.csv" },
        };

        using var answer = await client.PostAsync("/api/import", form);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var report = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        report["resources"]!.GetValue<int>().Should().Be(1);
        report["refused"]![0]!["place"]!.GetValue<string>().Should().Be("r.csv, line 2");
    }

    [Fact]
    public async Task A_two_gigabyte_upload_is_refused_before_it_is_sent_and_the_server_stays_up()
    {
        await using var hospital = new TestHospital();
        await using var server = await Serve(hospital);
        using var client = new HttpClient { BaseAddress = Address(server) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/import")
        {
            Content = new StreamContent(new MemoryStream(new byte[1])),
        };
        request.Headers.ExpectContinue = true;
        request.Content.Headers.ContentLength = 2L << 30;
        request.Content.Headers.Add("Content-Type", "multipart/form-data; boundary=x");

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).Should().Contain("512 MB");
        using var next = await client.PostAsync("/api/import", new StringContent("x"));
        next.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_upload_that_does_not_tell_its_length_is_stopped_at_the_limit()
    {
        await using var hospital = new TestHospital(new ImportOptions { LargestFile = 1 << 20 });
        await using var server = await Serve(hospital);
        using var client = new HttpClient { BaseAddress = Address(server) };
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(new byte[8 << 20]), "files", "big.json" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/import") { Content = form };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        try
        {
            using var answer = await client.SendAsync(request);
            ((int)answer.StatusCode).Should().BeOneOf(200, 413);
        }
        catch (HttpRequestException)
        {
            // The server closed the connection while the client was still sending: also a rejection.
        }
        using var next = await client.PostAsync(
            "/api/import",
            new MultipartFormDataContent { { new StringContent("{}"), "files", "a.json" } }
        );
        next.StatusCode.Should().Be(HttpStatusCode.OK);
        hospital.TemporaryFiles().Should().BeEmpty();
    }

    private static async Task<WebApplication> Serve(TestHospital hospital)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(hospital.Importer);
        var app = builder.Build();
        app.MapImport();
        await app.StartAsync();
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
