using Hl7.Fhir.Model;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Drafts;

/// <summary>The name of who signed, in the language of the page.</summary>
public sealed class SignerNameTests
{
    [Theory]
    [InlineData("Dr. Lin 林医生", "林医生", "Dr. Lin")]
    [InlineData("Dr. Lin", "Dr. Lin", "Dr. Lin")]
    [InlineData("林医生", "林医生", "林医生")]
    public void A_Chinese_page_named_the_signer_in_two_languages(string display, string zh, string en) =>
        SignedLabels
            .Signers(new DiagnosticReport { ResultsInterpreter = [new ResourceReference { Display = display }] })
            .Should()
            .Be(new BilingualText(zh, en));
}
