using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Preconditions;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>
/// Stores resources in one transaction, together with the Tasks that follow from them. What is there already, word for
/// word, is not written again, so that importing a file twice changes nothing.
/// </summary>
internal sealed class ImportWriter(FhirStore store, Func<Chart, IEnumerable<FhirTask>> workFor)
{
    private const int MostTries = 5;

    /// <summary>Stores all resources or none.</summary>
    /// <exception cref="PreconditionChangedException">A precondition does not hold any more. Nothing was stored.</exception>
    /// <exception cref="WriteRejectedException">A rule forbids one of the resources. Nothing was stored.</exception>
    /// <param name="tasks">Work that does not follow from the chart: the reading of a film.</param>
    /// <param name="preconditions">What the writes rest on.</param>
    /// <param name="once">
    /// Where those stand whose id follows from their content, by reference: taken back here, they do not come again with the same file.
    /// </param>
    /// <param name="askForWork">Also request the work that follows from the charts of the patients concerned.</param>
    public async Task StoreAsync(
        IReadOnlyList<Write> writes,
        IReadOnlyList<FhirTask> tasks,
        Stored stored,
        ImportRun run,
        IReadOnlyList<Precondition>? preconditions = null,
        IReadOnlyDictionary<Resource, string>? once = null,
        bool askForWork = true
    )
    {
        var all = writes;
        var withdrawn = once is null ? [] : writes.Where(write => IsWithdrawn(write.Resource, once)).ToList();
        if (withdrawn.Count > 0)
            writes = [.. writes.Except(withdrawn)];
        for (var attempt = 1; ; attempt++)
        {
            var changed = new List<Write>(writes.Count);
            foreach (var write in writes)
            {
                // An archived film is noted together with its study, which may have named it before; a condition is asked of the store.
                if (write.Archived is not null || write.IfVersion is not null || !IsUnchanged(write.Resource))
                {
                    changed.Add(write);
                }
            }
            var patients = Patients(writes.Select(w => w.Resource));
            var work = NewTasks(tasks.Concat(askForWork && changed.Count > 0 ? WorkFor(patients, changed, run) : []));
            try
            {
                await store
                    .CommitAsync(run.Origin, [.. changed, .. work], preconditions ?? [], run.Ct)
                    .ConfigureAwait(false);
            }
            catch (WriteRejectedException rejection) when (rejection.Index < changed.Count)
            {
                rejection.Index = IndexOf(all, changed[rejection.Index]);
                throw;
            }
            catch (VersionConflictException) when (attempt < MostTries && writes.All(w => w.IfVersion is null))
            {
                continue; // A Task of the same name appeared in the meantime.
            }
            var news = changed.Select(w => w.Resource).ToHashSet(ReferenceEqualityComparer.Instance);
            foreach (var write in writes)
            {
                stored.Add(write.Resource.TypeName, !news.Contains(write.Resource));
            }
            stored.Patients.UnionWith(patients);
            run.About.UnionWith(patients);
            foreach (var one in withdrawn)
            {
                run.Reject(ImportRejections.Withdrawn(once![one.Resource], one.Resource.TypeName, one.Resource.Id!));
            }
            run.Tasks += work.Count;
            return;
        }
    }

    /// <summary>Ids of the patients whose records these resources belong to.</summary>
    public static HashSet<string> Patients(IEnumerable<Resource> resources)
    {
        var patients = new HashSet<string>();
        foreach (var resource in resources)
        {
            if (
                References.Owner(resource) is { } owner
                && References.Split(owner) is { Type: "Patient", Id: { Length: > 0 } id }
            )
            {
                patients.Add(id);
            }
        }
        return patients;
    }

    private bool IsWithdrawn(Resource resource, IReadOnlyDictionary<Resource, string> once) =>
        once.ContainsKey(resource) && store.IsWithdrawn(resource.TypeName, resource.Id!);

    private bool IsUnchanged(Resource resource)
    {
        if (resource.Id is null || store.Read(resource.TypeName, resource.Id) is not { } current)
        {
            return false;
        }
        return Text(current) == Text(resource);
    }

    /// <summary>The text without version and time, which the store gives.</summary>
    private static string Text(Resource resource)
    {
        if (resource.Meta is { } meta)
        {
            meta.VersionId = null;
            meta.LastUpdated = null;
        }
        return FhirText.ToJson(resource);
    }

    /// <summary>The charts as they will be after this transaction, and the work that follows from them.</summary>
    private IEnumerable<FhirTask> WorkFor(HashSet<string> patients, List<Write> changed, ImportRun run)
    {
        var byPatient = changed
            .Select(w => (w.Resource, Owner: References.Owner(w.Resource) is { } o ? References.Split(o).Id : null))
            .ToLookup(p => p.Owner, p => p.Resource);
        foreach (var patient in patients)
        {
            var after = new Dictionary<(string, string), Resource>();
            foreach (var resource in store.Compartment(patient).Concat(byPatient[patient]))
            {
                after[(resource.TypeName, resource.Id!)] = resource;
            }
            if (!after.ContainsKey(("Patient", patient)))
            {
                continue;
            }
            IReadOnlyList<FhirTask> tasks;
            try
            {
                tasks = [.. workFor(Chart.From(patient, [.. after.Values]))];
            }
            catch (Exception fault) when (ImportFaults.IsOfContent(fault))
            {
                // What follows from data never keeps the data out.
                run.Reject(ImportRejections.NoWork($"Patient/{patient}"));
                continue;
            }
            foreach (var task in tasks)
            {
                yield return task;
            }
        }
    }

    private List<Write> NewTasks(IEnumerable<FhirTask> tasks) =>
        [
            .. tasks
                .DistinctBy(t => t.Id)
                .Where(t => store.Read<FhirTask>(t.Id!) is null)
                .Select(t => new Write(t, "0") { By = Origin.Product }),
        ];

    private static int IndexOf(IReadOnlyList<Write> writes, Write write)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (ReferenceEquals(writes[i], write))
            {
                return i;
            }
        }
        return -1;
    }
}
