using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>Answers that are copied from the database to the client instead of being built in memory.</summary>
public sealed class StreamedAnswerTests : IAsyncLifetime
{
    private static readonly Origin Somebody = Origin.Person("tester");
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FhirServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(3)]
    [InlineData(6_000)]
    [InlineData(300_001)]
    [InlineData(2_000_000)]
    public async Task A_binary_of_any_length_comes_back_byte_for_byte(int length)
    {
        var bytes = Bytes(length);
        await StoreAsync(
            new Binary
            {
                Id = "b",
                ContentType = "application/pdf",
                Data = bytes,
            }
        );

        (await (await _server.GetAsync("/fhir/Binary/b", "application/pdf")).Content.ReadAsByteArrayAsync())
            .Should()
            .Equal(bytes);
        using var whole = await _server.GetAsync("/fhir/Binary/b");
        var text = await whole.Content.ReadAsByteArrayAsync();
        whole.Content.Headers.ContentLength.Should().Be(text.Length);
        ((Binary)FhirText.ParseJson(text)).Data.Should().Equal(bytes);
    }

    [Theory]
    [InlineData("application/fhir+json")]
    [InlineData("application/fhir+xml")]
    public async Task A_page_of_large_and_small_resources_holds_each_as_it_is_read_alone(string form)
    {
        for (var i = 0; i < 5; i++)
        {
            await StoreAsync(
                new Binary
                {
                    Id = "b" + i,
                    ContentType = "text/plain",
                    Data = Bytes(i * 200_000 + 10),
                }
            );
        }

        using var answer = await _server.GetAsync("/fhir/Binary?_count=4", form);
        var text = await answer.Content.ReadAsStringAsync();
        var bundle = (Bundle)(form.EndsWith("json") ? FhirText.ParseJson(text) : FhirText.ParseXml(text));

        bundle.Total.Should().Be(5);
        bundle.Link.Select(l => l.Relation).Should().Equal("self", "next");
        bundle.Entry.Should().HaveCount(4);
        foreach (var entry in bundle.Entry)
        {
            entry.Search!.Mode.Should().Be(Bundle.SearchEntryMode.Match);
            entry.FullUrl.Should().Be($"{_server.Address}fhir/Binary/{entry.Resource!.Id}");
            var alone = _server.Store.Read("Binary", entry.Resource.Id!)!;
            FhirText.ToJson(entry.Resource).Should().Be(FhirText.ToJson(alone));
        }
    }

    [Fact]
    public async Task History_and_everything_are_valid_Bundles_with_deletions_in_their_place()
    {
        await StoreAsync(new Patient { Id = "p", Active = true });
        await StoreAsync(new Patient { Id = "p", Active = false });
        await _server.Store.CommitAsync(Somebody, [new Write(new Patient { Id = "p" }) { Delete = true }]);
        await StoreAsync(new Patient { Id = "p", Name = [new() { Text = new string('名', 20_000) }] });
        await StoreAsync(
            new Observation
            {
                Id = "o",
                Subject = new("Patient/p"),
                Status = ObservationStatus.Final,
                Code = new() { Text = "x" },
            }
        );

        var history = await (await _server.GetAsync("/fhir/Patient/p/_history")).ResourceAsync<Bundle>();
        history.Entry.Select(e => e.Response!.Etag).Should().Equal("W/\"4\"", "W/\"3\"", "W/\"2\"", "W/\"1\"");
        history.Entry.Select(e => e.Resource is null).Should().Equal(false, true, false, false);
        var all = await (await _server.GetAsync("/fhir/Patient/p/$everything")).ResourceAsync<Bundle>();
        all.Entry.Select(e => e.Resource!.TypeName).Should().Equal("Patient", "Observation");
        var old = await (await _server.GetAsync("/fhir/Patient/p/_history/2")).ResourceAsync<Patient>();
        old.Active.Should().BeFalse();
    }

    [Fact]
    public async Task What_is_laid_out_for_reading_is_laid_out_as_the_json_writer_does()
    {
        await StoreAsync(
            new Patient
            {
                Id = "p",
                Active = true,
                Name = [new() { Text = "a{b}[c],\":\\ " + new string('x', 300_000), Given = ["一", "二"] }],
            }
        );
        var pretty = await (await _server.GetAsync("/fhir/Patient?_pretty=true")).Content.ReadAsByteArrayAsync();
        using var parsed = JsonDocument.Parse(pretty);
        using var expected = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        await using (var writer = new Utf8JsonWriter(expected, options))
            parsed.WriteTo(writer);
        Encoding.UTF8.GetString(pretty).Should().Be(Encoding.UTF8.GetString(expected.ToArray()));
    }

    [Fact]
    public async Task A_client_that_stops_reading_holds_no_snapshot_of_the_database()
    {
        for (var i = 0; i < 30; i++)
        {
            await StoreAsync(
                new Binary
                {
                    Id = "b" + i,
                    ContentType = "text/plain",
                    Data = Bytes(1_000_000),
                }
            );
        }

        using var slow = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await slow.SendAsync(Encoding.ASCII.GetBytes("GET /fhir/Binary?_count=30 HTTP/1.1\r\nHost: x\r\n\r\n"));
        await slow.ReceiveAsync(new byte[1000]);

        // While it waits, every resource is replaced; a held snapshot would keep the journal from being emptied.
        for (var i = 0; i < 30; i++)
        {
            await StoreAsync(
                new Binary
                {
                    Id = "b" + i,
                    ContentType = "text/plain",
                    Data = [1, 2, 3],
                }
            );
        }

        using (var other = Database.OpenWriter(Path.Combine(_server.Temporary.Folder, "records.db")))
        {
            using var checkpoint = other.PrepareOnce("PRAGMA wal_checkpoint(TRUNCATE)");
            checkpoint.Step();
            checkpoint.Long(0).Should().Be(0, "no reader may be in the way");
        }

        // And it still gets the versions that the search found, whole.
        using var rest = new MemoryStream();
        var buffer = new byte[65_536];
        while (!EndsWith(rest, "0\r\n\r\n") && await slow.ReceiveAsync(buffer) is > 0 and var read)
            rest.Write(buffer, 0, read);
        rest.Length.Should().BeGreaterThan(30 * 1_000_000 * 4L / 3 - 10_000);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_a_minute_is_sent_away()
    {
        var clock = new FakeTimeProvider();
        await using var own = await FhirServer.StartAsync(clock);
        for (var i = 0; i < 12; i++)
        {
            await own.Store.CommitAsync(
                Somebody,
                [
                    new Write(
                        new Binary
                        {
                            Id = "b" + i,
                            ContentType = "text/plain",
                            Data = Bytes(1_000_000),
                        }
                    ),
                ]
            );
        }

        using var slow = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(own.Address.Host, own.Address.Port);
        await slow.SendAsync(Encoding.ASCII.GetBytes("GET /fhir/Binary?_count=12 HTTP/1.1\r\nHost: x\r\n\r\n"));
        await slow.ReceiveAsync(new byte[1000]);
        await Task.Delay(2000);
        clock.Advance(TimeSpan.FromSeconds(61));
        await Task.Delay(500);

        long length = 0;
        var buffer = new byte[65_536];
        try
        {
            while (await slow.ReceiveAsync(buffer) is > 0 and var read)
                length += read;
        }
        catch (SocketException)
        {
            // Reset, as it should be.
        }
        length.Should().BeLessThan(15_000_000, "the answer of 16 MB was cut off");
    }

    [Fact]
    public async Task A_resource_that_cannot_be_read_back_leaves_the_rest_of_the_page_whole()
    {
        await StoreAsync(new Patient { Id = "good" });
        await StoreAsync(new Patient { Id = "bad" });
        _server.Temporary.Damage("Patient", "bad");
        using var answer = await _server.GetAsync("/fhir/Patient", "application/fhir+xml");
        var page = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        XNamespace fhir = "http://hl7.org/fhir";
        page.Descendants(fhir + "resource")
            .Elements()
            .Select(e => e.Name.LocalName)
            .Should()
            .Equal("Patient", "OperationOutcome");
        using var json = await _server.GetAsync("/fhir/Patient");
        using var read = System.Text.Json.JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        read.RootElement.GetProperty("entry")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("resource").GetProperty("resourceType").GetString())
            .Should()
            .Equal("Patient", "OperationOutcome");
    }

    [Fact]
    public async Task A_batch_that_asks_for_everything_again_and_again_is_told_to_ask_singly()
    {
        for (var i = 0; i < 6; i++)
        {
            await StoreAsync(
                new Binary
                {
                    Id = "b" + i,
                    ContentType = "text/plain",
                    Data = Bytes(1_000_000),
                }
            );
        }

        var batch = new Bundle { Type = Bundle.BundleType.Batch };
        for (var i = 0; i < 5; i++)
        {
            batch.Entry.Add(
                new()
                {
                    Request = new() { Method = Bundle.HTTPVerb.GET, Url = "Binary?_count=100" },
                }
            );
        }

        using var answer = await _server.SendAsync("POST", "/fhir", batch);
        var bundle = await answer.ResourceAsync<Bundle>();
        bundle.Entry.Select(e => e.Response!.Status).Should().Equal("200", "200", "422", "422", "422");
    }

    private Task StoreAsync(Resource resource) => _server.Store.CommitAsync(Somebody, [new Write(resource)]);

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static bool EndsWith(MemoryStream stream, string end) =>
        stream.Length >= end.Length
        && stream.GetBuffer().AsSpan(0, (int)stream.Length).EndsWith(Encoding.ASCII.GetBytes(end));
}
