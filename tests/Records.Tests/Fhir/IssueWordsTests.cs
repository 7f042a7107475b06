using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>No message about a text repeats what the text says: it may be a patient's name.</summary>
public sealed class IssueWordsTests
{
    private const string Canary = "Zhang' is 张三'丰 Ö'Brien";

    [Theory]
    [InlineData("""{"resourceType":"Patient","gender":"#"}""")]
    [InlineData("""{"resourceType":"Patient","birthDate":"#"}""")]
    [InlineData("""{"resourceType":"Patient","#":1}""")]
    [InlineData("""{"resourceType":"#"}""")]
    [InlineData("""{"resourceType":"Patient","active":"#"}""")]
    [InlineData("""{"resourceType":"Patient","name":"#"}""")]
    [InlineData("""{"resourceType":"Patient","name":["#"]}""")]
    [InlineData("""{"resourceType":"Patient","id":"#"}""")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"<div>#<script/></div>"}}""")]
    [InlineData(
        """{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'><script>#</script></div>"}}"""
    )]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"# <"}}""")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"a"},"value#":1}""")]
    [InlineData(
        """{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":"#"}}"""
    )]
    [InlineData("""{"resourceType":"Binary","contentType":"a/b","data":"#!"}""")]
    [InlineData(
        """{"resourceType":"Patient","extension":[{"url":"urn:oid:#","valueOid":"#"},{"url":"x y #","valueUuid":"#"}]}"""
    )]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"#"}]}""")]
    [InlineData("""{"resourceType":"Patient","_#":"#"}""")]
    [InlineData("""{"resourceType":"Patient","#":1,"#":2}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["a",null],"_given":["#"]}]}""")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":"#"}""")]
    [InlineData("""{"resourceType":"Patient","link":[{"type":"#","other":{"reference":"#"}}]}""")]
    [InlineData("""<# xmlns="http://hl7.org/fhir"/>""")]
    [InlineData("""<Patient xmlns="#"/>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir">#</Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><gender value="#"/></Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir" 张三="#"/>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><张三/></Patient>""")]
    public void No_message_about_a_text_repeats_what_it_says(string shape)
    {
        foreach (var canary in new[] { Canary, "张三", new string('张', 2_000_000) })
        {
            var text = shape.Replace("#", canary);
            var reading = () => text[0] == '<' ? FhirText.ParseXml(text) : FhirText.ParseJson(text);
            var fault = reading.Should().Throw<FhirTextException>(shape).Which;
            foreach (var issue in fault.Issues)
            {
                (issue.Place + issue.Said).Should().NotContainAny("Zhang", "张", "丰", "Brien");
                (issue.Place.Length + issue.Said.Length).Should().BeLessThan(600);
            }
            fault.Message.Should().NotContainAny("Zhang", "张", "丰", "Brien");
        }
    }

    [Fact]
    public void What_is_wrong_is_still_said()
    {
        Said("""{"resourceType":"Patient","gender":"x"}""")
            .Should()
            .Be(
                "The value is not a correct code for valueset 'AdministrativeGender'; allowed: male, female, other, unknown."
            );
        Said("""{"resourceType":"Patient","birthDate":"x"}""")
            .Should()
            .Be("The value is not a correct literal for a date; write YYYY-MM-DD, YYYY-MM or YYYY.");
        Said("""{"resourceType":"Patient","gender":"女"}""").Should().Contain("; sent: 女; allowed: male, female,");
        IssueWordsZh
            .Of(Said("""{"resourceType":"Patient","gender":"女"}"""))
            .Should()
            .Contain("（女）")
            .And.Contain("可用：male, ");
        var dated = Said("""{"resourceType":"Patient","birthDate":"1951/02/03"}""");
        dated.Should().Contain("; sent: ####/##/##; write YYYY-MM-DD").And.NotContain("1951");
        IssueWordsZh.Of(dated).Should().Contain("形如 ####/##/##").And.Contain("应为 YYYY-MM-DD");
        Said("""{"resourceType":"Patient","colour":"x"}""").Should().Be("Found unknown element 'colour'.");
        Said("""{"resourceType":"Observation","code":{"text":"a"}}""").Should().Contain("'Observation.status'");
    }

    [Fact]
    public void A_text_with_a_fault_in_every_byte_is_answered_with_fifty_of_them()
    {
        var text = """{"resourceType":"Patient","name":[""" + string.Join(',', Enumerable.Repeat("{}", 5000)) + "]}";
        var reading = () => FhirText.ParseJson(text);
        reading.Should().Throw<FhirTextException>().Which.Issues.Should().HaveCount(50);
    }

    private static string Said(string json)
    {
        var reading = () => FhirText.ParseJson(json);
        return reading.Should().Throw<FhirTextException>().Which.Issues[0].Said;
    }
}
