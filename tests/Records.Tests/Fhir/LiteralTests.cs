using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>What R4 allows is kept as it was written, and what it does not allow is rejected, in both forms.</summary>
public sealed class LiteralTests
{
    [Theory]
    [InlineData("valueDateTime", "2016-12-31T23:59:60Z")]
    [InlineData("valueDateTime", "2017-01-01T07:59:60.25+08:00")]
    [InlineData("valueInstant", "2016-12-31T23:59:60Z")]
    [InlineData("valueInstant", "2016-12-31T23:59:60.5+08:00")]
    [InlineData("valueTime", "23:59:60")]
    [InlineData("valueUri", "u:q")]
    [InlineData("valueUrl", "u:q")]
    [InlineData("valueCanonical", "u:q")]
    public void A_leap_second_or_a_scheme_of_one_letter_was_refused(string type, string text)
    {
        var json = Json(type, $"\"{text}\"");
        foreach (var read in new[] { FhirText.ParseJson(json), FhirText.ParseXml(Xml(type, text)) })
        {
            FhirText.ToJson(read).Should().Be(FhirText.ToJson(FhirText.ParseJson(json))).And.Contain($"\"{text}\"");
            FhirText.ToXml(read).Should().Contain($"\"{text}\"");
        }
    }

    [Fact]
    public async Task A_leap_second_is_found_and_shown_as_the_moment_after_the_59th()
    {
        await using var server = await FhirServer.StartAsync();
        const string Observation = """
            {"resourceType":"Observation","id":"o1","meta":{"lastUpdated":"2016-12-31T23:59:60Z"},"status":"final","code":{"text":"x"},
            "effectiveInstant":"2016-12-31T23:59:60Z","issued":"2016-12-31T23:59:60.5Z","subject":{"reference":"Patient/p1"}}
            """;
        using var stored = await server.SendAsync("PUT", "/fhir/Observation/o1", Observation);
        ((int)stored.StatusCode).Should().Be(201);

        var read = server.Store.Read<Observation>("o1")!;
        ChartTimes.Of(read)!.Value.At.Should().Be(new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero));
        ChartTimes
            .Of(read.IssuedElement)!
            .Value.At.Should()
            .Be(new DateTimeOffset(2017, 1, 1, 0, 0, 0, 500, TimeSpan.Zero));
        foreach (var date in new[] { "2017-01-01", "2016-12-31T23:59:60Z", "ge2017", "lt2017-01-02" })
        {
            (await (await server.GetAsync($"/fhir/Observation?date={date}")).ResourceAsync<Bundle>())
                .Total.Should()
                .Be(1, date);
        }

        using var xml = await server.GetAsync("/fhir/Observation?date=2017-01-01", "application/fhir+xml");
        (await xml.Content.ReadAsStringAsync()).Should().Contain("2016-12-31T23:59:60.5Z");
        DateSpan.Parse("2016-12-31T23:60:00Z").Should().BeNull();
    }

    [Theory]
    [InlineData("valueDateTime", "2016-12-31T23:59Z", "seconds")]
    [InlineData("valueTime", "23:59", "seconds")]
    [InlineData("valueDateTime", "2016-12-31T23:60:00Z", "literal")]
    [InlineData("valueDateTime", "2016-12-31T24:00:60Z", "literal")]
    [InlineData("valueUri", "a b", "spaces")]
    [InlineData("valueUri", "u:q r", "literal")]
    [InlineData("valueCanonical", "http://a/b|1 2", "spaces")]
    public void A_time_without_seconds_or_an_address_with_a_space_was_taken(string type, string text, string said)
    {
        var issue = Refused(() => FhirText.ParseJson(Json(type, $"\"{text}\"")));
        issue.Place.Should().StartWith("Basic.extension[0].value");
        issue.Said.Should().Contain(said);
        Refused(() => FhirText.ParseXml(Xml(type, text))).Place.Should().StartWith("Basic.extension[0].value");
    }

    [Theory]
    [InlineData("valueDecimal", "007")]
    [InlineData("valueDecimal", "-00.50")]
    [InlineData("valueDecimal", "00")]
    [InlineData("valueInteger", "007")]
    [InlineData("valueInteger", "-0")]
    [InlineData("valuePositiveInt", "01")]
    public void A_number_in_XML_came_back_otherwise_than_it_was_written(string type, string text) =>
        Refused(() => FhirText.ParseXml(Xml(type, text))).Place.Should().StartWith("line 1, column ");

    [Theory]
    [InlineData("valueInteger", "1e2")]
    [InlineData("valueInteger", "-0")]
    [InlineData("valuePositiveInt", "1E0")]
    public void A_whole_number_with_an_exponent_was_taken(string type, string text) =>
        Refused(() => FhirText.ParseJson(Json(type, text))).Said.Should().Contain("whole number");

    [Theory]
    [InlineData("valueDecimal", "0")]
    [InlineData("valueDecimal", "-0")]
    [InlineData("valueDecimal", "0.50")]
    [InlineData("valueDecimal", "-0.50")]
    [InlineData("valueDecimal", "1e2")]
    [InlineData("valueInteger", "-12")]
    public void Numbers_are_kept_as_they_are_written(string type, string text)
    {
        FhirText.ToXml(FhirText.ParseXml(Xml(type, text))).Should().Contain($"\"{text}\"");
        FhirText.ToXml(FhirText.ParseJson(Json(type, text))).Should().Contain($"\"{text}\"");
    }

    [Fact]
    public void A_text_of_zeroes_is_no_number() =>
        (
            (Patient)
                FhirText.ParseXml(
                    "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"007\"/></name></Patient>"
                )
        )
            .Name[0]
            .Family.Should()
            .Be("007");

    [Theory]
    [InlineData("""{"url":"http://a","valueString":"a","extension":[{"url":"b","valueString":"c"}]}""", "extension[0]")]
    [InlineData("""{"url":"http://a"}""", "extension[0]")]
    [InlineData("""{"url":"http://a","extension":[{"url":"b"}]}""", "extension[0].extension[0]")]
    public void An_extension_with_two_contents_or_none_was_taken(string extension, string place)
    {
        var issue = Refused(() =>
            FhirText.ParseJson(
                "{\"resourceType\":\"Basic\",\"extension\":[" + extension + "],\"code\":{\"text\":\"x\"}}"
            )
        );
        issue.Place.Should().StartWith("Basic." + place + " (");
        issue.Said.Should().Contain("ext-1");
    }

    [Fact]
    public void An_extension_whose_value_is_absent_with_a_reason_is_taken() =>
        FhirText
            .ParseJson(
                """{"resourceType":"Basic","extension":[{"url":"http://a","_valueString":{"extension":[{"url":"http://b","valueCode":"unknown"}]}}],"code":{"text":"x"}}"""
            )
            .TypeName.Should()
            .Be("Basic");

    [Theory]
    [InlineData(
        """[{"resourceType":"Device","id":"a"},{"resourceType":"Patient","id":"a"}]""",
        "#a",
        "Basic.contained[1].id"
    )]
    [InlineData("""[{"resourceType":"Device","lotNumber":"a"}]""", "Patient/a", "Basic.contained[0]")]
    [InlineData("""[{"resourceType":"Device","id":"a"}]""", "#nope", "Basic.subject.reference")]
    [InlineData(
        """[{"resourceType":"Device","id":"a","patient":{"reference":"#b"}}]""",
        "#a",
        "Basic.contained[0].patient.reference"
    )]
    public void A_reference_to_nothing_contained_was_taken(string contained, string reference, string place)
    {
        var json =
            "{\"resourceType\":\"Basic\",\"contained\":"
            + contained
            + ",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\""
            + reference
            + "\"}}";

        Refused(() => FhirText.ParseJson(json)).Place.Should().Be(place);
        Refused(() =>
            FhirText.ParseJson(
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"fullUrl\":\"http://a/Basic/1\",\"resource\":"
                    + json
                    + "}]}"
            )
        )
            .Place.Should()
            .Be("Bundle.entry[0].resource" + place["Basic".Length..]);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("#a")]
    public void A_reference_to_what_is_contained_or_to_the_container_is_taken(string reference) =>
        FhirText
            .ParseJson(
                "{\"resourceType\":\"Basic\",\"contained\":[{\"resourceType\":\"Device\",\"id\":\"a\",\"patient\":{\"reference\":\"#b\"}},{\"resourceType\":\"Patient\",\"id\":\"b\"}],\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\""
                    + reference
                    + "\"}}"
            )
            .TypeName.Should()
            .Be("Basic");

    [Fact]
    public void Two_of_one_choice_were_told_at_line_0()
    {
        var issue = Refused(() =>
            FhirText.ParseXml(
                "<Patient xmlns='http://hl7.org/fhir'>\n<deceasedBoolean value='true'/>\n<deceasedDateTime value='2020'/></Patient>"
            )
        );
        issue.Place.Should().Be("Patient.deceasedDateTime (line 3, column 2)");
        issue.Said.Should().Contain("keep one of the two");
    }

    private static TextIssue Refused(Action read) => read.Should().Throw<FhirTextException>().Which.Issues[0];

    private static string Json(string type, string value) =>
        "{\"resourceType\":\"Basic\",\"extension\":[{\"url\":\"http://a\",\""
        + type
        + "\":"
        + value
        + "}],\"code\":{\"text\":\"x\"}}";

    private static string Xml(string type, string value) =>
        $"<Basic xmlns=\"http://hl7.org/fhir\"><extension url=\"http://a\"><{type} value=\"{value}\"/></extension><code><text value=\"x\"/></code></Basic>";
}
