using Xinglin.Records.Charts;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Tests.Pades;

namespace Xinglin.Reports.Tests.Printing;

public class SignersOnPaperTests
{
    [Theory]
    [InlineData("en", "Drafted by AI, reviewed and signed by Dr Wu Min, Dr Lin Wen")]
    [InlineData("zh-CN", "AI 起草，由吴敏、林文审核并签署")]
    public async Task The_PDF_of_two_signers_named_only_the_last_in_its_AI_line(string language, string label)
    {
        await using var ward = new Ward();
        var patient = await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var header = PatientHeaders.Of(Chart.Load(ward.Store, patient.Id!), ward.Clock.GetUtcNow());
        var at = ward.Clock.GetUtcNow();
        var first = new PrintedSignature(ward.Author, SignatureMeaning.Author, at, new string('a', 64));
        var last = new PrintedSignature(ward.Signer, SignatureMeaning.Reviewer, at, new string('b', 64));

        PrintedDocument
            .Html(stored.Draft, language, header, last with { Before = [first] })
            .Should()
            .Contain($"</b> {label}</div>");
    }

    [Fact]
    public async Task Report_and_signed_page_name_both_signers()
    {
        await using var ward = await Signed.WardAsync();
        var signed = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;

        signed.Report.Text!.Div.Should().Contain("reviewed and signed by Dr Wu Min, Dr Lin Wen");
        SignedLabels.Signers(signed.Report).Zh.Should().Be("吴敏、林文");
        ward.Verifier.All().Should().OnlyContain(one => one.State == SignatureState.Valid);
    }
}
