using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>What no text may bring in, and what every text keeps.</summary>
public sealed class TextGateTests
{
    private const string Div = """<div xmlns="http://www.w3.org/1999/xhtml">""";

    [Theory]
    [InlineData("""{"resourceType":"Patient","":"x"}""", "Patient.\"\"")]
    [InlineData("""{"resourceType":"Patient","name":[{"use":"official"},{"":"x"}]}""", "Patient.name[1].\"\"")]
    [InlineData("""{"":""}""", "Resource.\"\"")]
    [InlineData("""{"resourceType":"Patient","name":[{"\ud800family":"x"}]}""", "Patient.name[0].…")]
    public void An_empty_member_name_crashed_the_parser(string json, string place) =>
        Refused(() => FhirText.ParseJson(json)).Issues[0].Place.Should().Be(place);

    [Theory]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir" contained="x"/>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir" name="x"/>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><identifier extension="x"/></Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><managingOrganization identifier="a"/></Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><extension url="a" value="b"/></Patient>""")]
    [InlineData("""<Patient xmlns="http://hl7.org/fhir"><name><given value="A" extension="1"/></name></Patient>""")]
    public void An_attribute_named_like_an_element_crashed_the_parser(string xml) =>
        Refused(() => FhirText.ParseXml(xml))
            .Issues[0]
            .Place.Should()
            .MatchRegex(@"^Patient\S* \(line 1, column \d+\)$");

    [Fact]
    public void A_document_of_another_standard_crashed_the_parser() =>
        Refused(() =>
            FhirText.ParseXml("""<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3"/></ClinicalDocument>""")
        )
            .Issues[0]
            .Said.Should()
            .Contain("C-CDA");

    [Theory]
    [InlineData("\\u0000", "U+0000")]
    [InlineData("\\u0001", "U+0001")]
    [InlineData("\\b", "U+0008")]
    [InlineData("\\f", "U+000C")]
    [InlineData("\\u001f", "U+001F")]
    [InlineData("\\uffff", "U+FFFF")]
    [InlineData("\\uFFFE", "U+FFFE")]
    [InlineData("\uFFFF", "U+FFFF")]
    [InlineData("\\ud800", "surrogate")]
    [InlineData("\\udc00", "surrogate")]
    [InlineData("\\ud800\\ud800", "surrogate")]
    [InlineData("\\ud800x\\udc00", "surrogate")]
    public void A_character_that_XML_cannot_hold_was_stored_and_broke_every_XML_search(string written, string named)
    {
        var issue = Refused(() =>
            FhirText.ParseJson($$"""{"resourceType":"Patient","name":[{"family":"a{{written}}b"}]}""")
        ).Issues[0];

        issue.Place.Should().Be("Patient.name[0].family");
        issue.Said.Should().Contain(named);
    }

    [Fact]
    public void Every_other_character_is_kept_in_both_forms()
    {
        const string Name = "王\U00020BB7 a\u202Eb\u200F é e\u0301 \u00A0 \u0085 \uFFFD \t\n <&>\"' \U0001F9EC";
        var patient = new Patient { Name = [new HumanName { Text = Name }] };

        FhirText.ParseJson(FhirText.ToJson(patient)).Should().BeOfType<Patient>().Which.Name[0].Text.Should().Be(Name);
        FhirText.ParseXml(FhirText.ToXml(patient)).Should().BeOfType<Patient>().Which.Name[0].Text.Should().Be(Name);
    }

    [Fact]
    public void What_an_older_store_holds_made_XML_fail()
    {
        var patient = new Patient { Name = [new HumanName { Text = "a\u0000b\uFFFF\uD800" }] };

        FhirText.ToXml(patient).Should().Contain("a\uFFFDb\uFFFD\uFFFD");
    }

    [Theory]
    [InlineData("1E-30")]
    [InlineData("1.2E+2")]
    [InlineData("0.700")]
    [InlineData("-0.0")]
    [InlineData("1.00000000000000000000000001")]
    [InlineData("3.14159265358979323846264338327950288419716939937510")]
    [InlineData("123456789012345678901234567890123456789")]
    [InlineData("-1.000000000000000000E+245")]
    public void A_number_lost_its_form_or_became_zero(string number)
    {
        var json =
            "{\"resourceType\":\"Observation\",\"status\":\"final\",\n \"code\":{\"text\":\"é\\\": \"},\"valueQuantity\":{\"value\":7E-7,\"unit\":\"mg\"},\"component\":[{\"code\":{\"text\":\"a\"},\"valueQuantity\":{\"value\" : "
            + number
            + " }}]}";

        var read = (Observation)FhirText.ParseJson(json);

        FhirText.ToJson(read).Replace(" ", "").Should().EndWith($"\"value\":{number}}}}}]}}").And.Contain(":7E-7,");
        var stored = (Observation)FhirText.FromStore(FhirText.ToJson(read));
        FhirText.ToJson(stored).Should().Be(FhirText.ToJson(read));
        FhirText.ToXml(stored).Should().Contain($"<value value=\"{number}\"");
        FhirText.ToJson((Observation)stored.DeepCopy()).Should().Be(FhirText.ToJson(read));
        var kept = ((Quantity)stored.Component[0].Value!).ValueElement!;
        NumberLiterals
            .Double(kept)
            .Should()
            .Be(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_number_in_XML_keeps_its_form_too()
    {
        var read = FhirText.ParseXml(
            "<Observation xmlns=\"http://hl7.org/fhir\"><status value=\"final\"/><code><text value=\"1E-30\"/></code>\n<valueQuantity>\n <value value=\"1E-30\"/></valueQuantity></Observation>"
        );

        FhirText.ToJson(read).Should().Contain("\"value\": 1E-30").And.Contain("\"text\":\"1E-30\"");
    }

    [Theory]
    [InlineData("1e-9999")]
    [InlineData("1E-400")]
    [InlineData("1e9999")]
    [InlineData("-9e400")]
    public void A_number_that_nothing_can_hold_was_stored_as_zero(string number)
    {
        var issue = Refused(() =>
            FhirText.ParseJson(
                $$$"""{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":{{{number}}}}}"""
            )
        ).Issues[0];
        issue.Place.Should().Be("Observation.valueQuantity.value");
        Refused(() =>
            FhirText.ParseXml(
                $"""<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="a"/></code><valueQuantity><value value="{number}"/></valueQuantity></Observation>"""
            )
        );
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<p onclick=\"x\">a</p>")]
    [InlineData("<p ONCLICK=\"x\">a</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">a</a>")]
    [InlineData("<a href=\" java&#10;script:alert(1)\">a</a>")]
    [InlineData("<a href=\"vbscript:x\">a</a>")]
    [InlineData("<a href=\"data:text/html,x\">a</a>")]
    [InlineData("<img src=\"data:text/html,x\"/>")]
    [InlineData("<img src=\"data:image/svg+xml,x\"/>")]
    [InlineData("<iframe src=\"http://example.org\"/>")]
    [InlineData("<object data=\"x\"/>")]
    [InlineData("<form action=\"x\"/>")]
    [InlineData("<link rel=\"stylesheet\" href=\"x\"/>")]
    [InlineData("<style>p{}</style>")]
    [InlineData("<base href=\"http://example.org\"/>")]
    [InlineData("<meta http-equiv=\"refresh\" content=\"0\"/>")]
    [InlineData("<p style=\"width:expression(alert(1))\">x</p>")]
    [InlineData("<p style=\"background:url(javascript:x)\">x</p>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>")]
    [InlineData("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"/>")]
    [InlineData("<?php x?>")]
    public void A_narrative_that_runs_was_taken_in_XML_but_not_in_JSON(string inside)
    {
        var div = Div + inside + "</div>";
        var patient = new Patient
        {
            Text = new Narrative { Status = Narrative.NarrativeStatus.Generated, Div = div },
        };
        var xml = $"""<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/>{div}</text></Patient>""";

        var json = Refused(() => FhirText.ParseJson(FhirText.ToJson(patient)));
        json.Issues[0].Place.Should().Be("Patient.text.div");
        json.IsMalformed.Should().BeFalse();
        Refused(() => FhirText.ParseXml(xml)).IsMalformed.Should().BeFalse();
    }

    [Fact]
    public void A_narrative_that_only_formats_is_kept()
    {
        var div =
            Div
            + """<h1 class="a">A</h1><p style="color:red"><b>b</b> <a href="https://example.org/x:y">c</a><a href="#d">d</a><img src="data:image/png;base64,AA==" alt="e"/></p><table border="1"><tbody><tr><td colspan="2">f</td></tr></tbody></table></div>""";
        var xml = $"""<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/>{div}</text></Patient>""";

        var read = (Patient)FhirText.ParseXml(xml);

        FhirText.ParseJson(FhirText.ToJson(read)).Should().BeOfType<Patient>();
    }

    [Fact]
    public void XML_in_another_encoding_was_read_as_damaged_UTF_8()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var xml =
            """<?xml version="1.0" encoding="GB18030"?><Patient xmlns="http://hl7.org/fhir"><name><family value="王"/></name></Patient>""";

        var read = (Patient)FhirText.ParseXml(Encoding.GetEncoding("GB18030").GetBytes(xml));

        read.Name[0].Family.Should().Be("王");
        Refused(() =>
            FhirText.ParseXml([
                .. "<Patient xmlns='http://hl7.org/fhir'><id value='"u8,
                0xCD,
                0xF5,
                .. "'/></Patient>"u8,
            ])
        );
    }

    [Theory]
    [InlineData(70)]
    [InlineData(100_000)]
    public void A_text_as_deep_as_a_well_is_refused(int depth)
    {
        Refused(() => FhirText.ParseJson("{\"resourceType\":\"Patient\",\"a\":" + new string('[', depth)));
        Refused(() =>
            FhirText.ParseXml(
                "<Patient xmlns=\"http://hl7.org/fhir\">" + string.Concat(Enumerable.Repeat("<a>", depth))
            )
        );
    }

    [Fact]
    public void A_text_that_was_cut_off_is_not_told_to_be_too_deep() =>
        Refused(() => FhirText.ParseJson("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"x\""))
            .Issues[0]
            .Said.Should()
            .Contain("not complete JSON");

    [Fact]
    public void What_is_as_deep_as_XML_may_be_is_read_back_from_the_store()
    {
        const int Levels = 60;
        var xml =
            "<Patient xmlns=\"http://hl7.org/fhir\">"
            + string.Concat(Enumerable.Repeat("<extension url=\"http://a\">", Levels))
            + "<valueString value=\"x\"/>"
            + string.Concat(Enumerable.Repeat("</extension>", Levels))
            + "</Patient>";

        var json = FhirText.ToJson(FhirText.ParseXml(xml));

        FhirText.ToJson(FhirText.FromStore(json)).Should().Be(json);
    }

    [Fact]
    public void A_value_came_back_in_the_words_of_its_refusal()
    {
        var fault = Refused(() =>
            FhirText.ParseJson("""{"resourceType":"Patient","birthDate":"Zhang San, born 1950-01-02"}""")
        );

        fault.Message.Should().NotContain("Zhang").And.Contain("Patient.birthDate");
        fault.Issues.Should().OnlyContain(issue => !issue.Said.Contains("Zhang"));
    }

    [Fact]
    public void A_text_that_is_wrong_in_a_thousand_places_is_answered_with_fifty() =>
        Refused(() =>
            FhirText.ParseJson(
                "{\"resourceType\":\"Patient\","
                    + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"x{i}\":1"))
                    + "}"
            )
        )
            .Issues.Should()
            .HaveCountLessThanOrEqualTo(50);

    [Theory]
    [InlineData("\"x{0}\":1")]
    [InlineData("\"active\":true")]
    [InlineData("\"name\":[]")]
    public void A_million_wrong_members_took_a_gigabyte(string member)
    {
        var members = string.Join(',', Enumerable.Range(0, 300_000).Select(i => string.Format(null, member, i)));
        var json = Encoding.UTF8.GetBytes("{\"resourceType\":\"Patient\"," + members + "}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(() => FhirText.ParseJson(json));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20 << 20);
    }

    [Theory]
    [InlineData("<x{0}/>")]
    [InlineData("<active value=\"true\"/>")]
    [InlineData("<name/>")]
    public void A_million_wrong_elements_took_a_gigabyte(string element)
    {
        var elements = string.Concat(Enumerable.Range(0, 300_000).Select(i => string.Format(null, element, i)));
        var xml = Encoding.UTF8.GetBytes("<Patient xmlns=\"http://hl7.org/fhir\">" + elements + "</Patient>");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(() => FhirText.ParseXml(xml));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(300 << 20);
    }

    [Fact]
    public void An_array_of_wrong_objects_took_a_gigabyte()
    {
        var objects = string.Join(',', Enumerable.Repeat("{\"x\":1}", 300_000));
        var json = Encoding.UTF8.GetBytes("{\"resourceType\":\"Patient\",\"contact\":[" + objects + "]}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(() => FhirText.ParseJson(json)).Issues.Should().HaveCount(50);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20 << 20);
    }

    [Fact]
    public async Task A_resource_that_cannot_be_read_back_hid_all_others_of_its_patient()
    {
        await using var temporary = new TemporaryStore();
        await temporary.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Patient { Id = "p" }),
                new Write(new Condition { Id = "c", Subject = new ResourceReference("Patient/p") }),
            ],
            TestContext.Current.CancellationToken
        );
        temporary.Damage("Condition", "c");

        var all = temporary.Store.Compartment("p");

        all.Should().HaveCount(2);
        all.OfType<Condition>().Should().ContainSingle().Which.Id.Should().Be("c");
        Damage.IsDamaged(all.OfType<Condition>().Single()).Should().BeTrue();
        Damage.IsDamaged(all.OfType<Patient>().Single()).Should().BeFalse();
    }

    private static FhirTextException Refused(Action parse) => parse.Should().Throw<FhirTextException>().Which;
}
