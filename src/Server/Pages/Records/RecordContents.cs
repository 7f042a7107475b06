using Hl7.Fhir.Model;
using Xinglin.Server.Pages.ReceivedReports;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>The substance of a record whose name alone says little: a message's text, an answer, what a consent permits.</summary>
public static class RecordContents
{
    private const int MostDepth = 12;

    public static IEnumerable<BilingualText> Of(Resource record) =>
        record switch
        {
            AllergyIntolerance allergy => AllergyDetails.Of(allergy).Concat(NotesOf(allergy.Note)),
            Communication message => message
                .Payload.Select(part => Sent(part.Content))
                .OfType<BilingualText>()
                .Concat(NotesOf(message.Note)),
            CommunicationRequest message => message
                .Payload.Select(part => Sent(part.Content))
                .OfType<BilingualText>()
                .Concat(NotesOf(message.Note)),
            QuestionnaireResponse answered => AnswersOf(answered.Item, 0),
            Media media => Said(media.Content?.Title).Concat(NotesOf(media.Note)),
            Consent consent => OfConsent(consent),
            CarePlan plan => Said(plan.Description).Concat(ActivitiesOf(plan)).Concat(NotesOf(plan.Note)),
            Procedure procedure => Named(RecordWords.Reason, procedure.StatusReason)
                .Concat(Named(RecordWords.Outcome, procedure.Outcome))
                .Concat(procedure.Complication.SelectMany(one => Named(RecordWords.Complication, one)))
                .Concat(NotesOf(procedure.Note)),
            FamilyMemberHistory family => OfFamily(family),
            Condition condition => NotesOf(condition.Note),
            MedicationRequest order => order
                .DosageInstruction.SelectMany(DoseWords.Of)
                .Concat(Named(RecordWords.Reason, order.StatusReason))
                .Concat(NotesOf(order.Note)),
            MedicationStatement said => said
                .Dosage.SelectMany(DoseWords.Of)
                .Concat(said.StatusReason.SelectMany(reason => Named(RecordWords.Reason, reason)))
                .Concat(NotesOf(said.Note)),
            MedicationAdministration given => DoseWords.Of(given.Dosage).Concat(NotesOf(given.Note)),
            MedicationDispense given => given
                .DosageInstruction.SelectMany(DoseWords.Of)
                .Concat(DoseWords.Named(given.Quantity))
                .Concat(NotesOf(given.Note)),
            Immunization given => DoseWords.Named(given.DoseQuantity).Concat(NotesOf(given.Note)),
            Encounter visit => EncounterWords.Of(visit),
            Observation result => NotesOf(result.Note),
            ServiceRequest order => order
                .ReasonCode.SelectMany(one => Named(RecordWords.Reason, one))
                .Concat(NotesOf(order.Note)),
            Goal goal => Named(RecordWords.Outcome, goal.AchievementStatus).Concat(NotesOf(goal.Note)),
            _ => [],
        };

    private static IEnumerable<BilingualText> OfConsent(Consent consent)
    {
        foreach (var category in consent.Category)
        {
            if (Written(category) is { } words)
                yield return words;
        }

        if (consent.Provision is not { } provision)
            yield break;
        if (provision.Type is { } type)
            yield return type == Consent.ConsentProvisionType.Deny ? RecordWords.Denies : RecordWords.Permits;
        foreach (var concept in provision.Action.Concat(provision.Code))
        {
            if (Written(concept) is { } words)
                yield return words;
        }

        foreach (var coding in provision.Purpose.Concat(provision.Class))
        {
            if ((coding.Display ?? coding.Code) is { Length: > 0 } said)
                yield return new(said, said);
        }
    }

    private static IEnumerable<BilingualText> ActivitiesOf(CarePlan plan)
    {
        foreach (var activity in plan.Activity)
        {
            var name =
                RecordElements.NameOf(activity.Detail?.Code)
                ?? Said(activity.Detail?.Description).FirstOrDefault()
                ?? Said(activity.Reference?.Display).FirstOrDefault();
            if (name is null)
                continue;
            var state = activity.Detail?.StatusElement?.JsonValue is string code ? RecordStatusWords.Of(code) : null;
            var forbidden = activity.Detail?.DoNotPerform == true ? MedicationStateWords.DoNotPerform : null;
            var (zh, en) = (
                string.Join('，', new[] { forbidden, state }.OfType<BilingualText>().Select(one => one.Zh)),
                string.Join(", ", new[] { forbidden, state }.OfType<BilingualText>().Select(one => one.En))
            );
            yield return zh.Length == 0 ? name : new($"{name.Zh}（{zh}）", $"{name.En} ({en})");
        }
    }

    private static IEnumerable<BilingualText> OfFamily(FamilyMemberHistory family)
    {
        foreach (var condition in family.Condition)
        {
            if (RecordElements.NameOf(condition.Code) is not { } name)
                continue;
            yield return Sent(condition.Onset) is { } onset
                ? new($"{name.Zh}（发病 {onset.Zh}）", $"{name.En} (onset {onset.En})")
                : name;
        }
        if (family.Deceased is FhirBoolean { Value: false })
            yield break;
        if (family.Deceased is FhirBoolean)
            yield return BadgeWords.Deceased;
        else if (Sent(family.Deceased) is { } died)
            yield return new($"{BadgeWords.Deceased.Zh} {died.Zh}", $"{BadgeWords.Deceased.En} {died.En}");
        foreach (var note in NotesOf(family.Note))
            yield return note;
    }

    private static IEnumerable<BilingualText> AnswersOf(
        IEnumerable<QuestionnaireResponse.ItemComponent> items,
        int depth
    )
    {
        if (depth > MostDepth)
            yield break;
        foreach (var item in items)
        {
            var answers = item.Answer.Select(answer => Sent(answer.Value)).OfType<BilingualText>().ToList();
            var question = string.IsNullOrWhiteSpace(item.Text) ? item.LinkId : item.Text;
            if (answers.Count > 0)
            {
                yield return new(
                    $"{question}：{string.Join('、', answers.Select(one => one.Zh))}",
                    $"{question}: {string.Join(", ", answers.Select(one => one.En))}"
                );
            }

            foreach (var inner in AnswersOf(item.Item.Concat(item.Answer.SelectMany(answer => answer.Item)), depth + 1))
                yield return inner;
        }
    }

    // The sender's own words say more than a code such as "adr".
    private static BilingualText? Written(CodeableConcept concept) =>
        Said(concept.Text).FirstOrDefault() ?? RecordElements.NameOf(concept);

    private static BilingualText? Sent(DataType? value) =>
        value switch
        {
            null => null,
            Coding coding => Said(coding.Display ?? coding.Code).FirstOrDefault(),
            Attachment attachment => Said(attachment.Title ?? attachment.Url).FirstOrDefault(),
            ResourceReference reference => Said(reference.Display ?? reference.Reference).FirstOrDefault(),
            _ => SentValues.Of(value, null) is var words && words != SentReportWords.NoValue ? words : null,
        };

    private static IEnumerable<BilingualText> Named(BilingualText what, CodeableConcept? concept) =>
        RecordElements.NameOf(concept) is { } name ? [new($"{what.Zh}：{name.Zh}", $"{what.En}: {name.En}")] : [];

    private static IEnumerable<BilingualText> NotesOf(IEnumerable<Annotation> notes) =>
        notes.SelectMany(note => Said(note.Text));

    private static IEnumerable<BilingualText> Said(string? words) =>
        string.IsNullOrWhiteSpace(words) ? [] : [new(words.Trim(), words.Trim())];
}
