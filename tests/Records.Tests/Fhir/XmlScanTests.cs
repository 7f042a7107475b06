using System.Text;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>XML that is small, and asks for far more than it is: whatever a reader makes a node of is counted before it is built.</summary>
public sealed class XmlScanTests
{
    [Theory]
    [InlineData("<?a b?>")]
    [InlineData("<!--a-->")]
    [InlineData("<![CDATA[a]]>")]
    [InlineData("<?a?><!---->")]
    public void A_million_remarks_took_seconds_and_six_hundred_megabytes(string remark)
    {
        Of($"<Patient xmlns='http://hl7.org/fhir'>{Many(remark, 1_000_000)}</Patient>")
            .Limit.Should()
            .Be(TextLimit.TooManyRemarks);
        Of(Many("<?a b?>", 1_001) + "<Patient xmlns='http://hl7.org/fhir'/>")
            .Limit.Should()
            .Be(TextLimit.TooManyRemarks);
    }

    [Fact]
    public void Forty_thousand_namespaces_of_one_element_took_seconds()
    {
        var namespaces = string.Concat(Enumerable.Range(0, 40_000).Select(i => $" xmlns:a{i}='b'"));

        Of($"<Patient xmlns='http://hl7.org/fhir'{namespaces}/>").Limit.Should().Be(TextLimit.TooManyAttributes);
        Refused($"<div xmlns='http://www.w3.org/1999/xhtml'><p{namespaces}>a</p></div>")
            .Should()
            .Contain("50 attributes");
    }

    [Theory]
    [InlineData("<?a b?>")]
    [InlineData("<!--a-->")]
    [InlineData("<![CDATA[a]]>")]
    public void The_narrative_in_JSON_was_no_place_that_was_counted(string remark) =>
        Refused($"<div xmlns='http://www.w3.org/1999/xhtml'>{Many(remark, 60_000)}</div>")
            .Should()
            .Contain("comments, processing instructions and CDATA");

    [Fact]
    public void Usual_remarks_and_attributes_are_taken()
    {
        const string Xml =
            "<?xml version=\"1.0\"?><?xml-stylesheet href=\"a.xsl\"?><!-- a -->"
            + "<Patient xmlns=\"http://hl7.org/fhir\"><!-- b --><text><status value=\"generated\"/>"
            + "<div xmlns=\"http://www.w3.org/1999/xhtml\" class=\"a\" id=\"b\" lang=\"en\">a</div></text></Patient>";

        TextScan.Of(Encoding.UTF8.GetBytes(Xml), xml: true, TextScan.MostElementsSent).Should().BeNull();
        FhirText.ParseXml(Xml).TypeName.Should().Be("Patient");
    }

    [Theory]
    [InlineData("<!DOCTYPE a>\n<Patient xmlns=\"http://hl7.org/fhir\"/>", "line 1, column 1")]
    [InlineData("<?xml version=\"1.0\"?>\n\n  <!DOCTYPE a [<!ENTITY b \"c\">]><Patient/>", "line 3, column 3")]
    public void A_document_type_was_said_to_be_no_XML_at_line_0(string xml, string place)
    {
        foreach (
            var read in (Action[])
                [
                    () => FhirText.ParseXml(xml),
                    () =>
                        FhirText.ParseXml(
                            Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(xml)).ToArray()
                        ),
                ]
        )
        {
            var issue = read.Should().Throw<FhirTextException>().Which.Issues[0];
            issue.Place.Should().Be(place);
            issue.Said.Should().Contain("document type").And.Contain("rejected");
        }
    }

    private static string Refused(string div) =>
        (
            (Action)(
                () =>
                    FhirText.ParseJson(
                        "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"" + div + "\"}}"
                    )
            )
        )
            .Should()
            .Throw<FhirTextException>()
            .Which.Message;

    private static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static TextExcess Of(string xml) =>
        TextScan.Of(Encoding.UTF8.GetBytes(xml), xml: true, TextScan.MostElementsSent)!;
}
