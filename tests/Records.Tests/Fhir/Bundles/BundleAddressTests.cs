using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Tests.Fhir.Bundles;

/// <summary>The address of a Bundle's entry means what the same address means by itself.</summary>
public sealed class BundleAddressTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await _server.Store.CommitAsync(Origin.Program("t"), [new Write(Reading(1))]);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("DELETE", "Observation/o-1/_history/1")]
    [InlineData("PUT", "Observation/o-1/_history/1")]
    [InlineData("DELETE", "Observation/o-1#frag")]
    [InlineData("DELETE", "Observation/张三")]
    [InlineData("DELETE", "Observation/o-1/x")]
    [InlineData("DELETE", "Observation/")]
    public async Task An_address_that_is_no_resource_deleted_or_overwrote_one_or_was_answered_with_success(
        string method,
        string url
    )
    {
        foreach (var type in new[] { Bundle.BundleType.Batch, Bundle.BundleType.Transaction })
        {
            using var answer = await _server.SendAsync("POST", "/fhir", Asking(type, method, url));
            var status =
                type == Bundle.BundleType.Batch && answer.IsSuccessStatusCode
                    ? (await answer.ResourceAsync<Bundle>()).Entry.Single().Response.Status
                    : ((int)answer.StatusCode).ToString();
            status.Should().StartWith("4", $"{type} {method} {url}");
        }

        _server.Store.Read<Observation>("o-1")!.Value.Should().BeOfType<Integer>().Which.Value.Should().Be(1);
    }

    [Fact]
    public async Task A_long_id_was_answered_as_if_it_had_been_deleted()
    {
        using var answer = await _server.SendAsync(
            "POST",
            "/fhir",
            Asking(Bundle.BundleType.Transaction, "DELETE", $"Observation/{new string('a', 200)}")
        );

        ((int)answer.StatusCode).Should().Be(422);
    }

    [Fact]
    public async Task An_id_written_with_percent_signs_is_deleted_and_read_as_at_its_own_address()
    {
        using var read = await _server.SendAsync(
            "POST",
            "/fhir",
            Asking(Bundle.BundleType.Batch, "GET", "Observation/o%2D1")
        );
        (await read.ResourceAsync<Bundle>()).Entry.Single().Response.Status.Should().StartWith("200");

        using var answer = await _server.SendAsync(
            "POST",
            "/fhir",
            Asking(Bundle.BundleType.Batch, "DELETE", "Observation/o%2D1")
        );

        (await answer.ResourceAsync<Bundle>()).Entry.Single().Response.Status.Should().StartWith("204");
        _server.Store.Read<Observation>("o-1").Should().BeNull();
    }

    private static Bundle Asking(Bundle.BundleType type, string method, string url) =>
        new()
        {
            Type = type,
            Entry =
            [
                new()
                {
                    Resource = method == "PUT" ? Reading(2) : null,
                    Request = new() { Method = Enum.Parse<Bundle.HTTPVerb>(method), Url = url },
                },
            ],
        };

    private static Observation Reading(int value) =>
        new()
        {
            Id = "o-1",
            Status = ObservationStatus.Final,
            Code = new CodeableConcept { Text = "x" },
            Value = new Integer(value),
        };
}
