using Hl7.Fhir.Model;
using Xinglin.Records.Terminology;

namespace Xinglin.Records.Tests.Terminology;

public sealed class CodesTests
{
    [Fact]
    public void A_known_code_has_a_name_in_both_languages() =>
        Codes.Name(CodeSystems.Snomed, "38341003").Should().Be(new BilingualText("高血压", "Hypertension"));

    [Theory]
    [InlineData("I10.x00", "Essential hypertension")]
    [InlineData("E11.900", "Type 2 diabetes mellitus")]
    [InlineData("I25.103", "Atherosclerotic heart disease")]
    public void A_national_extension_of_ICD_10_finds_its_stem(string code, string name) =>
        Codes.Name(CodeSystems.Icd10China, code)!.En.Should().Be(name);

    [Fact]
    public void A_dose_in_words_was_shown_in_English_on_a_Chinese_page_though_its_translation_was_there()
    {
        var dose = new FhirString("5 mg once a day");
        var chinese = new Extension { Url = Labels.Translation };
        chinese.AddExtension("lang", new Code("zh-CN"));
        chinese.AddExtension("content", new FhirString("5 mg 每日1次"));
        dose.Extension.Add(chinese);
        Codes
            .Name(new CodeableConcept { TextElement = dose })
            .Should()
            .Be(new BilingualText("5 mg 每日1次", "5 mg once a day"));
    }

    [Fact]
    public void An_unknown_code_keeps_the_senders_words() =>
        Codes.Name(new CodeableConcept("urn:x", "1", "Some thing")).Zh.Should().Be("Some thing");

    [Fact]
    public void No_name_is_empty_or_the_same_in_both_languages_by_mistake() =>
        Codes.Loinc("8480-6").Should().NotBeEquivalentTo(Codes.Loinc("8462-4"));
}
