using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Copies;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Tests.Pades;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.FollowUps;

public class FollowUpTests
{
    private static readonly DiagnosticReport.DiagnosticReportStatus Final = DiagnosticReport
        .DiagnosticReportStatus
        .Final;

    [Fact]
    public async Task An_addendum_has_its_own_signature_and_pdf_and_the_original_stays_byte_for_byte()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var before = Parts(ward, original.Draft.Id);

        var begun = await BeginAsync(ward, original, FollowUpKind.Addendum, "Seen again with the lateral view.");
        DraftResources.Load(ward.Store, original.Draft.Id)!.Report.Status.Should().Be(Final, "nothing is signed yet");
        var added = await ward.SignAsync(begun);

        Parts(ward, original.Draft.Id).Should().Be(before);
        var now = DraftResources.Load(ward.Store, original.Draft.Id)!;
        now.Report.Status.Should().Be(DiagnosticReport.DiagnosticReportStatus.Appended);
        now.Status.Should().Be(DraftStatus.Signed);
        var noted = FollowedBy.Of(now.Report).Should().ContainSingle().Which;
        (noted.Id, noted.Kind, noted.By).Should().Be((added.Stored.Draft.Id, FollowUpKind.Addendum, "Dr Lin Wen 林文"));
        added
            .Stored.Report.GetExtensionValue<ResourceReference>(
                "http://hl7.org/fhir/StructureDefinition/diagnosticReport-addendumOf"
            )!
            .Reference.Should()
            .Be($"DiagnosticReport/{original.Draft.Id}");
        Labels.IsAi(added.Stored.Report).Should().BeFalse("a person wrote it");
        added.Stored.Report.Text!.Div.Should().Contain("Seen again").And.NotContain("Drafted by AI");
        ward.Signing.Pdf(added.Stored.Draft.Id).Should().NotBeNull().And.NotEqual(ward.Signing.Pdf(original.Draft.Id));
        ward.Verifier.All().Select(one => one.State).Should().Equal(SignatureState.Valid, SignatureState.Valid);
    }

    [Fact]
    public async Task An_amendment_is_a_new_version_and_the_old_one_stays_legible_as_superseded()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var before = Parts(ward, original.Draft.Id);
        var begun = await BeginAsync(ward, original, FollowUpKind.Correction, "The wrong side was named.");
        var edited = await ward.Review.AddSentenceAsync(
            begun.Draft.Id,
            begun.Version,
            "en",
            "impression",
            null,
            "It is the left side.",
            ward.Lin
        );

        var corrected = (await ward.SignAsync(edited)).Stored;

        corrected.Report.Status.Should().Be(DiagnosticReport.DiagnosticReportStatus.Corrected);
        corrected.Report.Text!.Div.Should().Contain("The wrong side was named.").And.Contain("It is the left side.");
        Labels.IsAi(corrected.Report).Should().BeTrue();
        var old = DraftResources.Load(ward.Store, original.Draft.Id)!;
        old.Status.Should().Be(DraftStatus.Signed);
        old.Report.ModifierExtension.Should().ContainSingle();
        FollowedBy.Successor(old.Report)!.Reason.Should().Be("The wrong side was named.");
        DraftExport.LabelOf(old, "en")!.En.Should().StartWith("Superseded by a new version: The wrong side");
        Parts(ward, original.Draft.Id).Should().Be(before);
        ward.Verifier.All().Should().OnlyContain(one => one.State == SignatureState.Valid).And.HaveCount(2);
        var again = () => BeginAsync(ward, old, FollowUpKind.Addendum, "too late");
        (await again.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("superseded");
        await BeginAsync(ward, corrected, FollowUpKind.Addendum, "to the new version");
    }

    [Fact]
    public async Task A_withdrawn_document_is_entered_in_error_everywhere_with_reason_signer_and_time()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var begun = await BeginAsync(ward, original, FollowUpKind.Withdrawal, "Film of another patient.");

        await ward.SignAsync(begun);

        var now = DraftResources.Load(ward.Store, original.Draft.Id)!;
        now.Report.Status.Should().Be(DiagnosticReport.DiagnosticReportStatus.EnteredInError);
        FollowedBy.Withdrawal(now.Report)!.Reason.Should().Be("Film of another patient.");
        DraftExport.LabelOf(now, "zh-CN")!.Zh.Should().Contain("已撤回").And.Contain("林文");
        ward.Signing.Pdf(original.Draft.Id).Should().NotBeNull("the text stays legible on demand");
        ward.Verifier.All().Should().OnlyContain(one => one.State == SignatureState.Valid);
        using var zip = new MemoryStream();
        var copies = await new CopySet(ward.Store, null, ward.Verifier, ward.Clock).WriteAsync("p1", zip);
        copies
            .Single(file => file.Path == $"documents/{original.Draft.Id}.pdf")
            .Note.En.Should()
            .StartWith("Withdrawn: Film of another patient.");
        var again = () => BeginAsync(ward, now, FollowUpKind.Addendum, "too late");
        (await again.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("withdrawn");
    }

    [Theory]
    [InlineData(FollowUpKind.Withdrawal)]
    [InlineData(FollowUpKind.Addendum)]
    public async Task A_withdrawal_taken_off_the_report_in_the_database_is_found(FollowUpKind kind)
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        await ward.SignAsync(await BeginAsync(ward, original, kind, "Film of another patient."));
        var signed = (DiagnosticReport)original.Report.DeepCopy();

        await ward.Store.CommitAsync(Origin.Person("thief"), [new Write(signed)]);

        var found = ward.Verifier.Of(original.Draft.Id)!;
        found.State.Should().Be(SignatureState.Damaged);
        found.Differs.Should().Equal(SignedPart.Report);
        DraftResources.Load(ward.Store, original.Draft.Id).Should().BeNull();
    }

    [Fact]
    public async Task A_withdrawal_that_nobody_signed_is_none()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var forged = (DiagnosticReport)original.Report.DeepCopy();
        forged.Status = DiagnosticReport.DiagnosticReportStatus.EnteredInError;

        await ward.Store.CommitAsync(Origin.Product, [new Write(forged)]);

        ward.Verifier.Of(original.Draft.Id)!.Differs.Should().Equal(SignedPart.Report);
    }

    [Fact]
    public async Task A_co_signature_of_a_final_document_stands_beside_it_and_passes_the_signing_rules()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var before = Parts(ward, original.Draft.Id);
        var chief = new SignerIdentity("zhao", new BilingualText("赵强", "Dr Zhao Qiang"), "ZQ")
        {
            Roles = ["clinician"],
            Rank = Rank.Chief,
        };

        async Task<SignedDocument> CoSignAsync(SignerIdentity who, SignatureMeaning meaning = SignatureMeaning.CoSigner)
        {
            var now = DraftResources.Load(ward.Store, original.Draft.Id)!;
            var proof = (await ward.Authenticator.ConfirmAsync(who.UserId, Ward.Password, now.Draft.Id)).Proof!;
            return await ward.Signing.SignAsync(new(now.Draft.Id, now.Version, "en", who, meaning), proof);
        }

        await RefusedAsync(() => CoSignAsync(ward.Signer), "same-person");
        await RefusedAsync(() => CoSignAsync(chief with { Roles = ["nurse"] }), "role");
        await RefusedAsync(() => CoSignAsync(chief with { Rank = Rank.Intern }), "lower-rank");
        await RefusedAsync(() => CoSignAsync(chief, SignatureMeaning.Approver), "already-signed");
        var cosigned = await CoSignAsync(chief);
        await RefusedAsync(() => CoSignAsync(chief), "same-person");

        Parts(ward, original.Draft.Id).Should().Be(before);
        var now = DraftResources.Load(ward.Store, original.Draft.Id)!;
        now.Report.Status.Should().Be(Final);
        FollowedBy.Of(now.Report).Should().ContainSingle().Which.By.Should().Be("Dr Zhao Qiang 赵强");
        cosigned.PdfId.Should().NotBeNull();
        cosigned.Stored.Report.Text!.Div.Should().Contain(Followed.HashOf(ward.Store, original.Draft.Id)[..16]);
        ward.Verifier.All().Should().OnlyContain(one => one.State == SignatureState.Valid).And.HaveCount(2);
    }

    [Fact]
    public async Task What_follows_a_document_of_two_persons_needs_two_and_none_of_a_sealed_chart()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var begun = await BeginAsync(ward, original, FollowUpKind.Addendum, "One word more.");
        var proof = (await ward.Authenticator.ConfirmAsync("lin", Ward.Password, begun.Draft.Id)).Proof!;
        await RefusedAsync(
            () => ward.Signing.SignAsync(ward.Request(begun) with { Meaning = SignatureMeaning.Reviewer }, proof),
            "author-first"
        );
        await new ChartSeals(ward.Store, ward.Clock).SealAsync("p1", "dispute", "root");
        var sealedChart = () => BeginAsync(ward, original, FollowUpKind.Withdrawal, "wrong");
        (await sealedChart.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("sealed");
    }

    [Fact]
    public async Task What_was_begun_can_be_given_up_and_only_one_of_a_kind_waits()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;
        var service = Service(ward);
        var begun = await BeginAsync(ward, original, FollowUpKind.Withdrawal, "wrong");
        var twice = () => BeginAsync(ward, original, FollowUpKind.Withdrawal, "again");
        (await twice.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("begun");
        var empty = () => BeginAsync(ward, original, FollowUpKind.Addendum, "  ");
        (await empty.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("reason");

        await service.GiveUpAsync(begun.Draft.Id, begun.Version, ward.Lin);

        service.Of(original.Draft.Id).Should().BeEmpty();
        (await BeginAsync(ward, original, FollowUpKind.Withdrawal, "again")).Draft.Id.Should().Be(begun.Draft.Id);
        var signed = () => service.GiveUpAsync(original.Draft.Id, original.Version, ward.Lin);
        (await signed.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("signed");
    }

    [Fact]
    public async Task A_number_typed_into_an_addendum_is_the_persons_and_needs_no_reason()
    {
        await using var ward = await Signed.WardAsync();
        var original = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored;

        var begun = await BeginAsync(ward, original, FollowUpKind.Addendum, "The shadow measures 14 mm.");

        foreach (var language in new[] { "en", "zh-CN" })
            ward.Review.State(begun.Draft.Id, language).Objections.Should().BeEmpty(language);
        var sentences = begun.Draft.Texts["zh-CN"].Sections[0].Sentences;
        sentences.Should().OnlyContain(sentence => sentence.Author == null);
        sentences[1].Text.Should().Be("补充的内容见英文文本。");
        begun.Draft.Texts["en"].Sections[0].Sentences[1].Author.Should().Be("LW");
    }

    internal static FollowUpService Service(Ward ward) =>
        new(
            ward.Store,
            new CitedChanges(ward.Store),
            ward.Clock,
            new FollowUpRules(ward.Store, SigningRules.Shipped, (_, _) => false)
        );

    private static Task<StoredDraft> BeginAsync(Ward ward, StoredDraft original, FollowUpKind kind, string words) =>
        Service(ward)
            .BeginAsync(
                original.Draft.Id,
                DraftResources.Load(ward.Store, original.Draft.Id)!.Version,
                kind,
                words,
                "en",
                ward.Lin
            );

    private static async Task RefusedAsync(Func<Task<SignedDocument>> sign, string code) =>
        (await sign.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be(code);

    /// <summary>Everything that was signed of a document: text, PDF, signature and words.</summary>
    private static string Parts(Ward ward, string id)
    {
        var report = ward.Store.Read<DiagnosticReport>(id)!;
        var text = report.PresentedForm.Single(form => form.ContentType == DraftJson.MediaType).Url!.Split('/')[1];
        byte[][] bytes =
        [
            ward.Store.Read<Binary>(text)!.Data!,
            ward.Store.Read<Binary>(id + "-pdf")!.Data!,
            ward.Store.Read<Provenance>(id + "-signature")!.Signature[0].Data!,
        ];
        return string.Join(
            ' ',
            bytes
                .Select(part => Digest.Of(part))
                .Append(report.Conclusion)
                .Append(report.Text!.Div)
                .Append(string.Join(',', report.ResultsInterpreter.Select(signer => signer.Display)))
                .Append(
                    string.Join(
                        ',',
                        new[] { text, id + "-pdf" }.Select(one => ward.Store.Read<Binary>(one)!.Meta!.VersionId)
                    )
                )
        );
    }
}
