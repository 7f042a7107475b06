using Hl7.Fhir.Model;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Signing;

public sealed class SigningRulesTests
{
    private static readonly SigningRules Rules = SigningRules.Shipped;

    [Theory]
    // Who signs first, as what, of which rank; what becomes of it.
    [InlineData(DocumentKind.Imaging, "clinician", null, SignatureMeaning.Author, "preliminary")]
    [InlineData(DocumentKind.Imaging, "clinician", Rank.Intern, SignatureMeaning.Author, "preliminary")]
    [InlineData(DocumentKind.Imaging, "clinician", Rank.Chief, SignatureMeaning.Reviewer, "author-first")]
    [InlineData(DocumentKind.Imaging, "informatics", null, SignatureMeaning.Author, "role")]
    [InlineData(DocumentKind.Imaging, "nurse", null, SignatureMeaning.Author, "role")]
    [InlineData(DocumentKind.Imaging, "surgeon", null, SignatureMeaning.Author, "role")]
    [InlineData(DocumentKind.Diagnosis, "clinician", null, SignatureMeaning.Author, "final")]
    [InlineData(DocumentKind.Diagnosis, "clinician", null, SignatureMeaning.Reviewer, "author-first")]
    [InlineData(DocumentKind.Diagnosis, "clinician", Rank.Attending, SignatureMeaning.CoSigner, "author-first")]
    [InlineData(DocumentKind.Diagnosis, "clinician", Rank.Resident, SignatureMeaning.Author, "preliminary")]
    [InlineData(DocumentKind.Diagnosis, "clinician", Rank.Resident, SignatureMeaning.Reviewer, "author-first")]
    [InlineData(DocumentKind.Diagnosis, "clinician", Rank.Intern, SignatureMeaning.Approver, "author-first")]
    [InlineData(DocumentKind.Forecast, "clinician", Rank.Chief, SignatureMeaning.Approver, "author-first")]
    [InlineData(DocumentKind.Diagnosis, "pharmacist", null, SignatureMeaning.Reviewer, "role")]
    [InlineData(DocumentKind.Forecast, "nurse", null, SignatureMeaning.Author, "preliminary")]
    [InlineData(DocumentKind.Forecast, "nurse", null, SignatureMeaning.Reviewer, "role")]
    [InlineData(DocumentKind.Forecast, "auditor", null, SignatureMeaning.Author, "role")]
    public void The_first_signature_is_ruled_by_role_document_meaning_and_rank(
        DocumentKind kind,
        string role,
        Rank? rank,
        SignatureMeaning meaning,
        string outcome
    ) => Ask(kind, Signer("a", role, rank), meaning, []).Should().Be(outcome);

    [Theory]
    [InlineData("b", "clinician", Rank.Attending, SignatureMeaning.Reviewer, "final")]
    [InlineData("b", "clinician", null, SignatureMeaning.CoSigner, "final")]
    [InlineData("b", "clinician", Rank.Chief, SignatureMeaning.Approver, "final")]
    [InlineData("a", "clinician", Rank.Chief, SignatureMeaning.Reviewer, "same-person")]
    [InlineData("b", "clinician", Rank.Chief, SignatureMeaning.Author, "has-author")]
    [InlineData("b", "clinician", Rank.Resident, SignatureMeaning.Reviewer, "never-final")]
    [InlineData("b", "clinician", Rank.Intern, SignatureMeaning.Reviewer, "lower-rank")]
    [InlineData("b", "nurse", null, SignatureMeaning.Reviewer, "role")]
    [InlineData("b", "informatics", null, SignatureMeaning.Reviewer, "role")]
    public void The_second_signature_on_a_film_is_another_persons_of_no_lower_rank(
        string user,
        string role,
        Rank? rank,
        SignatureMeaning meaning,
        string outcome
    ) =>
        Ask(DocumentKind.Imaging, Signer(user, role, rank), meaning, [First(Signer("a", "clinician", Rank.Resident))])
            .Should()
            .Be(outcome);

    [Fact]
    public void What_a_chief_wrote_is_reviewed_by_no_attending_and_the_other_language_is_not_signed_along()
    {
        var chief = First(Signer("a", "clinician", Rank.Chief));
        Ask(DocumentKind.Imaging, Signer("b", "clinician", Rank.Attending), SignatureMeaning.Reviewer, [chief])
            .Should()
            .Be("lower-rank");
        Ask(DocumentKind.Imaging, Signer("b", "clinician", Rank.Chief), SignatureMeaning.Reviewer, [chief])
            .Should()
            .Be("final");
        Ask(
                DocumentKind.Imaging,
                Signer("b", "clinician", Rank.Chief),
                SignatureMeaning.Reviewer,
                [chief with { Language = "zh-CN" }]
            )
            .Should()
            .Be("other-language");
    }

    [Fact]
    public async Task A_film_signed_by_its_author_alone_was_final()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await AcceptedAsync(ward);

        var first = await SignAsync(ward, stored, ward.Author, SignatureMeaning.Author);

        first.PdfId.Should().BeNull();
        var report = ward.Store.Read<DiagnosticReport>(stored.Draft.Id)!;
        report.Status.Should().Be(DiagnosticReport.DiagnosticReportStatus.Preliminary);
        ward.Signing.Pdf(stored.Draft.Id).Should().BeNull();
        var standing = PreliminarySignatures.Of(first.Stored).Should().ContainSingle().Subject;
        (standing.Signer.UserId, standing.Meaning, standing.Language)
            .Should()
            .Be((ward.Author.UserId, SignatureMeaning.Author, "en"));
        var provenance = ward.Store.Read<Provenance>($"{stored.Draft.Id}-signed-{stored.Version}")!;
        provenance.Signature.Single().Type.Single().Code.Should().Be("1.2.840.10065.1.12.1.1");
        provenance
            .Agent.Single()
            .Role.SelectMany(role => role.Coding)
            .Select(coding => coding.Code)
            .Should()
            .BeEquivalentTo("clinician", "resident");
        (await RefusalAsync(ward, first.Stored, ward.Author, SignatureMeaning.Reviewer)).Should().Be("same-person");

        var last = await SignAsync(ward, first.Stored, ward.Signer, SignatureMeaning.Reviewer);

        last.Stored.Status.Should().Be(DraftStatus.Signed);
        last.Stored.Report.ResultsInterpreter.Select(signer => signer.Identifier!.Value)
            .Should()
            .Equal(ward.Author.UserId, ward.Signer.UserId);
        ward.Store.Read<Provenance>(stored.Draft.Id + "-signature")!
            .Signature.Single()
            .Type.Single()
            .Code.Should()
            .Be("1.2.840.10065.1.12.1.13");
    }

    [Theory]
    [InlineData(SignatureMeaning.CoSigner)]
    [InlineData(SignatureMeaning.Reviewer)]
    [InlineData(SignatureMeaning.Approver)]
    public async Task A_draft_became_final_by_one_signature_and_nobody_was_its_author(SignatureMeaning meaning)
    {
        await using var ward = await Pades.Signed.WardAsync();
        var stored = await ward.DraftAsync(new RandomPredictions(4).Forecast());

        (await RefusalAsync(ward, stored, ward.Signer, meaning)).Should().Be("author-first");

        var now = DraftResources.Load(ward.Store, stored.Draft.Id)!;
        (now.Status, now.Version).Should().Be((DraftStatus.Draft, stored.Version));
        ward.Store.Read<Provenance>(stored.Draft.Id + "-signature").Should().BeNull();
        ward.Signing.OfferTo(stored, ward.Signer, "en").Meanings.Should().Equal(SignatureMeaning.Author);

        var signed = await SignAsync(ward, stored, ward.Signer, SignatureMeaning.Author);

        signed.Stored.Status.Should().Be(DraftStatus.Signed);
        var provenance = ward.Store.Read<Provenance>(stored.Draft.Id + "-signature")!;
        provenance.Agent[0].Type!.Coding.Single().Code.Should().Be("author");
        provenance.Signature.Single().Type.Single().Display.Should().Be("Author's Signature");

        // What follows it begins with its own author too.
        foreach (var kind in (FollowUpKind[])[FollowUpKind.Addendum, FollowUpKind.Amendment, FollowUpKind.Withdrawal])
        {
            var original = DraftResources.Load(ward.Store, stored.Draft.Id)!;
            var begun = await FollowUps
                .FollowUpTests.Service(ward)
                .BeginAsync(original.Draft.Id, original.Version, kind, "One word more.", "en", ward.Lin);
            (await RefusalAsync(ward, begun, ward.Signer, meaning)).Should().Be("author-first", kind.ToString());
        }
    }

    [Fact]
    public async Task Whoever_had_co_signed_was_told_to_have_signed_as_author()
    {
        await using var ward = await Pades.Signed.WardAsync();
        var signed = (await ward.SignAsync(await AcceptedAsync(ward))).Stored;
        var chief = Signer("chen", "clinician", Rank.Chief);
        await SignAsync(ward, signed, chief, SignatureMeaning.CoSigner);
        var now = DraftResources.Load(ward.Store, signed.Draft.Id)!;

        Told(ward.Author).Should().Contain("作者").And.Contain("as author");
        Told(ward.Signer).Should().Contain("审核者").And.Contain("as reviewer");
        Told(chief).Should().Contain("共同签署者").And.Contain("as co-signer");

        string Told(SignerIdentity who)
        {
            var why = ward.Signing.OfferTo(now, who, "en").Why!;
            return why.Zh + why.En;
        }
    }

    [Fact]
    public void A_refusal_named_roles_by_their_keys_in_Chinese()
    {
        var asked = () =>
            Rules.Ask(DocumentKind.Forecast, Signer("a", "auditor", null), SignatureMeaning.Author, "en", []);
        var told = asked.Should().Throw<ReviewRejectedException>().Which.Reason;
        told.Zh.Should().Contain("医师、护士").And.NotContain("clinician");
        told.En.Should().Contain("clinician, nurse");
    }

    [Fact]
    public async Task A_text_changed_after_the_authors_signature_is_signed_from_the_beginning()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var first = await SignAsync(ward, await AcceptedAsync(ward), ward.Author, SignatureMeaning.Author);
        var changed = await ward.Review.AddSentenceAsync(
            first.Stored.Draft.Id,
            first.Stored.Version,
            "en",
            "impression",
            null,
            "Agreed on review.",
            ward.Lin
        );

        PreliminarySignatures.Of(changed).Should().BeEmpty();
        PreliminarySignatures.Lapsed(changed).Should().ContainSingle();
        (await RefusalAsync(ward, changed, ward.Signer, SignatureMeaning.Reviewer)).Should().Be("author-first");

        var anew = await SignAsync(ward, changed, ward.Author, SignatureMeaning.Author);
        PreliminarySignatures.Of(anew.Stored).Should().ContainSingle();
        PreliminarySignatures.Lapsed(anew.Stored).Should().BeEmpty();
        (await SignAsync(ward, anew.Stored, ward.Signer, SignatureMeaning.Reviewer))
            .Stored.Status.Should()
            .Be(DraftStatus.Signed);
    }

    [Theory]
    [InlineData("{", "is no JSON (line 1)")]
    [InlineData("[]", "the file: must be an object")]
    [InlineData("""{"neverFinal":[]}""", "documents: is missing")]
    [InlineData("""{"neverFinal":["student"],"documents":{}}""", "'student' is no rank: write one of intern, resident")]
    [InlineData("""{"neverFinal":[],"documents":{},"more":1}""", "more: is unknown; known are neverFinal, documents")]
    [InlineData("""{"neverFinal":[],"documents":{"letter":{}}}""", "documents.letter: is unknown")]
    [InlineData("""{"neverFinal":[],"documents":{}}""", "documents.diagnosis: is missing")]
    [InlineData("""{"neverFinal":[],"documents":{"diagnosis":{"persons":3}}}""", "diagnosis.persons: must be 1 or 2")]
    [InlineData(
        """{"neverFinal":[],"documents":{"diagnosis":{"persons":1,"author":["informatics"],"reviewer":[],"approver":[],"coSigner":[],"final":["clinician"]}}}""",
        "documents.diagnosis.author: 'informatics' is no role that may sign; those are clinician, nurse"
    )]
    [InlineData(
        """{"neverFinal":[],"documents":{"diagnosis":{"persons":1,"author":["clinician"],"reviewer":[],"approver":[],"coSigner":[],"final":[]}}}""",
        "documents.diagnosis.final: names no role"
    )]
    [InlineData(
        """{"neverFinal":[],"documents":{"diagnosis":{"persons":1,"author":[],"reviewer":["clinician"],"approver":[],"coSigner":[],"final":["clinician"]}}}""",
        "documents.diagnosis.author: names no role, and the first to sign is the author"
    )]
    [InlineData(
        """{"neverFinal":[],"documents":{"diagnosis":{"persons":2,"author":["clinician"],"reviewer":[],"approver":[],"coSigner":[],"final":["clinician"]}}}""",
        "documents.diagnosis.final: none of its roles may sign last"
    )]
    public void Wrong_rules_are_told_with_their_place_and_what_to_do(string json, string words)
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-rules-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, SigningRules.FileName), json);
            var read = () => SigningRules.Of(folder.FullName, ["clinician", "nurse"]);
            read.Should()
                .Throw<SigningRulesException>()
                .Which.Message.Should()
                .Contain(words)
                .And.Contain("the shipped rules hold");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_hospital_with_one_clinician_lets_one_person_sign_films_by_a_file_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-rules-");
        try
        {
            const string One =
                """{"persons":1,"author":["clinician"],"reviewer":["clinician"],"approver":[],"coSigner":[],"final":["clinician"]}""";
            File.WriteAllText(
                Path.Combine(folder.FullName, SigningRules.FileName),
                """{"neverFinal":["intern"],"documents":{"imaging":ONE,"diagnosis":ONE,"forecast":ONE}}""".Replace(
                    "ONE",
                    One
                )
            );
            var rules = SigningRules.Of(folder.FullName, ["clinician"]);
            rules
                .Ask(DocumentKind.Imaging, Signer("a", "clinician", Rank.Resident), SignatureMeaning.Author, "en", [])
                .Should()
                .BeTrue();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Ask(
        DocumentKind kind,
        SignerIdentity signer,
        SignatureMeaning meaning,
        IReadOnlyList<PreliminarySignature> standing
    )
    {
        try
        {
            return Rules.Ask(kind, signer, meaning, "en", standing) ? "final" : "preliminary";
        }
        catch (ReviewRejectedException refusal)
        {
            refusal.Reason.Zh.Should().NotBeEmpty().And.NotBe(refusal.Reason.En);
            return refusal.Code;
        }
    }

    private static SignerIdentity Signer(string user, string role, Rank? rank) =>
        new(user, new BilingualText("某医师", "A clinician"), "AC") { Roles = [role], Rank = rank };

    private static PreliminarySignature First(SignerIdentity signer) =>
        new(signer, SignatureMeaning.Author, DateTimeOffset.UnixEpoch, "en", "00");

    [Fact]
    public void The_dialog_offered_all_meanings_and_refused_after_the_password()
    {
        Offered(DocumentKind.Diagnosis, Signer("b", "nurse", null), []).Meanings.Should().BeEmpty();
        Offered(DocumentKind.Forecast, Signer("b", "nurse", null), []).Meanings.Should().Equal(SignatureMeaning.Author);
        var second = Offered(DocumentKind.Forecast, Signer("b", "nurse", null), [First(Signer("a", "nurse", null))]);
        second.Meanings.Should().BeEmpty();
        second.Why.Should().BeNull("it is the role");
        second.Roles.Should().Equal("clinician");
        Offered(DocumentKind.Imaging, Signer("b", "clinician", null), [])
            .Meanings.Should()
            .Equal(SignatureMeaning.Author);
        Offered(DocumentKind.Imaging, Signer("b", "clinician", null), [First(Signer("a", "clinician", null))])
            .Meanings.Should()
            .Equal(SignatureMeaning.Reviewer, SignatureMeaning.Approver, SignatureMeaning.CoSigner);
        var again = Offered(
            DocumentKind.Imaging,
            Signer("a", "clinician", null),
            [First(Signer("a", "clinician", null))]
        );
        again.Meanings.Should().BeEmpty();
        again.Why!.En.Should().Contain("You have signed this document as author");
    }

    [Fact]
    public async Task A_co_signature_was_offered_to_the_author_and_to_one_who_had_given_it()
    {
        await using var ward = await Pades.Signed.WardAsync();
        var signed = (await ward.SignAsync(await AcceptedAsync(ward))).Stored;

        ward.Signing.OfferTo(signed, ward.Signer, "en").Any.Should().BeFalse("the signer of the document");
        ward.Signing.OfferTo(signed, ward.Author, "en").Any.Should().BeFalse("who signed it first");
        var other = Signer("chen", "clinician", Rank.Chief);
        ward.Signing.OfferTo(signed, other, "en").Meanings.Should().Equal(SignatureMeaning.CoSigner);
        await SignAsync(ward, signed, other, SignatureMeaning.CoSigner);
        var now = DraftResources.Load(ward.Store, signed.Draft.Id)!;
        ward.Signing.OfferTo(now, other, "en").Any.Should().BeFalse("it is given");
    }

    private static SigningOffer Offered(
        DocumentKind kind,
        SignerIdentity signer,
        IReadOnlyList<PreliminarySignature> standing
    ) => Rules.OfferTo(kind, signer, "en", standing, Enum.GetValues<SignatureMeaning>());

    private static async Task<StoredDraft> AcceptedAsync(Ward ward)
    {
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        return await ward.ReadyAsync(stored);
    }

    private static async Task<SignedDocument> SignAsync(
        Ward ward,
        StoredDraft stored,
        SignerIdentity signer,
        SignatureMeaning meaning
    )
    {
        var proof = await ward.Authenticator.ConfirmAsync(signer.UserId, Ward.Password, stored.Draft.Id);
        return await ward.Signing.SignAsync(new(stored.Draft.Id, stored.Version, "en", signer, meaning), proof.Proof!);
    }

    private static async Task<string> RefusalAsync(
        Ward ward,
        StoredDraft stored,
        SignerIdentity signer,
        SignatureMeaning meaning
    )
    {
        var signing = () => SignAsync(ward, stored, signer, meaning);
        return (await signing.Should().ThrowAsync<ReviewRejectedException>()).Which.Code;
    }
}
