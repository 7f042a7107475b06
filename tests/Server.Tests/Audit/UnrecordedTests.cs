using System.Net;
using System.Text.Json;
using Xinglin.Records.Audit;

namespace Xinglin.Server.Tests.Audit;

/// <summary>No audit, no access: with a full disk or an unusable file nothing of the data leaves, and health says so.</summary>
public sealed class UnrecordedTests : IAsyncLifetime
{
    private readonly TrailServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_full_disk_turns_readiness_red_and_refuses_every_access_until_there_is_space()
    {
        using var program = _server.Program();
        using var person = await _server.PersonAsync();
        using var stranger = _server.Stranger();
        (await stranger.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        _server.Trail.LimitPages(1);
        await FillAsync();

        foreach (
            var (client, address, type) in new[]
            {
                (program, "/fhir/Patient/p1", "application/fhir+json"),
                (program, "/fhir/Patient?name=Canary", "application/fhir+json"),
                (program, "/files/frames/1.2.3.4", "application/problem+json"),
                (person, "/patients/p1", "text/html"),
                (person, "/", "text/html"),
            }
        )
        {
            var answer = await client.GetAsync(address);
            answer.StatusCode.Should().Be(HttpStatusCode.InsufficientStorage, address);
            answer.Content.Headers.ContentType!.MediaType.Should().Be(type);
            answer.Headers.ETag.Should().BeNull();
            answer.Headers.Contains("X-Frame-Options").Should().BeTrue("the headers that guard every answer stay");
            (await answer.Content.ReadAsStringAsync()).Should().NotContain("Canary").And.Contain("full");
        }
        var written = await program.PutAsync(
            "/fhir/Patient/w9",
            TrailServer.Json("{\"resourceType\":\"Patient\",\"id\":\"w9\"}")
        );
        written.StatusCode.Should().Be(HttpStatusCode.InsufficientStorage);
        _server.Store.Read("Patient", "w9").Should().BeNull("it was rejected before it was carried out");
        var health = await stranger.GetAsync("/health/ready");
        health.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await health.Content.ReadAsStringAsync()).Should().Contain("The disk is full");

        _server.Trail.LimitPages(1_000_000);

        (await stranger.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await program.GetAsync("/fhir/Patient/p1")).StatusCode.Should().Be(HttpStatusCode.OK);
        _server.Newest(3).Should().Contain(entry => entry.Action == AuditActions.Restored);
    }

    [Fact]
    public async Task A_file_that_was_taken_away_refuses_every_access_until_it_is_back()
    {
        using var program = _server.Program();
        var path = Path.Combine(_server.Folder, "audit.db");
        File.Move(path, path + ".taken");

        var answer = await program.GetAsync("/fhir/Patient/p1");
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("audit.db was removed").And.NotContain("Canary");
        using var stranger = _server.Stranger();
        (await stranger.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);

        File.Move(path + ".taken", path);
        (await program.GetAsync("/fhir/Patient/p1")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_says_that_without_a_place_for_heads_a_cut_tail_cannot_be_proven()
    {
        using var stranger = _server.Stranger();
        var health = JsonDocument.Parse(await stranger.GetStringAsync("/health/ready")).RootElement;
        health.GetProperty("status").GetString().Should().Be("ok");
        health.GetProperty("notes")[0].GetString().Should().Contain("--audit-heads");
    }

    /// <summary>Fills what is left of the last page.</summary>
    private async Task FillAsync()
    {
        var record = async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await _server.Trail.RecordAsync(
                    new(AuditActor.Product, AuditActions.Command, "filler") { Reason = new string('x', 200) }
                );
            }
        };
        (await record.Should().ThrowAsync<AccessNotRecordedException>()).Which.IsFull.Should().BeTrue();
    }
}
