using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Tests.Fhir.Resources;

public sealed class ConceptNamesTests
{
    [Fact]
    public void A_dose_in_words_was_shown_in_English_on_a_Chinese_page_though_its_translation_was_there()
    {
        var dose = new FhirString("5 mg once a day");
        var chinese = new Extension { Url = Labels.Translation };
        chinese.AddExtension("lang", new Code("zh-CN"));
        chinese.AddExtension("content", new FhirString("5 mg 每日1次"));
        dose.Extension.Add(chinese);
        ConceptNames
            .Of(new CodeableConcept { TextElement = dose })
            .Should()
            .Be(new BilingualText("5 mg 每日1次", "5 mg once a day"));
    }

    [Fact]
    public void An_unknown_code_keeps_the_senders_words() =>
        ConceptNames.Of(new CodeableConcept("urn:x", "1", "Some thing")).Zh.Should().Be("Some thing");
}
