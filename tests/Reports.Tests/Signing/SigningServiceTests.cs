using System.Reflection;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;

namespace Xinglin.Reports.Tests.Signing;

public class SigningServiceTests
{
    private const string Pneumonia = "finding-pneumonia";

    [Fact]
    public async Task Signing_makes_the_report_final_with_provenance_pdf_and_label_and_keeps_the_draft()
    {
        await using var ward = await ReadyAsync();
        await ward.AdmitAsync();
        var stored = await AcceptedAsync(ward);
        var edited = await ward.Review.AddSentenceAsync(
            stored.Draft.Id,
            stored.Version,
            "en",
            "impression",
            null,
            "Agreed on review.",
            ward.Lin
        );

        var signed = await ward.SignAsync(edited);

        var report = ward.Store.Read<DiagnosticReport>(stored.Draft.Id)!;
        report.Status.Should().Be(DiagnosticReport.DiagnosticReportStatus.Final);
        report.Language.Should().Be("en");
        Labels.IsAi(report).Should().BeTrue();
        Labels.IsSynthetic(report).Should().BeTrue();
        report.PresentedForm[0].ContentType.Should().Be("application/pdf");
        var pdf = ward.Signing.Pdf(stored.Draft.Id)!;
        pdf.AsSpan(0, 5).SequenceEqual("%PDF-"u8).Should().BeTrue();
        var provenance = ward.Store.Read<Provenance>(stored.Draft.Id + "-signature")!;
        provenance.Target.Select(target => target.Reference).Should().Contain($"DiagnosticReport/{stored.Draft.Id}");
        provenance.Signature.Should().ContainSingle();
        System
            .Text.Encoding.UTF8.GetString(provenance.Signature[0].Data!)
            .Should()
            .Contain(signed.ContentHash)
            .And.Contain(Digest.Of(pdf));
        provenance
            .Agent.Select(agent => agent.Type!.Coding[0].Code)
            .Should()
            .BeEquivalentTo("verifier", "author", "assembler");
        DraftResources.Versions(ward.Store, stored.Draft.Id)[0].Status.Should().Be(DraftStatus.Draft);
        ward.Signing.Difference(stored.Draft.Id, "en")
            .Where(sentence => sentence.Changed)
            .SelectMany(sentence => sentence.Parts)
            .Should()
            .Equal(
                new DifferencePart(DifferenceKind.Added, "Heart and mediastinum normal."),
                new DifferencePart(DifferenceKind.Added, "Agreed on review.")
            );
    }

    [Fact]
    public async Task Signing_without_a_second_authentication_is_refused()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await AcceptedAsync(ward);

        var wrong = await ward.Authenticator.ConfirmAsync("lin", "wrong", stored.Draft.Id);
        (wrong.Answer, wrong.Proof).Should().Be((PasswordAnswer.Wrong, null));
        var other = await ward.Authenticator.ConfirmAsync("zhang", Ward.Password, stored.Draft.Id);
        var elsewhere = await ward.Authenticator.ConfirmAsync("lin", Ward.Password, "another-draft");
        var old = await ward.Authenticator.ConfirmAsync("lin", Ward.Password, stored.Draft.Id);
        await RefusedAsync(ward, stored, other.Proof!, "second-authentication");
        await RefusedAsync(ward, stored, elsewhere.Proof!, "second-authentication");
        ward.Clock.Advance(TimeSpan.FromSeconds(61));
        await RefusedAsync(ward, stored, old.Proof!, "second-authentication");
    }

    [Fact]
    public void Nothing_can_be_signed_in_bulk_and_no_proof_can_be_made_outside()
    {
        typeof(SecondAuthentication).GetConstructors(BindingFlags.Public | BindingFlags.Instance).Should().BeEmpty();
        typeof(SigningService)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.Contains("Sign", StringComparison.Ordinal))
            .Should()
            .ContainSingle()
            .Which.GetParameters()
            .Select(parameter => parameter.ParameterType)
            .Should()
            .Contain([typeof(SigningRequest), typeof(SecondAuthentication)]);
    }

    [Fact]
    public async Task A_draft_with_an_undecided_finding_cannot_be_signed()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        await RefusedAsync(ward, stored, await ProofAsync(ward, stored), "undecided");
    }

    [Fact]
    public async Task A_draft_with_an_unjustified_number_cannot_be_signed()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await AcceptedAsync(ward);
        var sentence = stored
            .Draft.Texts["en"]
            .Sections.SelectMany(section => section.Sentences)
            .First(one => one.Text.Contains("82%"));
        var edited = await ward.Review.EditSentenceAsync(
            stored.Draft.Id,
            stored.Version,
            "en",
            sentence.Id,
            sentence.Text.Replace("82%", "28%"),
            ward.Lin
        );

        await RefusedAsync(ward, edited, await ProofAsync(ward, edited), "unjustified");
    }

    [Fact]
    public async Task Signing_twice_or_a_stale_version_is_refused()
    {
        await using var ward = await ReadyAsync();
        await ward.AdmitAsync();
        var first = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var accepted = await ward.ReadyAsync(first);

        var stale = async () => await ward.Signing.SignAsync(ward.Request(first), (await ProofAsync(ward, first)));
        await stale.Should().ThrowAsync<VersionConflictException>();

        var signed = await ward.SignAsync(accepted);
        await RefusedAsync(ward, signed.Stored, await ProofAsync(ward, accepted), "already-signed");
        var change = () =>
            ward.Review.DecideAsync(first.Draft.Id, signed.Stored.Version, Pneumonia, Decision.Rejected, ward.Lin);
        (await change.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("already-signed");
    }

    private static async Task<Ward> ReadyAsync()
    {
        var ward = new Ward();
        if (!ward.Printer.Available)
        {
            await ward.DisposeAsync();
            Assert.Skip("Chromium is not installed (apt-get install chromium).");
        }
        return ward;
    }

    private static async Task<StoredDraft> AcceptedAsync(Ward ward)
    {
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        return await ward.ReadyAsync(stored);
    }

    private static async Task<SecondAuthentication> ProofAsync(Ward ward, StoredDraft stored) =>
        (await ward.Authenticator.ConfirmAsync("lin", Ward.Password, stored.Draft.Id)).Proof!;

    private static async Task RefusedAsync(Ward ward, StoredDraft stored, SecondAuthentication proof, string code)
    {
        var signing = () => ward.Signing.SignAsync(ward.Request(stored), proof);
        (await signing.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be(code);
    }
}
