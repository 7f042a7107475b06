using System.Net;
using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Audit;

/// <summary>The gate before every answer of the FHIR interface.</summary>
public sealed class AccessGateTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [new Write(new Patient { Id = "p1", Name = [new() { Text = "Canary" }] })]
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Not_a_byte_of_the_answer_leaves_before_its_entry_is_on_the_disk()
    {
        (await _server.GetAsync("/fhir/Patient/p1")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var other = new SqliteConnection($"Data Source={_server.Temporary.Folder}/audit.db;Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();

        var asked = _server.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/fhir/Patient/p1"),
            HttpCompletionOption.ResponseHeadersRead
        );
        await Task.Delay(500);
        asked.IsCompleted.Should().BeFalse("not even the headers are there while the entry waits");

        command.CommandText = "ROLLBACK";
        command.ExecuteNonQuery();
        (await asked.WaitAsync(TimeSpan.FromSeconds(20))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_access_that_cannot_be_recorded_is_refused_with_an_outcome_and_without_the_data()
    {
        _server.Temporary.Accesses.LimitPages(1);
        HttpResponseMessage answer;
        do answer = await _server.GetAsync("/fhir/Patient/p1");
        while (answer.StatusCode == HttpStatusCode.OK);

        answer.StatusCode.Should().Be(HttpStatusCode.InsufficientStorage);
        answer.Headers.ETag.Should().BeNull("it belongs to the answer that was withheld");
        answer.Content.Headers.LastModified.Should().BeNull();
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("Canary");
        var outcome = await answer.ResourceAsync<OperationOutcome>();
        outcome.Issue[0].Diagnostics.Should().StartWith("The disk is full").And.EndWith("The answer was withheld.");

        _server.Temporary.Accesses.LimitPages(1_000_000);
        (await _server.GetAsync("/fhir/Patient/p1")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Answers_without_a_body_pass_the_gate_too()
    {
        var asked = new HttpRequestMessage(HttpMethod.Get, "/fhir/Patient/p1");
        asked.Headers.TryAddWithoutValidation("If-None-Match", "W/\"1\"");

        using var unchanged = await _server.Client.SendAsync(asked);
        using var head = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/fhir/Patient/p1"));
        using var deleted = await _server.Client.DeleteAsync("/fhir/Patient/p1");

        ((int)unchanged.StatusCode, (int)head.StatusCode, (int)deleted.StatusCode).Should().Be((304, 200, 204));
        head.Content.Headers.ContentLength.Should().BePositive();
        _server
            .Temporary.Accesses.Find(new())
            .Entries.Select(entry => (entry.Action, entry.Entity))
            .Should()
            .Equal(
                ("delete", "Patient/p1/_history/2"),
                ("read", "Patient/p1/_history/1"),
                ("read", "Patient/p1/_history/1")
            );
    }
}
