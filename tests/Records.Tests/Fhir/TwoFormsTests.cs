using System.Xml.Linq;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>What JSON takes, keeps and rejects, XML takes, keeps and rejects.</summary>
public sealed class TwoFormsTests
{
    private const string Open = """<div xmlns="http://www.w3.org/1999/xhtml">""";

    [Theory]
    [InlineData("<p>a&nbsp;b</p>", "line 1, column 47")]
    [InlineData("<p>a</p>\n <p>&copy; &hellip;</p>", "line 2, column 5")]
    [InlineData("""<p title="a&nbsp;b">c</p>""", "line 1, column 54")]
    [InlineData("<p>&unheardOf;</p>", "line 1, column 46")]
    public void An_entity_of_HTML_was_stored_and_broke_every_XML_answer(string inside, string place)
    {
        var refused = Refused(() => FhirText.ParseJson(Json(inside)));

        refused.IsMalformed.Should().BeFalse();
        refused.Issues[0].Place.Should().Be("Patient.text.div");
        refused.Issues[0].Said.Should().Contain(place).And.Contain("write the character itself or a numeric reference");
        IssueWordsZh.Of(refused.Issues[0].Said).Should().NotContain("原文");
        var xml = Refused(() => FhirText.ParseXml(Xml(inside)));
        xml.IsMalformed.Should().BeFalse();
        xml.Issues[0].Said.Should().Contain("An entity of HTML is at line ").And.Contain(" of the text, ");
        IssueWordsZh.Of(xml.Issues[0].Said).Should().NotContain("原文");
    }

    [Fact]
    public void Numbers_of_an_older_store_lost_their_form_behind_texts_that_are_refused_now()
    {
        var blank = string.Join(',', Enumerable.Repeat("{\"text\":\"\u3000\"}", 30));
        var stored = $"{{\"resourceType\":\"Observation\",\"note\":[{blank}],\"valueQuantity\":{{\"value\": 1.2E+2}}}}";

        FhirText.ToJson(FhirText.FromStore(stored)).Should().Contain("\"value\": 1.2E+2");
    }

    [Fact]
    public void An_entity_of_HTML_in_an_older_store_made_XML_malformed()
    {
        var patient = new Patient
        {
            Text = Said("""<p title="&eacute;">a&nbsp;b &amp; &lt; &#160; &unheardOf;</p>"""),
            Contained = [new Organization { Id = "o", Text = Said("<p>&hellip;</p>") }],
        };
        var composition = new Composition { Section = [new() { Section = [new() { Text = Said("<p>&copy;</p>") }] }] };
        var bundle = new Bundle { Entry = [new() { Resource = patient }, new() { Resource = composition }] };

        var xml = FhirText.ToXml(bundle);
        using var written = new MemoryStream();
        FhirText.WriteXml(bundle, written, () => { });

        XDocument
            .Parse(xml)
            .Descendants("{http://www.w3.org/1999/xhtml}p")
            .Select(p => p.Value)
            .Should()
            .BeEquivalentTo("a\u00A0b & < \u00A0 &unheardOf;", "…", "©");
        System.Text.Encoding.UTF8.GetString(written.ToArray()).Should().Be(xml);
        patient.Text.Div.Should().Contain("&nbsp;");
    }

    [Theory]
    [InlineData("<p>a<![CDATA[b]]></p>")]
    [InlineData("<![CDATA[<script>x</script>]]>")]
    public void A_CDATA_section_in_a_narrative_was_taken(string inside)
    {
        Refused(() => FhirText.ParseJson(Json(inside))).Issues[0].Said.Should().Contain("CDATA");
        Refused(() => FhirText.ParseXml(Xml(inside))).Issues[0].Said.Should().Contain("CDATA");
    }

    [Theory]
    [InlineData("<b>Allergic:</b> <i>Penicillin</i>")]
    [InlineData("<p><b>1</b>\n<b>2</b> </p>\n  <p> a </p>")]
    [InlineData("<pre>\n  a\n\n  <b>b</b>  <b>c</b>\n</pre>")]
    [InlineData("<p>a &amp; b &lt; c</p> <!-- d --> <br /> ")]
    public void White_space_between_the_words_of_a_narrative_went_lost_in_XML(string inside)
    {
        var sent = FhirText.ParseJson(Json(inside));

        var read = (Patient)FhirText.ParseXml(FhirText.ToXml(sent));

        read.Text.Div.Should().Be(Open + inside + "</div>");
        FhirText.ToJson(read).Should().Be(FhirText.ToJson(sent));
    }

    [Fact]
    public void XML_that_is_laid_out_is_read_as_before()
    {
        var read = FhirText.ParseXml(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a -->
            <Patient xmlns="http://hl7.org/fhir">
              <text>
                <status value="generated"/>
                {Open}<b>a</b> <b>b</b></div>
              </text>
              <contained>
                <Organization>
                  <id value="o"/>
                </Organization>
              </contained>
              <name>
                <!-- b -->
                <given value="A"/>

                <given value="B"/>
              </name>
              <managingOrganization> <reference value="#o"/> </managingOrganization>
            </Patient>

            """
        );

        FhirText
            .ToJson(read)
            .Should()
            .Contain("</b> <b>")
            .And.EndWith(
                """
                "name":[{"given":["A","B"]}],"managingOrganization":{"reference":"#o"}}
                """
            );
    }

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1E29")]
    [InlineData("-1.25e+40")]
    [InlineData("1234567890123456789012345678901234567890")]
    [InlineData("1.7976931348623157E+308")]
    public void A_number_that_JSON_takes_was_refused_in_XML(string number)
    {
        var read = FhirText.ParseXml(Measured(number));

        FhirText.ToJson(read).Should().Contain("\"value\": " + number);
        FhirText.ToXml(read).Should().Contain($"<value value=\"{number}\"");
        FhirText.ToJson(FhirText.ParseJson(FhirText.ToJson(read))).Should().Be(FhirText.ToJson(read));
    }

    [Theory]
    [InlineData("1E309")]
    [InlineData("+1E29")]
    [InlineData("01E29")]
    [InlineData(" 1E29")]
    [InlineData("1E29x")]
    public void A_number_that_JSON_refuses_is_refused_in_XML(string number)
    {
        Refused(() => FhirText.ParseXml(Measured(number)));
        Refused(() =>
            FhirText.ParseJson(
                """{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":"1E29"}}"""
            )
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("<p> </p><br/>")]
    [InlineData("\u3000")]
    public void A_narrative_that_says_nothing_was_taken_in_XML(string inside)
    {
        Refused(() => FhirText.ParseXml(Xml(inside))).Issues[0].Said.Should().Be(NarrativeRules.SaysNothing);
        Refused(() => FhirText.ParseJson(Json(inside))).Issues[0].Said.Should().Be(NarrativeRules.SaysNothing);
        IssueWordsZh.Of(NarrativeRules.SaysNothing).Should().NotContain("原文");
    }

    [Theory]
    [InlineData("<ul>a</ul>")]
    [InlineData("<table><td>a</td></table>")]
    [InlineData("<p><p>a</p></p>")]
    public void A_narrative_against_the_schema_was_taken_in_XML(string inside)
    {
        Refused(() => FhirText.ParseJson(Json(inside)));
        Refused(() => FhirText.ParseXml(Xml(inside))).IsMalformed.Should().BeFalse();
    }

    [Theory]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("\u3000王\u00A0")]
    [InlineData("\n a \t")]
    public void White_space_around_a_text_was_refused_in_XML_and_left_out_of_it(string text)
    {
        var patient = new Patient
        {
            Name = [new HumanName { Text = text, Given = [text, "b"] }],
            Extension = [new Extension("http://a", new Markdown(text))],
        };
        var json = FhirText.ToJson(patient);

        FhirText.ToJson(FhirText.ParseJson(json)).Should().Be(json);
        FhirText.ToJson(FhirText.ParseXml(FhirText.ToXml(patient))).Should().Be(json);
    }

    [Theory]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><gender value=" male"/></Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><name id=" a"><text value=" a"/></name></Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><birthDate value="1950-01-02 "/></Patient>""")]
    public void White_space_around_what_is_no_text_is_refused(string xml) => Refused(() => FhirText.ParseXml(xml));

    [Theory]
    [InlineData(" ")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\u3000\u3000")]
    [InlineData("\u00A0")]
    public void A_text_of_white_space_only_became_an_empty_value(string text)
    {
        var patient = new Patient { Name = [new HumanName { Text = text }] };

        var json = Refused(() => FhirText.ParseJson(FhirText.ToJson(patient)));
        json.Issues[0].Place.Should().Be("Patient.name[0].text");
        IssueWordsZh.Of(json.Issues[0].Said).Should().NotContain("原文");
        Refused(() =>
            FhirText.ParseXml($"""<Patient xmlns="http://hl7.org/fhir"><name><text value="{text}"/></name></Patient>""")
        );
        FhirText.ToXml(patient).Should().NotContain("value=\"\"");
    }

    private static Narrative Said(string inside) =>
        new() { Status = Narrative.NarrativeStatus.Generated, Div = Open + inside + "</div>" };

    private static string Json(string inside) => FhirText.ToJson(new Patient { Text = Said(inside) });

    private static string Xml(string inside) =>
        $"""<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/>{Open}{inside}</div></text></Patient>""";

    private static string Measured(string number) =>
        $"""<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="a"/></code><valueQuantity><value value="{number}"/></valueQuantity></Observation>""";

    private static FhirTextException Refused(Action parse) => parse.Should().Throw<FhirTextException>().Which;
}
