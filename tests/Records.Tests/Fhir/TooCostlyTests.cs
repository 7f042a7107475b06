using System.Diagnostics;
using System.Net;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>Questions that take long: they are made cheap, or ended, and nobody waits for another's.</summary>
public sealed class TooCostlyTests : IAsyncLifetime
{
    private const int Readings = 3_000;

    /// <summary>Some ten seconds of comparisons, whatever the index.</summary>
    private static readonly string Costly =
        "Observation?"
        + string.Join(
            '&',
            Enumerable.Repeat(
                "date=" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"lt{1500 + i / 12}-{1 + i % 12:00}")),
                40
            )
        );

    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Codes_that_are_not_among_five_hundred_took_seven_seconds_to_be_found()
    {
        await StoreReadingsAsync(_server);
        var not =
            "code:not="
            + string.Join(',', Enumerable.Range(0, 500).Select(i => $"x{i},http://loinc.org|{i}-2").Take(250));
        var began = Stopwatch.GetTimestamp();

        using var answer = await _server.SendAsync(
            "POST",
            "/fhir/Observation/_search",
            string.Join('&', Enumerable.Repeat(not, 40)),
            "application/x-www-form-urlencoded"
        );

        (await answer.ResourceAsync<Bundle>()).Total.Should().Be(Readings);
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void A_question_without_end_is_ended_in_its_time_and_when_nobody_waits_any_more()
    {
        using var database = Database.OpenInMemory();
        using var left = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var time = new TimeBudget(TimeSpan.FromMilliseconds(200), default);

        ((Action)(() => time.Spend(database, Endless))).Should().Throw<TooCostlyException>();
        ((Action)(() => time.Spend(database, _ => 1))).Should().Throw<TooCostlyException>("its time is spent");
        ((Action)(() => new TimeBudget(TimeSpan.FromHours(1), left.Token).Spend(database, Endless)))
            .Should()
            .Throw<OperationCanceledException>();
        new TimeBudget(TimeSpan.FromHours(1), default).Spend(database, d => d.IsAutoCommit).Should().BeTrue();

        static bool Endless(Database database)
        {
            using var count = database.PrepareOnce(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n"
            );
            return count.Step();
        }
    }

    [Fact]
    public async Task A_question_inside_a_transaction_kept_everybody_from_writing()
    {
        await StoreReadingsAsync(_server);
        var bundle = Transaction(Put("mine"));
        bundle.Entry.Add(Get(Costly));
        var began = Stopwatch.GetTimestamp();
        var asked = Enumerable.Range(0, 3).Select(_ => _server.SendAsync("POST", "/fhir", bundle)).ToList();
        await Task.Delay(200);
        var waited = Stopwatch.GetTimestamp();

        using (var neighbour = await _server.SendAsync("PUT", "/fhir/Basic/neighbour", Named("neighbour")))
            neighbour.StatusCode.Should().Be(HttpStatusCode.Created);

        Stopwatch.GetElapsedTime(waited).Should().BeLessThan(TimeSpan.FromSeconds(4), "of three it waits for one");
        foreach (var answer in await Task.WhenAll(asked))
            await IsTooCostlyAsync(answer);
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(12));
        using var mine = await _server.GetAsync("/fhir/Basic/mine");
        mine.StatusCode.Should().Be(HttpStatusCode.NotFound, "nothing of it was stored");
    }

    [Fact]
    public async Task A_batch_of_searches_that_each_kept_their_time_took_minutes_together()
    {
        await using var hurried = await FhirServer.StartAsync(timeOfBatch: TimeSpan.FromSeconds(1));
        await StoreReadingsAsync(hurried);
        var bundle = Transaction(Put("before"));
        bundle.Type = Bundle.BundleType.Batch;
        bundle.Entry.AddRange(Enumerable.Range(0, 20).Select(_ => Get(Costly)));
        bundle.Entry.AddRange([Put("after"), Get("Observation?code=3-1")]);
        var began = Stopwatch.GetTimestamp();

        using var answer = await hurried.SendAsync("POST", "/fhir", bundle);

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(8), "all of them have one second");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var entries = (await answer.ResourceAsync<Bundle>()).Entry;
        entries.Should().HaveCount(23);
        entries[0].Response.Location.Should().Be("Basic/before/_history/1", "what was stored before is told");
        foreach (var cut in entries[1..21].Append(entries[22]))
        {
            cut.Response.Status.Should().Be("422");
            var issue = ((OperationOutcome)cut.Response.Outcome).Issue.Should().ContainSingle().Which;
            issue.Code.Should().Be(Issue.TooCostly);
            issue.Diagnostics.Should().Contain("takes more than 1 s").And.Contain("ask for less");
        }
        entries[21].Response.Status.Should().Be("201", "a write asks nothing");
        foreach (var stored in new[] { "before", "after" })
            hurried.Store.Read<Basic>(stored).Should().NotBeNull();
    }

    [Fact]
    public async Task More_conditions_than_one_request_may_have_are_refused_with_what_to_do()
    {
        var bundle = Transaction();
        for (var i = 0; i < 2_001; i++)
        {
            bundle.Entry.Add(
                new()
                {
                    Resource = Named(null),
                    Request = new()
                    {
                        Method = Bundle.HTTPVerb.POST,
                        Url = "Basic",
                        IfNoneExist = $"identifier=a{i}",
                    },
                }
            );
        }

        await IsTooCostlyAsync(await _server.SendAsync("POST", "/fhir", bundle));
        await using var hospital = new TestHospital();
        var report = await hospital.Import("b.json", FhirText.ToJson(bundle));
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.TooLarge);
    }

    private static async Task StoreReadingsAsync(FhirServer server)
    {
        await server.Store.CommitAsync(
            Origin.Product,
            [
                .. Enumerable
                    .Range(0, Readings)
                    .Select(i => new Write(
                        new Observation
                        {
                            Id = $"o{i}",
                            Status = ObservationStatus.Final,
                            Code = new CodeableConcept("http://loinc.org", $"{i % 60}-1"),
                            Effective = new FhirDateTime($"2026-01-{1 + i % 28:00}"),
                        }
                    )),
            ]
        );
    }

    private static async Task IsTooCostlyAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.ResourceAsync<OperationOutcome>())
            .Issue.Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be(Issue.TooCostly);
        answer.Dispose();
    }

    private static Bundle Transaction(params IEnumerable<Bundle.EntryComponent> entries) =>
        new() { Type = Bundle.BundleType.Transaction, Entry = [.. entries] };

    private static Basic Named(string? id) =>
        new()
        {
            Id = id,
            Code = new CodeableConcept { Text = "x" },
        };

    private static Bundle.EntryComponent Get(string url) =>
        new()
        {
            Request = new() { Method = Bundle.HTTPVerb.GET, Url = url },
        };

    private static Bundle.EntryComponent Put(string id) =>
        new()
        {
            Resource = Named(id),
            Request = new() { Method = Bundle.HTTPVerb.PUT, Url = "Basic/" + id },
        };

    [Fact]
    public async Task A_batch_with_more_conditions_than_one_request_may_have_was_carried_out_in_sixteen_seconds()
    {
        await using var server = await FhirServer.StartAsync();
        var bundle = Transaction(
            Enumerable
                .Range(0, 2_001)
                .Select(i => new Bundle.EntryComponent
                {
                    Resource = Named(null),
                    Request = new()
                    {
                        Method = Bundle.HTTPVerb.POST,
                        Url = "Basic",
                        IfNoneExist = $"identifier=a{i}",
                    },
                })
        );
        var references = Transaction(
            Enumerable
                .Range(0, 2_001)
                .Select(i =>
                {
                    var resource = Named(null);
                    resource.Subject = new ResourceReference($"Patient?identifier=a{i}");
                    return new Bundle.EntryComponent
                    {
                        Resource = resource,
                        Request = new() { Method = Bundle.HTTPVerb.POST, Url = "Basic" },
                    };
                })
        );
        foreach (var type in (Bundle.BundleType[])[Bundle.BundleType.Batch, Bundle.BundleType.Transaction])
        {
            foreach (var sent in (Bundle[])[bundle, references])
            {
                sent.Type = type;
                var began = Stopwatch.GetTimestamp();
                await IsTooCostlyAsync(await server.SendAsync("POST", "/fhir", sent));
                Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(4));
            }
        }
        server.Store.Search(new("Basic", [], 0)).Total.Should().Be(0);
    }
}
