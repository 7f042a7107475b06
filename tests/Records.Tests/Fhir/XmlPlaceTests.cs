using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>A fault in XML names its element, as the same fault in JSON does.</summary>
public sealed class XmlPlaceTests
{
    [Theory]
    [InlineData("""<name><family value="  "/></name>""", "Patient.name[0].family")]
    [InlineData("""<name><given value="A"/><given value=" "/></name>""", "Patient.name[0].given[1]")]
    [InlineData("""<name family="Li"/>""", "Patient.name[0]")]
    [InlineData("""<contained><Observation><code text="x"/></Observation></contained>""", "Patient.contained[0].code")]
    [InlineData(
        """<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p><script>x</script></p></div></text>""",
        "Patient.text.div"
    )]
    [InlineData("""<deceasedBoolean value="true"/><deceasedDateTime value="2024"/>""", "Patient.deceasedDateTime")]
    public void A_fault_of_XML_was_told_by_line_and_column_alone(string inside, string path)
    {
        var fault = Refused($"""<Patient xmlns="http://hl7.org/fhir">{inside}</Patient>""");

        fault.Issues[0].Place.Should().StartWith(path + " (line 1, column ");
        fault.IsMalformed.Should().BeFalse();
        IssueWordsZh.Of(fault.Issues[0].Said).Should().NotContain("原文");
        PlaceWords.Zh(fault.Issues[0].Place).Should().Contain("（第 1 行");
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2024"}""")]
    [InlineData("""{"resourceType":"Patient","gender":" male"}""")]
    [InlineData("""{"resourceType":"Patient","active":{"value":true}}""")]
    [InlineData("""{"resourceType":"Patient","name":{"family":"Li"}}""")]
    [InlineData("""{"resourceType":"Patient","name":[]}""")]
    [InlineData("{}")]
    public void What_is_JSON_but_no_FHIR_was_answered_as_if_it_were_no_JSON(string json)
    {
        var fault = ((Action)(() => FhirText.ParseJson(json))).Should().Throw<FhirTextException>().Which;

        fault.IsMalformed.Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","active":"yes"}""", "write true or false", "true 或 false")]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":"1.5"}""", "", "")]
    [InlineData(
        """{"resourceType":"Observation","id":"a b","status":"final","code":{"text":"x"}}""",
        "at most 64",
        "至多 64 个"
    )]
    [InlineData("""{"resourceType":"Encounter","status":"unheard","class":{"code":"AMB"}}""", "allowed: ", "可用：")]
    [InlineData(
        """{"resourceType":"List","status":"current","mode":"working","entry":[{"item":{"type":"Nothing","reference":"Patient/1"},"date":"1.2.3"}]}""",
        "write YYYY-MM-DD",
        "应为 YYYY-MM-DD"
    )]
    public void A_wrong_value_was_told_without_what_is_right(string json, string english, string chinese)
    {
        var fault = ((Action)(() => FhirText.ParseJson(json))).Should().Throw<FhirTextException>().Which;

        fault.Issues.Should().Contain(issue => issue.Said.Contains(english, StringComparison.Ordinal));
        fault
            .Issues.Select(issue => IssueWordsZh.Of(issue.Said))
            .Should()
            .Contain(said => said.Contains(chinese, StringComparison.Ordinal))
            .And.NotContain(said => said.Contains("原文", StringComparison.Ordinal));
    }

    private static FhirTextException Refused(string xml) =>
        ((Action)(() => FhirText.ParseXml(xml))).Should().Throw<FhirTextException>().Which;
}
