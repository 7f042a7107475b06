using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;

namespace Xinglin.Reports.Tests.Drafts;

public sealed class DraftTextTests
{
    [Fact]
    public async Task A_text_that_another_program_wrote_stood_as_the_text_of_a_draft_of_ours()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var forged = new Binary
        {
            Id = "forged",
            ContentType = "application/json",
            Data = DraftJson.Write(stored.Draft),
        };
        await ward.Store.CommitAsync(Origin.Program("elsewhere"), [new Write(forged)]);
        var report = (DiagnosticReport)stored.Report.DeepCopy();
        report.PresentedForm.Single(form => form.ContentType == DraftJson.MediaType).Url = "Binary/forged";
        await ward.Store.CommitAsync(Origin.Product, [new Write(report)]);

        DraftResources.Load(ward.Store, stored.Draft.Id).Should().BeNull();
        DraftResources.IsDamaged(ward.Store, ward.Store.Read<DiagnosticReport>(report.Id!)!).Should().BeTrue();
    }
}
