using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;

namespace Xinglin.Reports.Tests.Signing;

/// <summary>What a signature is refused for, at the service that every door passes; the page's list says the same.</summary>
public class ReadinessTests
{
    [Fact]
    public async Task A_film_was_signed_by_somebody_who_had_never_opened_it()
    {
        await using var ward = new Ward();
        var stored = await ward.ReadyAsync(await FilmAsync(ward, 0.82));
        ward.Unopened.Add(ward.Signer.UserId);

        await RefusedAsync(ward, stored, "study-not-opened", "Study");
        ward.Review.State(stored.Draft.Id, "en", "another").Missing.Should().BeEmpty("another has looked at it");

        ward.Unopened.Clear();
        (await SignAsync(ward, stored)).Stored.Status.Should().Be(DraftStatus.Draft, "its author has signed");
    }

    [Fact]
    public async Task A_film_was_signed_without_a_word_on_what_the_model_did_not_look_at()
    {
        await using var ward = new Ward();
        var stored = await FilmAsync(ward, 0.82);
        stored = await ward.Review.DecideAsync(
            stored.Draft.Id,
            stored.Version,
            "finding-pneumonia",
            Decision.Accepted,
            ward.Lin
        );

        await RefusedAsync(ward, stored, "not-described", "Section");
    }

    [Theory]
    [InlineData("____")]
    [InlineData("TODO")]
    [InlineData("待补充")]
    public async Task A_placeholder_was_signed(string words)
    {
        await using var ward = new Ward();
        var stored = await ward.ReadyAsync(await FilmAsync(ward, 0.82));
        stored = await AddAsync(ward, stored, "recommendation", words);

        await RefusedAsync(ward, stored, "placeholder", "Sentence");
    }

    [Fact]
    public async Task A_report_whose_impression_had_been_emptied_was_signed()
    {
        await using var ward = new Ward();
        var stored = await ward.ReadyAsync(await FilmAsync(ward, 0.82));
        foreach (var sentence in Section(stored, "impression").Sentences)
        {
            var (id, version) = (stored.Draft.Id, stored.Version);
            stored = await ward.Review.EditSentenceAsync(id, version, "en", sentence.Id, "", ward.Lin);
        }

        await RefusedAsync(ward, stored, "empty-section", "Section");
        stored = await AddAsync(ward, stored, "impression", "Community-acquired pneumonia.");
        ward.Review.State(stored.Draft.Id, "en", "lin").Missing.Should().BeEmpty();
    }

    [Fact]
    public async Task What_needed_a_persons_reading_was_signed_without_one()
    {
        await using var ward = new Ward();
        var stored = await ward.ReadyAsync(await FilmAsync(ward, 0.55));
        stored.Draft.Prediction.As<Prediction.Findings>().Items[0].Uncertain.Should().BeTrue();

        await RefusedAsync(ward, stored, "needs-reading", "Section");
        stored = await AddAsync(ward, stored, "impression", "No pneumonia on my reading.");
        ward.Review.State(stored.Draft.Id, "en", "lin").Missing.Should().BeEmpty();
    }

    [Fact]
    public async Task Everything_was_rejected_and_nothing_put_in_its_place()
    {
        await using var ward = new Ward();
        var stored = await ward.ReadyAsync(await FilmAsync(ward, 0.82), Decision.Rejected);

        await RefusedAsync(ward, stored, "nothing-in-its-place", "Section");
        stored = await AddAsync(ward, stored, "impression", "Normal chest radiograph.");
        ward.Review.State(stored.Draft.Id, "en", "lin").MaySign.Should().BeTrue();
    }

    [Fact]
    public async Task An_answer_that_could_not_be_given_was_signed_as_it_was()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var film = Ward.FilmWithPneumonia();
        var stored = await ward.DraftAsync(
            new Prediction.CannotSay(
                film.Context,
                film.Inputs,
                CannotSayReasons.OutsideLimits,
                new("侧位片", "a lateral view")
            )
        );

        await RefusedAsync(ward, stored, "needs-reading", "Section");
        ward.Review.State(stored.Draft.Id, "en").Review.Should().Be(HowReviewed.Untouched);
        stored = await AddAsync(ward, stored, "impression", "Lateral view: no effusion.");
        (await SignAsync(ward, stored)).Stored.Status.Should().Be(DraftStatus.Draft);
    }

    [Fact]
    public async Task Everything_was_called_reviewed_where_no_person_had_been()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(new RandomPredictions(4).Forecast());

        var untouched = ward.Review.State(stored.Draft.Id, "en", "lin");
        (untouched.MaySign, untouched.Review).Should().Be((true, HowReviewed.Untouched));
        stored = await AddAsync(ward, stored, "plan", "Seen on the ward round.");
        ward.Review.State(stored.Draft.Id, "en", "lin")
            .Review.Should()
            .Be(HowReviewed.Edited, "one sentence that a person wrote does not say that the others were read");
    }

    [Fact]
    public async Task A_decision_of_somebody_who_may_not_sign_let_the_signer_sign_without_deciding()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var nurse = new Reviewer("wu", "WJ") { Name = new("吴静", "Wu Jing"), Roles = ["nurse"] };
        var finding = Edits.Undecided(stored.Draft).Single().Id;
        stored = await ward.Review.DecideAsync(
            stored.Draft.Id,
            stored.Version,
            finding,
            Decision.Accepted,
            nurse,
            TestContext.Current.CancellationToken
        );

        var proposed = ward.Review.State(stored.Draft.Id, "en", "lin");
        proposed.Undecided.Should().BeEmpty();
        proposed.Unconfirmed.Should().Equal(finding);
        proposed.Review.Should().Be(HowReviewed.Edited, "not reviewed by anybody who may sign");
        var missing = proposed.Missing.Single(item => item.Code == "unconfirmed");
        (missing.Kind, missing.Place).Should().Be((MissingPlace.Finding, finding));
        missing.Words.En.Should().Contain("Wu Jing proposes to agree");
        missing.Words.Zh.Should().Contain("吴静建议同意");
        await RefusedAsync(ward, stored, "unconfirmed", "Finding");

        ward.Clock.Advance(TimeSpan.FromMinutes(9));
        stored = await ward.ReadyAsync(stored);
        stored = await ward.Review.DecideAsync(
            stored.Draft.Id,
            stored.Version,
            finding,
            Decision.Accepted,
            ward.Lin,
            TestContext.Current.CancellationToken
        );
        var confirmed = ward.Review.State(stored.Draft.Id, "en", "lin");
        (confirmed.Review, confirmed.Missing.Count).Should().Be((HowReviewed.EachFinding, 0));
        var by = stored.Draft.DecidedBy![finding];
        (by.By, by.Name.En, by.At).Should().Be(("lin", "Dr Lin Wen", ward.Clock.GetUtcNow()));
        (by.Proposal!.By, by.Proposal.At).Should().Be(("wu", by.At.AddMinutes(-9)));
        var signed = await ward.SignAsync(stored);
        ward.Verifier.Of(signed.Stored.Draft.Id)!.State.Should().Be(SignatureState.Valid);
    }

    [Fact]
    public async Task A_decision_of_nobody_known_stood_without_name_and_time()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.ReadyAsync(await ward.DraftAsync(Ward.FilmWithPneumonia()));
        var finding = stored.Draft.Decisions.Keys.Single();
        var earlier = stored.Draft with { DecidedBy = null };

        Readiness.Unconfirmed(earlier, SigningRules.Shipped.MaySign).Single().Id.Should().Be(finding);
        Readiness.Unconfirmed(stored.Draft, SigningRules.Shipped.MaySign).Should().BeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task A_decision_was_asked_for_without_saying_which_sentence_follows(string language)
    {
        await using var ward = new Ward();
        var stored = await FilmAsync(ward, 0.82);
        var finding = stored.Draft.Prediction.As<Prediction.Findings>().Items[0];
        var (agree, disagree) = (
            Edits.Follows(stored.Draft, finding, Decision.Accepted, language),
            Edits.Follows(stored.Draft, finding, Decision.Rejected, language)
        );

        foreach (var (decision, words) in new[] { (Decision.Accepted, agree), (Decision.Rejected, disagree) })
        {
            stored = await ward.Review.DecideAsync(stored.Draft.Id, stored.Version, finding.Id, decision, ward.Lin);
            Section(stored, "impression", language)
                .Sentences.Where(sentence => !sentence.Deleted)
                .Select(sentence => sentence.Text)
                .Should()
                .ContainSingle()
                .Which.Should()
                .Be(words);
            Edits
                .Follows(stored.Draft, finding, Decision.Accepted, language)
                .Should()
                .Be(agree, "it is said after it too");
        }
    }

    private static async Task<StoredDraft> FilmAsync(Ward ward, double probability)
    {
        await ward.AdmitAsync();
        return await ward.DraftAsync(Ward.FilmWithPneumonia(probability));
    }

    private static DraftSection Section(StoredDraft stored, string code, string language = "en") =>
        stored.Draft.Texts[language].Sections.Single(section => section.Code == code);

    private static Task<StoredDraft> AddAsync(Ward ward, StoredDraft stored, string section, string words) =>
        ward.Review.AddSentenceAsync(stored.Draft.Id, stored.Version, "en", section, null, words, ward.Lin);

    private static async Task<SignedDocument> SignAsync(Ward ward, StoredDraft stored)
    {
        var proof = await ward.Authenticator.ConfirmAsync("lin", Ward.Password, stored.Draft.Id);
        return await ward.Signing.SignAsync(ward.Request(stored), proof.Proof!);
    }

    private static async Task RefusedAsync(Ward ward, StoredDraft stored, string code, string place)
    {
        var signing = () => SignAsync(ward, stored);
        var refusal = (await signing.Should().ThrowAsync<ReviewRejectedException>()).Which;
        refusal.Code.Should().Be(code);
        refusal.Reason.En.Should().StartWith("Not ready to sign. ");
        refusal.Reason.Zh.Should().StartWith("尚不能签署。");
        var state = ward.Review.State(stored.Draft.Id, "en", ward.Signer.UserId);
        state.MaySign.Should().BeFalse();
        state.Missing.Should().Contain(item => item.Code == code && item.Kind.ToString() == place);
    }
}
