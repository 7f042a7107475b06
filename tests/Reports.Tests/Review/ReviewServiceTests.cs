using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;

namespace Xinglin.Reports.Tests.Review;

public class ReviewServiceTests
{
    private const string Pneumonia = "finding-pneumonia";

    [Theory]
    [InlineData("zh-CN", "肺炎")]
    [InlineData("en", "pneumonia")]
    public async Task A_rejected_finding_is_no_longer_asserted_and_its_sentences_are_struck(
        string language,
        string name
    )
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        var rejected = await ward.Review.DecideAsync(
            stored.Draft.Id,
            stored.Version,
            Pneumonia,
            Decision.Rejected,
            ward.Lin
        );

        var standing = Sentences(rejected, language).Where(sentence => !sentence.Deleted).ToArray();
        standing
            .Where(sentence => sentence.Text.Contains(name) && sentence.FactIds.Contains("state-finding-pneumonia"))
            .Should()
            .ContainSingle()
            .Which.Text.Should()
            .Contain(language == "en" ? "was not accepted" : "未被医师采纳");
        Sentences(rejected, language).Where(sentence => sentence.Deleted).Should().HaveCountGreaterThan(2);
        DraftChecker.Check(rejected.Draft, language).Should().BeEmpty();
    }

    [Fact]
    public async Task Disagreeing_with_the_model_struck_the_sentence_that_the_clinician_had_written()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var own = Sentences(stored, "en").First(one => one.Id.StartsWith("impression"));
        var gone = Sentences(stored, "en")
            .Last(one => one.FactIds.Contains("state-finding-pneumonia") && one.Id != own.Id);
        const string Words = "Old scar in the right lower lobe, unchanged.";
        stored = await ward.Review.EditSentenceAsync(stored.Draft.Id, stored.Version, "en", own.Id, Words, ward.Lin);
        stored = await ward.Review.EditSentenceAsync(stored.Draft.Id, stored.Version, "en", gone.Id, "", ward.Lin);

        var (id, version) = (stored.Draft.Id, stored.Version);
        var rejected = await ward.Review.DecideAsync(id, version, Pneumonia, Decision.Rejected, ward.Lin);

        Sentences(rejected, "en")
            .Single(one => one.Id == own.Id)
            .Should()
            .Match<Sentence>(one => one.Text == Words && !one.Deleted && one.Author == "LW");
        Sentences(rejected, "zh-CN").Single(one => one.Id == own.Id).Deleted.Should().BeTrue("it is the model's own");
        var back = await ward.Review.DecideAsync(id, rejected.Version, Pneumonia, null, ward.Lin);
        Sentences(back, "en").Single(one => one.Id == gone.Id).Deleted.Should().BeTrue("a person struck it");
    }

    [Fact]
    public async Task An_assertion_left_standing_after_a_rejection_is_objected_to()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var rejected = await ward.Review.DecideAsync(
            stored.Draft.Id,
            stored.Version,
            Pneumonia,
            Decision.Rejected,
            ward.Lin
        );
        var struck = Sentences(rejected, "en")
            .First(sentence => sentence.Deleted && sentence.Id.StartsWith("impression"));

        DraftChecker
            .Check(rejected.Draft, struck with { Deleted = false }, "en")
            .Should()
            .Contain(objection => objection.Kind == ViolationKind.Negation);
    }

    [Fact]
    public async Task Taking_a_rejection_back_restores_the_text_as_it_was()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        var rejected = await ward.Review.DecideAsync(
            stored.Draft.Id,
            stored.Version,
            Pneumonia,
            Decision.Rejected,
            ward.Lin
        );
        var back = await ward.Review.DecideAsync(stored.Draft.Id, rejected.Version, Pneumonia, null, ward.Lin);

        Sentences(back, "en")
            .Select(sentence => sentence.Text)
            .Should()
            .Equal(Sentences(stored, "en").Select(sentence => sentence.Text));
        Sentences(back, "en").Should().OnlyContain(sentence => !sentence.Deleted);
        back.Draft.Decisions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_number_edited_away_from_its_fact_is_objected_to_until_the_reason_is_written()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var sentence = Sentences(stored, "en").First(one => one.Text.Contains("82%"));

        var edited = await ward.Review.EditSentenceAsync(
            stored.Draft.Id,
            stored.Version,
            "en",
            sentence.Id,
            sentence.Text.Replace("82%", "28%"),
            ward.Lin
        );
        ward.Review.State(stored.Draft.Id, "en")
            .Objections.Should()
            .ContainSingle(objection => objection.Excerpt == "28%" && !objection.Justified);

        var justified = await ward.Review.JustifyAsync(
            stored.Draft.Id,
            edited.Version,
            "en",
            sentence.Id,
            "Second reader's estimate",
            ward.Lin
        );
        ward.Review.State(stored.Draft.Id, "en").Objections.Should().OnlyContain(objection => objection.Justified);
        var changed = Sentences(justified, "en").First(one => one.Id == sentence.Id);
        changed.Author.Should().Be("LW");
        changed.Original.Should().Be(sentence.Text);

        var restored = await ward.Review.EditSentenceAsync(
            stored.Draft.Id,
            justified.Version,
            "en",
            sentence.Id,
            sentence.Text,
            ward.Lin
        );
        Sentences(restored, "en").First(one => one.Id == sentence.Id).Author.Should().BeNull();
    }

    [Fact]
    public async Task A_sentence_typed_by_hand_carries_its_author_and_meets_no_objection()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        var added = await ward.Review.AddSentenceAsync(
            stored.Draft.Id,
            stored.Version,
            "zh-CN",
            "findings",
            null,
            "心影大小形态未见异常，双侧肋膈角锐利。",
            ward.Lin
        );

        var typed = Sentences(added, "zh-CN").Single(sentence => sentence.FactIds.Count == 0);
        typed.Author.Should().Be("LW");
        DraftChecker.Check(added.Draft, "zh-CN").Should().BeEmpty();
    }

    [Fact]
    public async Task A_typed_override_turned_15_into_51_on_the_page()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        var added = await ward.Review.AddSentenceAsync(
            stored.Draft.Id,
            stored.Version,
            "en",
            "findings",
            null,
            "No \u202Eeffusion; dose 15 mg\u2066, \u0627\u0644\u0639\u0631\u0628\u064A\u0629.",
            ward.Lin
        );

        Sentences(added, "en")
            .Single(sentence => sentence.FactIds.Count == 0)
            .Text.Should()
            .Be("No effusion; dose 15 mg, \u0627\u0644\u0639\u0631\u0628\u064A\u0629.");
    }

    [Fact]
    public async Task A_change_on_a_version_that_somebody_else_has_changed_is_refused_and_loses_nothing()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        await ward.Review.DecideAsync(stored.Draft.Id, stored.Version, Pneumonia, Decision.Accepted, ward.Lin);

        var late = () =>
            ward.Review.DecideAsync(stored.Draft.Id, stored.Version, Pneumonia, Decision.Rejected, ward.Lin);

        await late.Should().ThrowAsync<VersionConflictException>();
        DraftResources.Load(ward.Store, stored.Draft.Id)!.Draft.Decisions[Pneumonia].Should().Be(Decision.Accepted);
    }

    [Fact]
    public async Task Two_people_in_one_sentence_kept_the_later_text_only()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var sentence = Sentences(stored, "en")[0];
        var (id, wu) = (stored.Draft.Id, new Reviewer("wu", "WM"));
        var first = await ward.Review.EditSentenceAsync(
            id,
            stored.Version,
            "en",
            sentence.Id,
            "Lin's words.",
            ward.Lin,
            seen: sentence.Text
        );

        // The other page has taken the new version, as pages do; its box holds what was typed on the old text.
        var late = () =>
            ward.Review.EditSentenceAsync(
                id,
                first.Version,
                "en",
                sentence.Id,
                " Wu's words.",
                wu,
                seen: sentence.Text
            );

        (await late.Should().ThrowAsync<SentenceConflictException>())
            .Which.Conflict.Should()
            .Be(new SentenceConflict(sentence.Id, "Wu's words.", "Lin's words.", "LW"));
        Sentences(DraftResources.Load(ward.Store, id)!, "en")[0].Text.Should().Be("Lin's words.");
        var chosen = await ward.Review.EditSentenceAsync(
            id,
            first.Version,
            "en",
            sentence.Id,
            "Both.",
            wu,
            seen: "Lin's words."
        );
        Sentences(chosen, "en")[0].Text.Should().Be("Both.");
    }

    [Theory]
    [InlineData("血糖由 14.2 mmol/L 降至 7.8 mmol/L。", "血糖由 14.2 mmol/L 降至 8.1 mmol/L。", "7.8", "8.1")]
    [InlineData("Glucose fell to 7.8 mmol/L.", "Glucose fell to 8.1 mmol/L.", "7.8", "8.1")]
    public void A_difference_marks_the_words_that_changed_and_no_others(
        string before,
        string after,
        string removed,
        string added
    )
    {
        var parts = TextDifference.Words(before, after);

        parts.Where(part => part.Kind == DifferenceKind.Removed).Select(part => part.Text).Should().Equal(removed);
        parts.Where(part => part.Kind == DifferenceKind.Added).Select(part => part.Text).Should().Equal(added);
    }

    private static Sentence[] Sentences(StoredDraft stored, string language) =>
        [.. stored.Draft.Texts[language].Sections.SelectMany(section => section.Sentences)];
}
