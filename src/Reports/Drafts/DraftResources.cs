using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Codes;

namespace Xinglin.Reports.Drafts;

/// <summary>A draft as it is in the store.</summary>
/// <param name="Version">Version of the DiagnosticReport; a change must name it (<see cref="VersionConflictException"/> otherwise).</param>
public sealed record StoredDraft(Draft Draft, string Version, DraftStatus Status, DiagnosticReport Report)
{
    /// <summary>The language that was signed; null while nothing is.</summary>
    public string? SignedLanguage => Status == DraftStatus.Signed ? Report.Language : null;
}

public enum DraftStatus
{
    /// <summary>FHIR <c>preliminary</c>: written by the program, not yet signed.</summary>
    Draft,

    /// <summary>FHIR <c>final</c>, <c>amended</c>, <c>corrected</c>, <c>appended</c>, or withdrawn: <c>entered-in-error</c>.</summary>
    Signed,
}

/// <summary>
/// A draft in FHIR: a DiagnosticReport with the AI label, whose <c>presentedForm</c> points at a Binary with the draft's JSON.
/// Each saved version has a Binary of its own, named after its content, so that every version can be read again.
/// </summary>
public static class DraftResources
{
    public const string DocumentSystem = CodeSystems.Base + "CodeSystem/document";
    public const string SaysExtension = CodeSystems.Base + "StructureDefinition/draft-says";
    public const string UrgencyExtension = CodeSystems.Base + "StructureDefinition/draft-urgency";
    public const string DueExtension = CodeSystems.Base + "StructureDefinition/draft-due";
    public const string ReviewExtension = CodeSystems.Base + "StructureDefinition/draft-review";

    /// <summary>User id of somebody who decided, edited or signed; repeated.</summary>
    public const string ReviewerExtension = CodeSystems.Base + "StructureDefinition/draft-reviewer";
    public const string OutcomeExtension = CodeSystems.Base + "StructureDefinition/draft-outcome";

    /// <summary>
    /// A new draft, to be stored in the transaction that completes the work. The report must not exist yet, so that work
    /// done twice never overwrites what a clinician has begun to review.
    /// </summary>
    public static IReadOnlyList<Write> ToWrites(Draft draft)
    {
        var report = NewReport(draft);
        return [Attach(report, draft), new Write(report, "0")];
    }

    /// <summary>The same report with a changed draft, guarded by the version the change was made on.</summary>
    internal static IReadOnlyList<Write> ToWrites(StoredDraft stored, Draft changed, string userId)
    {
        var report = (DiagnosticReport)stored.Report.DeepCopy();
        var reviewed = changed.Decisions.Count > 0 || Sentences(changed).Any(sentence => sentence.Author is not null);
        report.RemoveExtension(ReviewExtension);
        if (reviewed)
        {
            report.AddExtension(ReviewExtension, new FhirBoolean(true));
        }
        AddReviewer(report, userId);
        return [Attach(report, changed), new Write(report, stored.Version)];
    }

    /// <summary>Notes on the report who has worked on it, each once.</summary>
    internal static void AddReviewer(DiagnosticReport report, string userId)
    {
        if (userId.Length > 0 && !ReviewersOf(report).Contains(userId))
        {
            report.AddExtension(ReviewerExtension, new FhirString(userId));
        }
    }

    internal static IReadOnlyList<string> ReviewersOf(DiagnosticReport report) =>
        [
            .. report
                .GetExtensions(ReviewerExtension)
                .Select(note => note.Value)
                .OfType<FhirString>()
                .Select(id => id.Value)
                .OfType<string>(),
        ];

    /// <summary>The current version; null when there is no such draft.</summary>
    public static StoredDraft? Load(FhirStore store, string id) =>
        store.Read<DiagnosticReport>(id) is { } report ? Open(store, report) : null;

    /// <summary>Every version of a draft, oldest first; the first is what the program wrote.</summary>
    public static IReadOnlyList<StoredDraft> Versions(FhirStore store, string id) =>
        [
            .. store
                .History("DiagnosticReport", id)
                .OfType<DiagnosticReport>()
                .Select(report => Open(store, report))
                .OfType<StoredDraft>()
                .Reverse(),
        ];

    /// <summary>The drafts of a patient, newest first.</summary>
    public static IReadOnlyList<StoredDraft> ForPatient(FhirStore store, string patientId) =>
        [
            .. store
                .ByPatient<DiagnosticReport>(patientId)
                .Select(report => Open(store, report))
                .OfType<StoredDraft>()
                .OrderByDescending(stored => stored.Draft.Prediction.Context.MadeAt),
        ];

    internal static IEnumerable<Sentence> Sentences(Draft draft) =>
        draft.Texts.Values.SelectMany(text => text.Sections).SelectMany(section => section.Sentences);

    /// <summary>What kind of draft a report says it is; null when of none. Whether it is one tells its authorship.</summary>
    internal static DocumentKind? KindOf(DiagnosticReport report) =>
        report.Code?.Coding.FirstOrDefault(coding => coding.System == DocumentSystem)?.Code is { } code
        && Enum.TryParse<DocumentKind>(code, ignoreCase: true, out var kind)
            ? kind
            : null;

    internal static DraftStatus StatusOf(DiagnosticReport report) =>
        ReportStatus.IsFinal(report) || report.Status == DiagnosticReport.DiagnosticReportStatus.EnteredInError
            ? DraftStatus.Signed
            : DraftStatus.Draft;

    private static StoredDraft? Open(FhirStore store, DiagnosticReport report)
    {
        var form = report.PresentedForm.FirstOrDefault(form => form.ContentType == DraftJson.MediaType);
        if (!report.IsOwn() || KindOf(report) is null || form?.Url is null)
        {
            return null;
        }
        // Whatever became of the text, the report next to it and the patient's other documents stay in sight.
        return
            References.Split(form.Url) is ("Binary", var id)
            && store.Read<Binary>(id) is { Data: { } json } text
            && text.IsOwn()
            && DraftJson.TryRead(json) is { } draft
            && report.Meta?.VersionId is { } version
            && !(StatusOf(report) == DraftStatus.Signed && store.IsAltered("DiagnosticReport", report.Id!))
            ? new StoredDraft(draft, version, StatusOf(report), report)
            : null;
    }

    /// <summary>
    /// True for a report that is a draft of this program or its signed form, but whose text cannot be read or is not what was signed.
    /// </summary>
    public static bool IsDamaged(FhirStore store, DiagnosticReport report) =>
        Damage.IsDamaged(report)
        || KindOf(report) is not null
            && report.PresentedForm.Any(form => form.ContentType == DraftJson.MediaType)
            && Open(store, report) is null;

    /// <summary>True for a signed document of this program whose PDF is damaged or missing, whatever its text is.</summary>
    public static bool IsPdfDamaged(FhirStore store, DiagnosticReport report) =>
        report.IsOwn()
        && KindOf(report) is not null
        && StatusOf(report) == DraftStatus.Signed
        && store.IsAltered("Binary", $"{report.Id}-pdf");

    /// <summary>Puts the draft's JSON next to the report and points the report at it.</summary>
    internal static Write Attach(DiagnosticReport report, Draft draft)
    {
        var json = DraftJson.Write(draft);
        var binary = new Binary
        {
            Id = $"{draft.Id}-{Digest.Short(json)}",
            ContentType = DraftJson.MediaType,
            Data = json,
            SecurityContext = new ResourceReference($"Patient/{draft.PatientId}"),
        };
        Label(binary, draft);
        report.PresentedForm.RemoveAll(form => form.ContentType == DraftJson.MediaType);
        report.PresentedForm.Add(new Attachment { ContentType = DraftJson.MediaType, Url = $"Binary/{binary.Id}" });
        return new Write(binary);
    }

    internal static void Label(Resource resource, Draft draft)
    {
        // Words that follow a signed document are a person's; a new version still is what was drafted by AI.
        if (draft.FollowUp is null or { IsNewVersion: true })
            Labels.MarkAi(resource);
        if (draft.Prediction.Context.Synthetic)
        {
            Labels.MarkSynthetic(resource);
        }
    }

    internal static DiagnosticReport NewReport(Draft draft)
    {
        var context = draft.Prediction.Context;
        var summary = DraftSummary.Of(draft);
        var report = new DiagnosticReport
        {
            Id = draft.Id,
            Status = DiagnosticReport.DiagnosticReportStatus.Preliminary,
            Code = new CodeableConcept(
                DocumentSystem,
                draft.Kind.ToString().ToLowerInvariant(),
                draft.Texts["en"].Title,
                draft.Texts["en"].Title
            ),
            Subject = new ResourceReference($"Patient/{draft.PatientId}"),
            Effective = new FhirDateTime(context.MadeAt),
            Issued = context.MadeAt,
            ConclusionElement = null,
        };
        if (draft.Kind == DocumentKind.Imaging)
        {
            // LOINC 18748-4: Diagnostic imaging study; category RAD of HL7 table 0074.
            report.Code.Coding.Add(new Coding(CodeSystems.Loinc, "18748-4", "Diagnostic imaging study"));
            report.Category = [new CodeableConcept("http://terminology.hl7.org/CodeSystem/v2-0074", "RAD")];
            if (context.Focus.StartsWith("ImagingStudy/", StringComparison.Ordinal))
            {
                report.ImagingStudy = [new ResourceReference(context.Focus)];
            }
        }
        report.AddExtension(SaysExtension, Translations.Text(summary.Says));
        report.AddExtension(UrgencyExtension, new Code(summary.Urgency.ToString()));
        report.AddExtension(
            OutcomeExtension,
            new Code(draft.Prediction is Prediction.CannotSay ? "cannot-say" : "answer")
        );
        if (summary.Due is { } due)
        {
            report.AddExtension(DueExtension, new FhirDateTime(due));
        }
        if (draft.FollowUp is { } follows)
            FollowedBy.Relate(report, follows);
        Label(report, draft);
        return report;
    }
}
