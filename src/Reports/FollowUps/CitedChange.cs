using System.Globalization;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.FollowUps;

/// <summary>What became of a datum that a signed document cites, since the signature.</summary>
public enum CitedChangeKind
{
    Corrected,
    EnteredInError,
    Deleted,

    /// <summary>The patient's record was linked with another one, or the link taken back.</summary>
    Linked,
}

/// <param name="Source">The datum, <c>Type/id</c>.</param>
/// <param name="Before">As it was when the document was signed, with unit and time.</param>
/// <param name="After">As it is now.</param>
/// <param name="Answered">A signed addendum or a new version rests on it as it is now.</param>
public sealed record CitedChange(
    string DocumentId,
    string Source,
    CitedChangeKind Kind,
    BilingualText Name,
    BilingualText Before,
    BilingualText After,
    DateTimeOffset ChangedAt,
    bool Answered
)
{
    /// <summary>For a row: "Potassium 5.9 → 4.1 mmol/L".</summary>
    public BilingualText Short => new($"{Name.Zh} {Before.Zh} → {After.Zh}", $"{Name.En} {Before.En} → {After.En}");

    /// <summary>For an addendum.</summary>
    public BilingualText Sentence =>
        new(
            $"本文书引用的“{Name.Zh}”{Verb.Zh}：签署时为 {Before.Zh}，现为 {After.Zh}（{Numerals.Moment(ChangedAt, "zh-CN")} 更改）。",
            $"“{Name.En}”, cited by this document, {Verb.En}: {Before.En} when it was signed, {After.En} now (changed {Numerals.Moment(ChangedAt, "en")})."
        );

    private BilingualText Verb =>
        Kind switch
        {
            CitedChangeKind.EnteredInError => new("已标记为误录", "was marked as entered in error"),
            CitedChangeKind.Deleted => new("已删除", "was deleted"),
            CitedChangeKind.Linked => new("的患者记录关联已改变", "was linked or unlinked"),
            _ => new("已被更正", "was corrected"),
        };
}

/// <summary>Says of two versions of a datum what a reader would see differ.</summary>
internal static class VersionWords
{
    private static readonly BilingualText Error = new("误录", "entered in error");
    private static readonly BilingualText Unsaid = new("未说明", "not stated");
    private static readonly BilingualText Gone = new("已删除", "deleted");

    /// <returns>Null when nothing that a document could cite differs.</returns>
    public static (CitedChangeKind Kind, BilingualText Name, BilingualText Before, BilingualText After)? Of(
        Resource before,
        Resource? after
    )
    {
        var name = Name(before);
        if (after is null)
            return (CitedChangeKind.Deleted, name, Content(before), Gone);
        if (before is Patient was && after is Patient now)
            return OfPatient(was, now);
        if (IsError(after) && !IsError(before))
            return (CitedChangeKind.EnteredInError, name, Content(before), Error);
        if (Plain(before) == Plain(after))
            return null;
        if (States(before, after) is { } said)
            return (CitedChangeKind.Corrected, name, said.Before, said.After);
        return (CitedChangeKind.Corrected, name, Content(before), Differing(Content(before), Content(after)));
    }

    // How sure a diagnosis or an allergy is, and whether it is still there: of the two, what differs.
    private static (BilingualText Before, BilingualText After)? States(Resource before, Resource after)
    {
        var pairs = StatesOf(before).Zip(StatesOf(after)).Where(pair => pair.First != pair.Second).ToList();
        return pairs.Count == 0
            ? null
            : (Listed(pairs.Select(one => one.First)), Listed(pairs.Select(one => one.Second)));
    }

    private static BilingualText Listed(IEnumerable<BilingualText> states) => BilingualText.Join("，", ", ", states);

    private static BilingualText[] StatesOf(Resource resource) =>
        resource switch
        {
            Condition one =>
            [
                Named(CodeSystems.ConditionVerification, one.VerificationStatus),
                Named(CodeSystems.ConditionClinical, one.ClinicalStatus),
            ],
            AllergyIntolerance one =>
            [
                Named(CodeSystems.ConditionVerification, one.VerificationStatus),
                Named(CodeSystems.ConditionClinical, one.ClinicalStatus),
            ],
            _ => [],
        };

    private static BilingualText Named(string system, CodeableConcept? status) =>
        status?.Coding.Select(coding => coding.Code).FirstOrDefault(code => !string.IsNullOrEmpty(code)) is { } code
            ? CodeNames.Name(system, code) ?? BilingualText.Same(code)
        : status?.Text is { Length: > 0 } text ? BilingualText.Same(text)
        : Unsaid;

    private static BilingualText Differing(BilingualText before, BilingualText after) =>
        before == after ? new($"{after.Zh}（其他内容有更改）", $"{after.En} (changed in other respects)") : after;

    private static (CitedChangeKind, BilingualText, BilingualText, BilingualText)? OfPatient(Patient was, Patient now)
    {
        var name = new BilingualText("患者资料", "Patient record");
        var (links, linked) = (Links(was), Links(now));
        if (links != linked)
            return (CitedChangeKind.Linked, name, Linked(links), Linked(linked));
        var (before, after) = (Person(was), Person(now));
        return before == after
            ? null
            : (CitedChangeKind.Corrected, name, BilingualText.Same(before), BilingualText.Same(after));
    }

    private static string Links(Patient patient) =>
        string.Join(
            ", ",
            patient.Link.Select(link => $"{link.Type} {link.Other?.Reference}").Order(StringComparer.Ordinal)
        );

    private static BilingualText Linked(string links) =>
        links.Length == 0 ? new("无关联", "not linked") : new($"已关联 {links}", $"linked: {links}");

    private static string Person(Patient patient) =>
        $"{string.Join(" / ", patient.Name.Select(name => name.Text ?? $"{name.Family} {string.Join(' ', name.Given)}"))}, {patient.Gender}, {patient.BirthDate}";

    private static BilingualText Name(Resource resource) =>
        resource switch
        {
            Observation one => ConceptNames.Of(one.Code),
            Condition one => ConceptNames.Of(one.Code),
            MedicationRequest { Medication: CodeableConcept one } => ConceptNames.Of(one),
            MedicationStatement { Medication: CodeableConcept one } => ConceptNames.Of(one),
            AllergyIntolerance one => ConceptNames.Of(one.Code),
            ImagingStudy => new("影像检查", "Imaging study"),
            Patient => new("患者资料", "Patient record"),
            _ => BilingualText.Same(resource.TypeName),
        };

    private static BilingualText Content(Resource resource) =>
        resource switch
        {
            Observation one => Value(one),
            ImagingStudy one => Images(one),
            Patient one => BilingualText.Same(Person(one)),
            Condition or AllergyIntolerance => Listed(StatesOf(resource)),
            MedicationRequest one => Dosed(
                Status(CodeSystems.MedicationRequestStatus, one.Status?.GetLiteral()),
                one.DosageInstruction
            ),
            MedicationStatement one => Dosed(
                Status(CodeSystems.MedicationStatementStatus, one.Status?.GetLiteral()),
                one.Dosage
            ),
            _ => new("原有记录", "the record"),
        };

    private static BilingualText Images(ImagingStudy study)
    {
        var count = study.Series.Sum(series => series.Instance.Count).ToString(CultureInfo.InvariantCulture);
        return new($"{count} 幅影像", $"{count} images");
    }

    private static BilingualText Status(string system, string? status) =>
        status is null ? Unsaid : CodeNames.Name(system, status) ?? BilingualText.Same(status);

    private static BilingualText Dosed(BilingualText status, IEnumerable<Dosage> doses) =>
        string.Join("; ", doses.Select(dose => dose.Text).Where(text => !string.IsNullOrEmpty(text)))
            is { Length: > 0 } dose
            ? new($"{status.Zh}，{dose}", $"{status.En}, {dose}")
            : status;

    private static BilingualText Value(Observation one)
    {
        IEnumerable<DataType?> values = [one.Value, .. one.Component.Select(part => part.Value)];
        var said = values.Select(Value).OfType<BilingualText>().ToList();
        var value = said.Count == 0 ? new BilingualText("无数值", "no value") : BilingualText.Join(" / ", " / ", said);
        return ChartTimes.Of(one) is { } time
            ? new($"{value.Zh}（{time.Written}）", $"{value.En} ({time.Written})")
            : value;
    }

    private static BilingualText? Value(DataType? value) =>
        value switch
        {
            Quantity { Value: { } number } one => new(
                Numerals.Quantity((double)number, one.Code ?? one.Unit ?? "", "zh-CN"),
                Numerals.Quantity((double)number, one.Code ?? one.Unit ?? "", "en")
            ),
            CodeableConcept concept => ConceptNames.Of(concept),
            FhirString { Value: { } text } => BilingualText.Same(text),
            Integer { Value: { } number } => BilingualText.Same(number.ToString(CultureInfo.InvariantCulture)),
            FhirBoolean { Value: { } yes } => yes ? new("是", "yes") : new("否", "no"),
            _ => null,
        };

    private static bool IsError(Resource resource) =>
        EnteredInError.Says(resource) || resource is Observation { Status: ObservationStatus.Cancelled };

    // Neither when it was stored, nor how it is narrated, is what a document cites.
    private static string Plain(Resource resource)
    {
        var plain = (Resource)resource.DeepCopy();
        plain.Meta = null;
        if (plain is DomainResource domain)
            domain.Text = null;
        return FhirText.ToJson(plain, pretty: false);
    }
}
