using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>What an entry asks for counts at the door of imports as it does at the FHIR interface.</summary>
public sealed class ConditionalEntriesTests
{
    [Theory]
    [InlineData("transaction", "PUT", "Observation/im-1", "\"ifMatch\":\"W/\\\"99\\\"\"")]
    [InlineData("batch", "PUT", "Observation/im-1", "\"ifMatch\":\"W/\\\"99\\\"\"")]
    [InlineData("transaction", "PUT", "Observation/im-1", "\"ifNoneMatch\":\"*\"")]
    [InlineData("batch", "PUT", "Observation/im-1", "\"ifMatch\":\"\"")]
    [InlineData("transaction", "PUT", "Observation/other-9", null)]
    [InlineData("transaction", "PUT", "Patient/im-1", null)]
    [InlineData("batch", "PUT", "Observation/im-1/_history/1", null)]
    [InlineData("batch", "PUT", "Observation?identifier=a|b", null)]
    [InlineData("batch", "PUT", "Observation/im-1#x", null)]
    [InlineData("transaction", "POST", "Patient", null)]
    [InlineData("batch", "PUT", "https://other.example/fhir/Observation/other-9", null)]
    public async Task An_import_wrote_over_what_the_request_did_not_name(
        string type,
        string method,
        string url,
        string? condition
    )
    {
        await using var hospital = new TestHospital();
        await hospital.Import("a.json", Bundle("transaction", "PUT", "Observation/im-1", null, 1));

        var report = await hospital.Import("b.json", Bundle(type, method, url, condition, 2));

        report.Refused.Select(item => item.Code).Should().Contain(RejectionCodes.BundleKind);
        hospital.Store.Read<Observation>("im-1")!.Value.Should().BeOfType<Integer>().Which.Value.Should().Be(1);
    }

    [Theory]
    [InlineData("Observation/im-1", "\"ifMatch\":\"W/\\\"1\\\"\"")]
    [InlineData("Observation/im%2D1", "\"ifMatch\":\"*\"")]
    [InlineData("https://other.example/fhir/Observation/im-1", null)]
    public async Task What_the_request_allows_is_written(string url, string? condition)
    {
        await using var hospital = new TestHospital();
        await hospital.Import("a.json", Bundle("transaction", "PUT", "Observation/im-1", null, 1));

        var report = await hospital.Import("b.json", Bundle("transaction", "PUT", url, condition, 2));

        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Observation>("im-1")!.Value.Should().BeOfType<Integer>().Which.Value.Should().Be(2);
    }

    [Fact]
    public async Task What_was_deleted_at_its_source_came_to_life_by_an_earlier_version_of_its_history()
    {
        await using var hospital = new TestHospital();
        const string Deletion = """{"request":{"method":"DELETE","url":"Observation/im-1"}}""";
        var entry = Entry("PUT", "Observation/im-1", null, 1);

        var report = await hospital.Import(
            "h.json",
            $$"""{"resourceType":"Bundle","type":"history","entry":[{{Deletion}},{{entry}}]}"""
        );

        report.Refused.Should().HaveCount(2);
        hospital.Store.Read<Observation>("im-1").Should().BeNull();
    }

    [Fact]
    public async Task A_history_of_another_server_is_taken_in_though_its_conditions_were_of_then()
    {
        await using var hospital = new TestHospital();

        var report = await hospital.Import(
            "h.json",
            Bundle("history", "PUT", "Observation/im-1/_history/7", "\"ifMatch\":\"W/\\\"6\\\"\"", 3)
        );

        report.Refused.Should().BeEmpty();
        hospital.Store.Read<Observation>("im-1").Should().NotBeNull();
    }

    private static string Bundle(string type, string method, string url, string? condition, int value) =>
        $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{Entry(method, url, condition, value)}}]}""";

    private static string Entry(string method, string url, string? condition, int value)
    {
        var more = condition is null ? "" : "," + condition;
        return $$$"""
            {"resource":{"resourceType":"Observation","id":"im-1","status":"final","code":{"text":"x"},"valueInteger":{{{value}}}},
             "request":{"method":"{{{method}}}","url":"{{{url}}}"{{{more}}}}}
            """;
    }
}
