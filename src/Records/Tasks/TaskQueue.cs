using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Tasks;

/// <summary>What can be worked out from a patient's data.</summary>
public enum TaskType
{
    /// <summary>A diagnosis from the chart.</summary>
    Diagnosis,

    /// <summary>A forecast from home readings.</summary>
    Forecast,

    /// <summary>A reading of a chest film.</summary>
    Imaging,
}

/// <summary>
/// Work that must survive a crash: FHIR Tasks, requested → in-progress → completed | failed, stored with the data that
/// caused them. Work may be started twice after a crash; its effect happens once, because results and the Task's
/// completion are one transaction guarded by the Task's version. Thread-safe.
/// </summary>
public sealed class TaskQueue(FhirStore store, TimeProvider clock)
{
    private const int MostAttempts = 2;

    /// <summary>Work that is at fault for the interruptions must end somewhere; a power cut or two is not its fault.</summary>
    private const int MostStarts = 5;

    /// <summary>
    /// A new Task, to be committed in the same transaction as the data it is about, guarded by version <c>"0"</c> when
    /// work that is already known must not be asked for again.
    /// </summary>
    /// <param name="patientId">Logical id of the patient.</param>
    /// <param name="focus">
    /// What it is about: a reference such as <c>ImagingStudy/…</c>. The id follows from kind and focus alone, so that the same
    /// datum sent twice asks for one piece of work.
    /// </param>
    public FhirTask New(TaskType kind, string patientId, string focus)
    {
        var now = clock.GetUtcNow();
        return new FhirTask
        {
            Id = IdOf(kind, focus),
            Status = FhirTask.TaskStatus.Requested,
            Intent = FhirTask.TaskIntent.Order,
            Priority = RequestPriority.Routine,
            Code = new CodeableConcept(TaskCodes.System, TaskCodes.Of(kind)) { Text = TaskCodes.Text(kind).En },
            For = new ResourceReference("Patient/" + patientId),
            Focus = new ResourceReference(focus),
            AuthoredOnElement = new FhirDateTime(now),
            LastModifiedElement = new FhirDateTime(now),
        };
    }

    /// <summary>The id that work of this kind on this focus always has.</summary>
    public static string IdOf(TaskType kind, string focus)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(kind + "\n" + focus));
        return $"{TaskCodes.Of(kind)}-{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }

    /// <summary>What kind of work a Task asks for; null when it is not ours.</summary>
    public static TaskType? KindOf(FhirTask task) =>
        TaskCodes.KindOf(task.Code?.Coding.FirstOrDefault(c => c.System == TaskCodes.System)?.Code);

    /// <summary>Logical id of the patient that a Task is for; empty when it names none.</summary>
    public static string PatientOf(FhirTask task) =>
        task.For?.Reference is { } reference && References.Split(reference) is ("Patient", var id) ? id : "";

    /// <summary>Everything requested or in progress, oldest first: what is taken up again at start.</summary>
    public IReadOnlyList<FhirTask> Unfinished() => All("requested,in-progress").Where(IsOurs).ToList();

    /// <summary>Everything that failed for good and waits for a person, oldest first.</summary>
    public IReadOnlyList<FhirTask> Failed() => All("failed").Where(IsOurs).ToList();

    /// <summary>
    /// Marks the work as begun and counts the attempt. Null when it is finished, unknown, or was interrupted once too
    /// often (then it has become <c>failed</c>, for a person to decide).
    /// </summary>
    /// <remarks>
    /// Work that is already in progress is taken up again: its worker died, or is still at it, in which case only the first
    /// to complete has an effect.
    /// </remarks>
    public async Task<FhirTask?> TakeUpAsync(string id, CancellationToken ct = default)
    {
        while (true)
        {
            if (store.Read<FhirTask>(id) is not { } task || !task.IsOwn())
                return null;
            if (task.Status is not (FhirTask.TaskStatus.Requested or FhirTask.TaskStatus.InProgress))
                return null;
            var attempts = Attempts.Of(task);
            if (task.Status == FhirTask.TaskStatus.InProgress && attempts >= MostStarts)
            {
                if (await TryStoreAsync(Failing(task, TaskCodes.Interrupted), ct).ConfigureAwait(false))
                    return null;
                continue;
            }
            Attempts.Set(task, attempts + 1);
            task.Status = FhirTask.TaskStatus.InProgress;
            task.StatusReason = null;
            task.LastModifiedElement = new FhirDateTime(clock.GetUtcNow());
            if (await TryStoreAsync(task, ct).ConfigureAwait(false))
                return task;
        }
    }

    /// <summary>Stores the results and completes the Task in one transaction.</summary>
    /// <param name="task">As <see cref="TakeUpAsync"/> returned it.</param>
    /// <exception cref="VersionConflictException">
    /// Somebody else completed, failed or took up the work in the meantime. Nothing of these results was stored.
    /// </exception>
    public async Task CompleteAsync(FhirTask task, IReadOnlyList<Write> results, CancellationToken ct = default)
    {
        var done = (FhirTask)task.DeepCopy();
        done.Status = FhirTask.TaskStatus.Completed;
        done.LastModifiedElement = new FhirDateTime(clock.GetUtcNow());
        foreach (var result in results)
            result.Resource.Id ??= Guid.CreateVersion7().ToString();
        done.Output =
        [
            .. results.Select(r => new FhirTask.OutputComponent
            {
                Type = new CodeableConcept { Text = r.Resource.TypeName },
                Value = new ResourceReference($"{r.Resource.TypeName}/{r.Resource.Id}"),
            }),
        ];
        await store
            .CommitAsync(Origin.Product, [new Write(done, VersionOf(task)), .. results], ct)
            .ConfigureAwait(false);
    }

    /// <summary>Gives the work back: requested again after the first failure, <c>failed</c> after the second.</summary>
    /// <param name="task">As <see cref="TakeUpAsync"/> returned it.</param>
    /// <param name="reason">What a clinician reads on the worklist; no patient data.</param>
    /// <exception cref="VersionConflictException">Somebody else finished or took up the work in the meantime.</exception>
    public async Task FailAsync(FhirTask task, BilingualText reason, CancellationToken ct = default)
    {
        var failing = Failing((FhirTask)task.DeepCopy(), reason);
        if (Attempts.Of(failing) < MostAttempts)
            failing.Status = FhirTask.TaskStatus.Requested;
        await store.CommitAsync(Origin.Product, [new Write(failing, VersionOf(task))], ct).ConfigureAwait(false);
    }

    /// <summary>A person's "try again": failed work is requested anew, with its attempts counted from zero.</summary>
    /// <returns>False when the work is unknown or has not failed.</returns>
    public async Task<bool> RetryAsync(string id, string accountId, CancellationToken ct = default)
    {
        if (store.Read<FhirTask>(id) is not { Status: FhirTask.TaskStatus.Failed } task || !IsOurs(task))
            return false;
        Attempts.Set(task, 0);
        task.Status = FhirTask.TaskStatus.Requested;
        task.StatusReason = null;
        task.LastModifiedElement = new FhirDateTime(clock.GetUtcNow());
        await store.CommitAsync(Origin.Person(accountId), [new Write(task, VersionOf(task))], ct).ConfigureAwait(false);
        return true;
    }

    /// <summary>Why a Task failed or was given back, in both languages; null when it was not.</summary>
    public static BilingualText? ReasonOf(FhirTask task) => Translations.Read(task.StatusReason);

    private static bool IsOurs(FhirTask task) => task.IsOwn() && KindOf(task) is not null;

    private static string VersionOf(FhirTask task) =>
        task.Meta?.VersionId ?? throw new ArgumentException("The Task was not read from the store.", nameof(task));

    private FhirTask Failing(FhirTask task, BilingualText reason)
    {
        task.Status = FhirTask.TaskStatus.Failed;
        task.StatusReason = Translations.Concept(reason);
        task.LastModifiedElement = new FhirDateTime(clock.GetUtcNow());
        return task;
    }

    private async Task<bool> TryStoreAsync(FhirTask task, CancellationToken ct)
    {
        try
        {
            await store.CommitAsync(Origin.Product, [new Write(task, VersionOf(task))], ct).ConfigureAwait(false);
            return true;
        }
        catch (VersionConflictException)
        {
            return false;
        }
    }

    private IEnumerable<FhirTask> All(string statuses)
    {
        for (var offset = 0; ; offset += 500)
        {
            var page = store.Search(new("Task", [new("status", statuses)], 500, offset));
            foreach (var task in page.Resources)
                yield return (FhirTask)task;
            if (offset + 500 >= page.Total)
                yield break;
        }
    }
}
