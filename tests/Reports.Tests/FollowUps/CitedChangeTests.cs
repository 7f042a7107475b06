using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Copies;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Tests.Pades;
using Xinglin.Reports.Worklists;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.FollowUps;

public class CitedChangeTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 21, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_datum_corrected_after_the_signature_left_the_document_as_if_nothing_had_happened()
    {
        await using var ward = await Signed.WardAsync();
        var document = await SignedAsync(ward);
        var changes = new CitedChanges(ward.Store);
        changes.Of(document.Draft.Id).Should().BeEmpty();
        Worklist.Load(ward.Store, changes).Rows.Should().ContainSingle().Which.State.Should().Be(WorklistState.Signed);

        await ChangeAsync(ward, Glucose(5.1m));

        var change = changes.Of(document.Draft.Id).Should().ContainSingle().Which;
        (change.Kind, change.Answered, change.Source).Should().Be((CitedChangeKind.Corrected, false, "Observation/g1"));
        change.Before.En.Should().Be("7.8 mmol/L (2026-11-21 08:00)");
        change.After.Zh.Should().Be("5.1 mmol/L（2026-11-21 08:00）");
        await UntilAsync(() => changes.Open().Contains(document.Draft.Id));
        var row = Worklist.Load(ward.Store, changes).Rows.Should().ContainSingle().Which;
        (row.State, row.Urgency).Should().Be((WorklistState.Changed, Urgency.NeedsReading));
        row.Reviewers.Should().Contain("lin");
        row.Says.En.Should().Contain("7.8 mmol/L").And.Contain("→ 5.1 mmol/L");
        using var zip = new MemoryStream();
        (await new CopySet(ward.Store, null, ward.Verifier, ward.Clock).WriteAsync("p1", zip))
            .Single(file => file.Path == $"documents/{document.Draft.Id}.pdf")
            .Note.En.Should()
            .StartWith("Cited data changed after the signature");
        ward.Verifier.Of(document.Draft.Id)!.State.Should().Be(SignatureState.Valid);
    }

    [Fact]
    public async Task The_ready_addendum_says_what_changed_in_both_languages_and_its_signature_answers_it()
    {
        await using var ward = await Signed.WardAsync();
        var document = await SignedAsync(ward);
        var changes = new CitedChanges(ward.Store);
        await ChangeAsync(ward, Glucose(5.1m));
        var service = new FollowUpService(ward.Store, changes, ward.Clock, InTheirCare(ward));

        var ready = await service.BeginReadyAsync(document.Draft.Id, document.Version, ward.Lin);

        foreach (var (language, words) in new[] { ("en", "was corrected"), ("zh-CN", "已被更正") })
        {
            var text = string.Concat(
                ready.Draft.Texts[language].Sections.SelectMany(one => one.Sentences).Select(one => one.Text)
            );
            text.Should().Contain("7.8 mmol/L").And.Contain("5.1 mmol/L").And.Contain(words);
            Xinglin.Reports.Checking.DraftChecker.Check(ready.Draft, language).Should().BeEmpty();
        }
        await ward.SignAsync(ready);
        changes.Of(document.Draft.Id).Should().ContainSingle().Which.Answered.Should().BeTrue();
        await UntilAsync(() => !changes.Open().Any());
        Worklist.Load(ward.Store, changes).Rows.Should().OnlyContain(row => row.State == WorklistState.Signed);

        await ChangeAsync(ward, Glucose(4.4m));
        changes.Of(document.Draft.Id).Should().ContainSingle().Which.Answered.Should().BeFalse("it changed again");
    }

    [Fact]
    public async Task Entered_in_error_deleted_or_linked_data_are_told_and_what_no_reader_sees_is_not()
    {
        await using var ward = await Signed.WardAsync();
        var document = await SignedAsync(ward);
        var changes = new CitedChanges(ward.Store);

        var same = Glucose(7.8m);
        same.Meta = new Meta { Tag = [new Coding("urn:sender", "sent-again")] };
        await ChangeAsync(ward, same);
        changes.Of(document.Draft.Id).Should().BeEmpty();

        var wrong = Glucose(7.8m);
        wrong.Status = ObservationStatus.EnteredInError;
        await ChangeAsync(ward, wrong);
        var told = changes.Of(document.Draft.Id).Should().ContainSingle().Which;
        (told.Kind, told.After.Zh).Should().Be((CitedChangeKind.EnteredInError, "误录"));

        await ChangeAsync(ward, Glucose(7.8m));
        changes.Of(document.Draft.Id).Should().BeEmpty("it is again what was signed");

        var patient = ward.Store.Read<Patient>("p1")!;
        patient.Link = [new Patient.LinkComponent { Type = Patient.LinkType.ReplacedBy, Other = new("Patient/p2") }];
        await ward.AdmitAsync("p2");
        await ChangeAsync(ward, patient);
        changes.Of(document.Draft.Id).Should().ContainSingle().Which.Kind.Should().Be(CitedChangeKind.Linked);
    }

    [Fact]
    public async Task A_refuted_diagnosis_was_told_as_active_and_still_active()
    {
        await using var ward = await Signed.WardAsync();
        var document = await SignedAsync(ward, Pneumonia("confirmed"));
        var changes = new CitedChanges(ward.Store);

        await ChangeAsync(ward, Pneumonia("refuted"));

        var told = changes.Of(document.Draft.Id).Should().ContainSingle().Which;
        (told.Before.Zh, told.After.Zh).Should().Be(("已确诊", "已排除"));
        (told.Before.En, told.After.En).Should().Be(("Confirmed", "Refuted"));
        told.Short.Zh.Should().EndWith("已确诊 → 已排除");
        var ready = await new FollowUpService(ward.Store, changes, ward.Clock, InTheirCare(ward)).BeginReadyAsync(
            document.Draft.Id,
            document.Version,
            ward.Lin
        );
        foreach (var language in new[] { "en", "zh-CN" })
            Xinglin.Reports.Checking.DraftChecker.Check(ready.Draft, language).Should().BeEmpty(language);

        await ChangeAsync(ward, Pneumonia("confirmed", "resolved"));
        told = changes.Of(document.Draft.Id).Should().ContainSingle().Which;
        (told.Before.Zh, told.After.Zh).Should().Be(("现患", "已愈"));
    }

    // The shipped rules, in a ward where everybody cares for the patient.
    private static FollowUpRules InTheirCare(Ward ward) => new(ward.Store, SigningRules.Shipped, (_, _) => false);

    private static Condition Pneumonia(string verification, string clinical = "active") =>
        new()
        {
            Id = "g1",
            Subject = new ResourceReference("Patient/p1"),
            Code = new CodeableConcept("http://snomed.info/sct", "385093006") { Text = "社区获得性肺炎" },
            ClinicalStatus = new CodeableConcept("http://terminology.hl7.org/CodeSystem/condition-clinical", clinical),
            VerificationStatus = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                verification
            ),
        };

    private static async Task<StoredDraft> SignedAsync(Ward ward, Resource? cited = null)
    {
        cited ??= Glucose(7.8m);
        await ward.Store.CommitAsync(Origin.Product, [new Write(cited)]);
        var reading = new RandomPredictions(1).Diagnosis();
        var stored = await ward.DraftAsync(
            reading with
            {
                Inputs =
                [
                    new Input(
                        "input-glu",
                        "15074-8",
                        new BilingualText("血糖", "Glucose"),
                        7.8,
                        null,
                        "mmol/L",
                        Morning,
                        $"{cited.TypeName}/g1",
                        false
                    ),
                ],
                Items = [reading.Items[0] with { For = [new Contribution("input-glu", 0.4)], Against = [] }],
            }
        );
        foreach (var finding in reading.Items)
        {
            stored = await ward.Review.DecideAsync(
                stored.Draft.Id,
                stored.Version,
                finding.Id,
                Decision.Accepted,
                ward.Lin
            );
        }
        return (await ward.SignAsync(stored)).Stored;
    }

    private static async Task ChangeAsync(Ward ward, Resource resource)
    {
        ward.Clock.Advance(TimeSpan.FromMinutes(5));
        await ward.Store.CommitAsync(Origin.Product, [new Write(resource)]);
    }

    private static Observation Glucose(decimal value) =>
        new()
        {
            Id = "g1",
            Status = ObservationStatus.Final,
            Code = new CodeableConcept("http://loinc.org", "15074-8"),
            Subject = new ResourceReference("Patient/p1"),
            Effective = new FhirDateTime(Morning),
            Value = new Quantity(value, "mmol/L"),
        };

    // The store tells of commits on a thread of its own.
    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var attempt = 0; !isSo(); attempt++)
        {
            attempt.Should().BeLessThan(500);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
