using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Terminology.Tests.Codes;

public sealed class CodeNamesTests
{
    [Fact]
    public void A_known_code_has_a_name_in_both_languages() =>
        CodeNames.Name(CodeSystems.Snomed, "38341003").Should().Be(new BilingualText("高血压", "Hypertension"));

    [Theory]
    [InlineData("I10.x00", "Essential hypertension")]
    [InlineData("E11.900", "Type 2 diabetes mellitus")]
    [InlineData("I25.103", "Atherosclerotic heart disease")]
    public void A_national_extension_of_ICD_10_finds_its_stem(string code, string name) =>
        CodeNames.Name(CodeSystems.Icd10China, code)!.En.Should().Be(name);

    [Fact]
    public void No_name_is_empty_or_the_same_in_both_languages_by_mistake() =>
        CodeNames.Loinc("8480-6").Should().NotBeEquivalentTo(CodeNames.Loinc("8462-4"));
}
