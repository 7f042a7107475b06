using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Facts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Signing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Worklists;

/// <summary>The worklist: every draft, and all work that has not given one.</summary>
public static class Worklist
{
    /// <summary>At most so many documents that wait for somebody, and so many tasks, the newest of each.</summary>
    private const int MostOpen = 2000;

    /// <summary>At most so many signed documents, the newest: older ones are in their patients' charts.</summary>
    private const int MostSigned = 500;

    /// <summary>As many as one search takes.</summary>
    private const int PatientsAtOnce = 400;

    private const string SignedStates = "final,amended,corrected,appended,entered-in-error";

    private static readonly KeyValuePair<string, string> Documents = new(
        "code",
        string.Join(
            ',',
            Enum.GetNames<DocumentKind>().Select(kind => $"{DraftResources.DocumentSystem}|{kind.ToLowerInvariant()}")
        )
    );

    /// <summary>Reads the worklist in a few searches, whatever its length. Most urgent first, then soonest due.</summary>
    /// <param name="changes">Documents whose evidence changed since they were signed; none are looked for when null.</param>
    public static WorklistContent Load(FhirStore store, CitedChanges? changes = null)
    {
        var open = Newest(store, "DiagnosticReport", MostOpen, Documents, new("status:not", SignedStates));
        var signed = Newest(store, "DiagnosticReport", MostSigned, Documents, new("status", SignedStates));
        var work = Newest(
            store,
            "Task",
            MostOpen,
            new KeyValuePair<string, string>("status", "requested,in-progress,failed")
        );
        var changed = changes?.Open();
        // A document whose evidence changed is shown however old it is.
        var older =
            changed
                ?.Select(group => group.Key)
                .Except(signed.Resources.Select(report => report.Id!))
                .Take(MostOpen)
                .Select(store.Read<DiagnosticReport>)
                .OfType<DiagnosticReport>()
            ?? [];
        DiagnosticReport[] reports =
        [
            .. open.Resources.Concat(signed.Resources).OfType<DiagnosticReport>().Concat(older),
        ];
        FhirTask[] tasks =
        [
            .. work
                .Resources.OfType<FhirTask>()
                .Where(task => TaskQueue.KindOf(task) is not null || Damage.IsDamaged(task)),
        ];
        var owners = OwnersOfDamaged(store, [.. reports, .. tasks]);
        var patients = Patients(
            store,
            [.. reports.Select(PatientOf), .. tasks.Select(TaskQueue.PatientOf), .. owners.Values]
        );
        List<WorklistRow> rows =
        [
            .. reports
                .Select(report =>
                    Shown(
                        store,
                        report,
                        owners,
                        patients,
                        () => WithText(store, report, Changed(Row(report, patients), changed))
                    )
                )
                .Concat(tasks.Select(task => Shown(store, task, owners, patients, () => Row(task, patients))))
                .OrderBy(row => row.State == WorklistState.Signed)
                .ThenByDescending(row => row.Urgency)
                .ThenBy(row => row.Due ?? DateTimeOffset.MaxValue)
                .ThenByDescending(row => row.MadeAt),
        ];
        return new(
            rows,
            open.Total - open.Resources.Count + work.Total - work.Resources.Count,
            signed.Total - signed.Resources.Count
        );
    }

    private static SearchResult Newest(
        FhirStore store,
        string type,
        int most,
        params KeyValuePair<string, string>[] conditions
    ) => store.Search(new SearchRequest(type, conditions, most, Sort: "-_lastUpdated") { OwnOnly = true });

    /// <summary>The row, or one that says that the resource is damaged: one never takes the list away.</summary>
    private static WorklistRow Shown(
        FhirStore store,
        Resource resource,
        Dictionary<string, string> owners,
        Dictionary<string, Patient> patients,
        Func<WorklistRow> row
    )
    {
        try
        {
            if (!Damage.IsDamaged(resource))
            {
                return row();
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Told below like any other that cannot be read.
        }
        var patient =
            owners.GetValueOrDefault(resource.Id!)
            ?? store.Audit.PatientsOf([$"{resource.TypeName}/{resource.Id}"]).FirstOrDefault()
            ?? "";
        var last = resource is DiagnosticReport ? store.LastWhole<DiagnosticReport>(resource.Id!) : null;
        var kind = last is null ? null : DraftResources.KindOf(last);
        return Row(
            patients.GetValueOrDefault(patient),
            Damaged(
                new WorklistRow(
                    resource.Id!,
                    resource is FhirTask ? resource.Id : null,
                    kind ?? DocumentKind.Diagnosis,
                    patient,
                    Unnamed,
                    null,
                    null,
                    kind is { } known ? DraftSummary.Name(known)
                        : resource is FhirTask ? new("分析任务", "Analysis")
                        : new("文书", "Document"),
                    new("记录损坏，无法显示", "damaged: cannot be shown"),
                    Urgency.NeedsReading,
                    null,
                    WorklistState.Failed,
                    last is null ? DateTimeOffset.MinValue : ChartTimes.Of(last.Effective) ?? DateTimeOffset.MinValue,
                    false
                ),
                resource is DiagnosticReport report ? SignatureNote.Of(store, report) : null
            )
        );
    }

    private static WorklistRow Changed(WorklistRow row, ILookup<string, CitedChange>? changed) =>
        changed?[row.Key].ToList() is { Count: > 0 } cited && row is { State: WorklistState.Signed, Ended: null }
            ? row with
            {
                State = WorklistState.Changed,
                Urgency = Urgency.NeedsReading,
                Says = BilingualText.Join("；", "; ", cited.Take(3).Select(change => change.Short)),
            }
            : row;

    /// <summary>The row of a report that can be read, as long as its text can be read too.</summary>
    private static WorklistRow WithText(FhirStore store, DiagnosticReport report, WorklistRow row) =>
        WholeTexts.Of(store).IsDamaged(store, report)
            ? Damaged(
                row with
                {
                    Says = new(
                        "正文已损坏，无法显示；可从备份恢复，或重新请求分析",
                        "the text is damaged and cannot be shown: restore it from a backup, or ask for the analysis again"
                    ),
                    Urgency = Urgency.NeedsReading,
                    Due = null,
                    State = WorklistState.Failed,
                },
                SignatureNote.Of(store, report)
            )
            : row with
            {
                Label =
                    IsLabelled(report) && DraftResources.Load(store, report.Id!) is { Status: DraftStatus.Draft } draft
                        ? PreliminarySignatures.Label(draft)
                        : null,
                PdfDamaged =
                    row.State is WorklistState.Signed or WorklistState.Changed
                    && WholeTexts.Of(store).IsPdfDamaged(store, report),
            };

    /// <summary>Somebody has signed it, or its words are a person's: its draft has to be read to say so.</summary>
    private static bool IsLabelled(DiagnosticReport report) =>
        DraftResources.StatusOf(report) == DraftStatus.Draft
        && (
            report.GetExtension(PreliminarySignatures.Extension) is not null
            || FollowedBy.OriginalOf(report) is not null
        );

    private static WorklistRow Damaged(WorklistRow row, SignatureNote? signature) =>
        signature is null
            ? row with
            {
                Damaged = true,
            }
            : row with
            {
                Damaged = true,
                State = WorklistState.Signed,
                Says = signature.Damaged(),
            };

    /// <summary>Whose the damaged ones are, as the store knows next to their content; by their id.</summary>
    private static Dictionary<string, string> OwnersOfDamaged(FhirStore store, IEnumerable<Resource> resources) =>
        resources
            .Where(Damage.IsDamaged)
            .Select(lost => (lost.Id, Owner: store.Audit.PatientsOf([$"{lost.TypeName}/{lost.Id}"]).FirstOrDefault()))
            .Where(lost => lost.Owner is not null)
            .DistinctBy(lost => lost.Id)
            .ToDictionary(lost => lost.Id!, lost => lost.Owner!);

    private static WorklistRow Row(DiagnosticReport report, Dictionary<string, Patient> patients)
    {
        var kind = DraftResources.KindOf(report)!.Value;
        var cannot = report.GetExtensionValue<Code>(DraftResources.OutcomeExtension)?.Value == "cannot-say";
        var reviewed = report.GetExtensionValue<FhirBoolean>(DraftResources.ReviewExtension)?.Value == true;
        var signed = DraftResources.StatusOf(report) == DraftStatus.Signed;
        var ended = FollowedBy.Withdrawal(report) ?? FollowedBy.Successor(report);
        var original = FollowedBy.OriginalOf(report);
        var name = original is { } of ? FollowedBy.NameOf(of.Kind, DraftSummary.Name(kind)) : DraftSummary.Name(kind);
        return Row(
            patients.GetValueOrDefault(PatientOf(report)),
            new WorklistRow(
                report.Id!,
                null,
                kind,
                PatientOf(report),
                Unnamed,
                null,
                null,
                name,
                ended is not null ? FollowedBy.Ended(ended)
                    : original is { Kind: FollowUpKind.CoSignature } ? FollowedBy.NameOf(FollowUpKind.CoSignature)
                    : Translations.Read(report.GetExtensionValue<FhirString>(DraftResources.SaysExtension))
                        ?? DraftSummary.Name(kind),
                Enum.TryParse<Urgency>(
                    report.GetExtensionValue<Code>(DraftResources.UrgencyExtension)?.Value,
                    out var urgency
                )
                    ? urgency
                    : Urgency.Routine,
                signed ? null : Moment(report.GetExtensionValue<FhirDateTime>(DraftResources.DueExtension)),
                signed ? WorklistState.Signed
                    : reviewed ? WorklistState.InReview
                    : cannot ? WorklistState.NeedsReading
                    : WorklistState.Draft,
                Moment(report.Effective as FhirDateTime) ?? DateTimeOffset.MinValue,
                Labels.IsSynthetic(report)
            )
            {
                Reviewers = DraftResources.ReviewersOf(report),
                Ended = ended?.Kind,
                SignedBy = signed ? SignedLabels.Signers(report) : BilingualText.Same(""),
                SignedAt = signed ? report.Issued : null,
            }
        );
    }

    private static WorklistRow Row(FhirTask task, Dictionary<string, Patient> patients)
    {
        var kind = TaskQueue.KindOf(task) switch
        {
            TaskType.Imaging => DocumentKind.Imaging,
            TaskType.Forecast => DocumentKind.Forecast,
            _ => DocumentKind.Diagnosis,
        };
        var failed = task.Status == FhirTask.TaskStatus.Failed;
        var patient = TaskQueue.PatientOf(task);
        return Row(
            patients.GetValueOrDefault(patient),
            new WorklistRow(
                task.Id!,
                task.Id,
                kind,
                patient,
                Unnamed,
                null,
                null,
                DraftSummary.Name(kind),
                failed
                    ? TaskQueue.ReasonOf(task) ?? new BilingualText("分析失败", "The analysis failed")
                    : new BilingualText("分析中", "Being analysed"),
                failed ? Urgency.NeedsReading : Urgency.Routine,
                null,
                failed ? WorklistState.Failed : WorklistState.Working,
                Moment(task.AuthoredOnElement) ?? DateTimeOffset.MinValue,
                false
            )
        );
    }

    private static readonly BilingualText Unnamed = new("姓名未记录", "name not recorded");

    private static WorklistRow Row(Patient? patient, WorklistRow row) =>
        patient is null
            ? row with
            {
                PatientNumber = PatientSummaries.ShortId(row.PatientId),
            }
            : row with
            {
                PatientNumber = PatientSummaries.Number(patient),
                PatientName = PatientSummaries.Name(patient) ?? Unnamed,
                Sex = patient.Gender?.ToString().ToLowerInvariant(),
                BirthDate = patient.BirthDate,
                Synthetic = row.Synthetic || Labels.IsSynthetic(patient),
            };

    private static Dictionary<string, Patient> Patients(FhirStore store, IReadOnlyList<string> ids) =>
        ids.Where(IsId)
            .Distinct()
            .Chunk(PatientsAtOnce)
            .SelectMany(some =>
                store.Search(new SearchRequest("Patient", [new("_id", string.Join(',', some))], some.Length)).Resources
            )
            .OfType<Patient>()
            .ToDictionary(patient => patient.Id!);

    private static bool IsId(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    /// <summary>Id of the report's patient; empty when it names none.</summary>
    private static string PatientOf(DiagnosticReport report) =>
        report.Subject?.Reference is { } subject && References.Split(subject) is ("Patient", var id) ? id : "";

    private static DateTimeOffset? Moment(FhirDateTime? time) => ChartTimes.Of(time);
}
