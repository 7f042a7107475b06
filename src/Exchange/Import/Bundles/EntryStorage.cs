using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>Stores the entries of a Bundle or of lines, and rejects by name what cannot be stored.</summary>
internal sealed class EntryStorage(FhirStore store, ImportWriter writer)
{
    private const int MostTries = 20;
    private static readonly IEqualityComparer<Resource> ReferenceComparer = ReferenceEqualityComparer.Instance;

    /// <summary>
    /// Stores the good entries and rejects the bad ones; of a whole one, all or none. What the entries rest on is settled with
    /// the commit: where the store has changed meanwhile, they are resolved anew.
    /// </summary>
    /// <returns>False when nothing was stored because it was rejected whole.</returns>
    public async Task<bool> StoreAsync(
        string place,
        IReadOnlyList<BundleEntry> entries,
        bool whole,
        Stored stored,
        ImportRun run
    )
    {
        using var references = new BundleReferences(entries);
        var rejected = new Dictionary<BundleEntry, RejectedItem>(ReferenceEqualityComparer.Instance);
        for (var attempt = 0; attempt < MostTries + entries.Count; attempt++)
        {
            var lookups = store.Lookups(run.Ct);
            List<BundleEntry> good;
            List<BundleEntry> existing;
            List<RejectedItem> refusals;
            try
            {
                references.Begin(lookups);
                (good, existing, refusals) = Check(entries, references, rejected, run);
                run.About.UnionWith(store.Audit.PatientsOf(lookups.Found).Concat(lookups.AskedAbout));
            }
            catch (TooCostlyException fault)
            {
                return await InPartsAsync(place, entries, whole, stored, run, fault).ConfigureAwait(false);
            }
            if (refusals.Count > 0)
            {
                run.About.UnionWith(store.Audit.PatientsOf(entries.SelectMany(entry => entry.About)));
            }
            if (whole && refusals.Count > 0)
            {
                refusals.ForEach(run.Reject);
                run.Reject(FhirRejections.Whole(place, refusals.Count, entries.Count));
                return false;
            }
            try
            {
                List<Write> writes = [.. good.Select(entry => new Write(entry.Resource!, entry.IfVersion))];
                var once = good.Where(entry => entry.IsIdOfContent)
                    .ToDictionary(entry => entry.Resource!, entry => entry.Place, ReferenceComparer);
                await writer.StoreAsync(writes, [], stored, run, lookups.Asked, once).ConfigureAwait(false);
                existing.ForEach(entry => stored.Add(entry.Resource!.TypeName, unchanged: true));
                refusals.ForEach(run.Reject);
                return true;
            }
            catch (PreconditionChangedException) { }
            catch (VersionConflictException conflict)
                when (good.Find(entry => IsOf(entry, conflict) && entry.IfVersion is not null) is { } conditional)
            {
                rejected[conditional] = FhirRejections.OtherVersion(conditional.Place, conflict.Type, conflict.Id);
            }
            catch (TooCostlyException fault)
            {
                return await InPartsAsync(place, entries, whole, stored, run, fault).ConfigureAwait(false);
            }
            catch (WriteRejectedException rejection) when (rejection.Index >= 0)
            {
                var entry = good[rejection.Index];
                rejected[entry] = EntryPrecheck.Refused(entry.Place, rejection);
            }
            catch (Exception fault) when (ImportFaults.IsOfContent(fault) && !whole && good.Count > 1)
            {
                // Something in them cannot be stored: each by itself, so that it spoils no other.
                foreach (var entry in good)
                {
                    await StoreAsync(entry.Place, [entry], whole: false, stored, run).ConfigureAwait(false);
                }
                refusals.ForEach(run.Reject);
                return true;
            }
            catch (Exception fault) when (ImportFaults.IsOfContent(fault))
            {
                run.Reject(ImportRejections.Unreadable(place));
                return false;
            }
        }
        run.Reject(FhirRejections.Busy(place));
        return false;
    }

    private static bool IsOf(BundleEntry entry, VersionConflictException conflict) =>
        (entry.Resource!.TypeName, entry.Resource.Id) == (conflict.Type, conflict.Id);

    /// <summary>Lines that ask too many questions at once are taken half by half; a Bundle, whose entries know each other, is rejected.</summary>
    private async Task<bool> InPartsAsync(
        string place,
        IReadOnlyList<BundleEntry> entries,
        bool whole,
        Stored stored,
        ImportRun run,
        TooCostlyException fault
    )
    {
        if (whole || !fault.IsOfNumber || entries.Count == 1 || entries.Any(entry => entry.FullUrl is not null))
        {
            run.Reject(FhirRejections.TooCostly(place, fault));
            return false;
        }
        var half = entries.Count / 2;
        var first = await StoreAsync(place, [.. entries.Take(half)], whole, stored, run).ConfigureAwait(false);
        return await StoreAsync(place, [.. entries.Skip(half)], whole, stored, run).ConfigureAwait(false) || first;
    }

    /// <summary>The entries to be stored, those that are there already, and the rejections of the others.</summary>
    private (List<BundleEntry> Good, List<BundleEntry> Existing, List<RejectedItem> Refusals) Check(
        IReadOnlyList<BundleEntry> entries,
        BundleReferences references,
        Dictionary<BundleEntry, RejectedItem> rejected,
        ImportRun run
    )
    {
        var (good, existing, refusals) = (new List<BundleEntry>(), new List<BundleEntry>(), new List<RejectedItem>());
        var seen = new HashSet<(string, string)>();
        foreach (var entry in entries)
        {
            try
            {
                if (rejected.GetValueOrDefault(entry) is { } earlier)
                {
                    refusals.Add(earlier);
                }
                else if (entry.Fault is null && references.Exists(entry))
                {
                    existing.Add(entry);
                }
                else if (RefusalOf(entry, references, seen, run) is { } refusal)
                {
                    refusals.Add(refusal);
                }
                else
                {
                    good.Add(entry);
                }
            }
            catch (Exception thrown) when (thrown is not TooCostlyException && ImportFaults.IsOfContent(thrown))
            {
                refusals.Add(ImportRejections.Unreadable(entry.Place));
            }
        }
        return (good, existing, refusals);
    }

    private RejectedItem? RefusalOf(
        BundleEntry entry,
        BundleReferences references,
        HashSet<(string, string)> seen,
        ImportRun run
    )
    {
        if (entry.Fault is { } fault)
        {
            return fault;
        }
        var resource = entry.Resource!;
        if (run.MayWrite?.Invoke(resource.TypeName) == false)
        {
            return FhirRejections.NotAllowed(entry.Place, resource.TypeName);
        }
        if (references.IsAmbiguous(entry))
        {
            return FhirRejections.SeveralMatch(entry.Place, resource.TypeName);
        }
        if (references.Resolve(entry) is { } unresolved)
        {
            return FhirRejections.Unresolved(entry.Place, unresolved);
        }
        return EntryPrecheck.Check(store, run.Origin, entry.Place, resource)
            ?? (
                seen.Add((resource.TypeName, resource.Id!))
                    ? null
                    : FhirRejections.Twice(entry.Place, resource.TypeName, resource.Id!)
            );
    }
}
