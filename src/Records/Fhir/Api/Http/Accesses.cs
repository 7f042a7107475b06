using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Http;

/// <summary>
/// Tells the audit trail what an interaction touched and whose it is. Within a batch the first stays the entry's entity and
/// all of them are its items.
/// </summary>
internal static class Accesses
{
    /// <summary>Versions that are sent, under the address of the first or a name of their own.</summary>
    /// <param name="entity">Null: that of the one version.</param>
    public static AccessNote Note(
        HttpContext context,
        FhirStore store,
        IReadOnlyList<StoredRow> sent,
        string? entity = null
    )
    {
        var note = AccessNote.Of(context).About(store.Texts.PatientsOf(sent));
        return Place(note, entity is null ? [.. sent.Select(Reference)] : [entity]);
    }

    public static AccessNote Note(HttpContext context, FhirStore store, params IReadOnlyList<string> references) =>
        Place(AccessNote.Of(context).About(store.Audit.PatientsOf(references)), references);

    /// <summary>
    /// One entry for a search: its type, the names of its parameters, and what it found; of one that sends no resource the count,
    /// and whose data was counted.
    /// </summary>
    public static void NoteSearch(
        HttpContext context,
        FhirStore store,
        string type,
        IEnumerable<KeyValuePair<string, string>> parameters,
        FoundRows found
    )
    {
        var names = string.Join('&', parameters.Select(p => FhirRejection.Shown(p.Key)).Distinct());
        var note = AccessNote.Of(context);
        var question = names.Length == 0 ? type : $"{type}?{names}";
        if (note.Entity is null)
            note.Entity = question;
        else
            note.With(question);
        note.With(found.Rows.Select(Reference)).About(store.Texts.PatientsOf(found.Rows)).About(found.Matched);
        if (found.Rows.Count == 0)
            note.With(string.Create(CultureInfo.InvariantCulture, $"count:{found.Total}"));
    }

    /// <summary>Before something is stored: whether who asks may touch the charts that it concerns.</summary>
    /// <param name="references">What is written, and to whom its content refers.</param>
    /// <exception cref="ChartClosedException">One of them is closed to who asks. Nothing was stored.</exception>
    public static void RequireOpen(HttpContext context, FhirStore store, IEnumerable<string> references)
    {
        var all = references.ToList();
        ChartRule.Ask(
            context,
            [
                .. store
                    .Audit.PatientsOf(all)
                    .Concat(all.Select(References.Split).Where(to => to.Type == "Patient").Select(to => to.Id))
                    .Distinct(),
            ]
        );
    }

    /// <summary>What the conditions of a write found, whether or not it was carried out.</summary>
    public static void NoteConditions(HttpContext context, FhirStore store, Lookups? lookups)
    {
        if (lookups is null || lookups.Asked.Count == 0)
            return;
        var found = lookups.Found;
        AccessNote.Of(context).With(found).About(store.Audit.PatientsOf(found)).About(lookups.AskedAbout);
    }

    /// <summary>Something that was rejected within a batch: what it was about, and the status.</summary>
    /// <param name="about">References to whom its content is about.</param>
    public static void NoteRefusal(
        HttpContext context,
        FhirStore store,
        string what,
        int status,
        IEnumerable<string> about
    )
    {
        var bare = what.Split('?')[0].Trim('/').Split('/');
        var reference = bare.Length > 1 ? $"{bare[0]}/{bare[1]}" : bare[0];
        var note = AccessNote.Of(context).About(store.Audit.PatientsOf([reference, .. about]));
        note.With(
            string.Create(CultureInfo.InvariantCulture, $"{RequestWords.Plain(string.Join('/', bare))}#{status}")
        );
    }

    private static AccessNote Place(AccessNote note, IReadOnlyList<string> references)
    {
        if (references is [var one] && note.Entity is null)
            note.Entity = one;
        else
            note.With(references);
        return note;
    }

    // A version that cannot be read is none: the trail would name for ever what never was.
    private static string Reference(StoredRow version) =>
        version.HasVersion
            ? string.Create(CultureInfo.InvariantCulture, $"{version.Type}/{version.Id}/_history/{version.Version}")
            : $"{version.Type}/{version.Id}";

    /// <summary>A resource with its version, where that is known.</summary>
    public static string Reference(Resource resource) =>
        $"{resource.TypeName}/{resource.Id}"
        + (resource.Meta?.VersionId is { Length: > 0 } version ? $"/_history/{version}" : "");
}
