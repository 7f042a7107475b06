using System.Globalization;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Fhir.Api;

/// <summary>
/// Tells the audit trail what an interaction touched and whose it is. Within a batch the first stays the entry's entity and
/// all of them are its items.
/// </summary>
internal static class Accesses
{
    public static AccessNote Note(HttpContext context, FhirStore store, StoredRow found) =>
        Note(context, store, Reference(found));

    public static AccessNote Note(HttpContext context, FhirStore store, params IReadOnlyList<string> references)
    {
        var note = AccessNote.Of(context).About(store.Audit.PatientsOf(references));
        if (references is [var one] && note.Entity is null)
            note.Entity = one;
        else
            note.With(references);
        return note;
    }

    /// <summary>One entry for a search: its type, the names of its parameters, and what it found.</summary>
    public static void NoteSearch(
        HttpContext context,
        FhirStore store,
        string type,
        IEnumerable<KeyValuePair<string, string>> parameters,
        FoundRows found
    )
    {
        var names = string.Join('&', parameters.Select(p => FhirRefusal.Shown(p.Key)).Distinct());
        var note = AccessNote.Of(context);
        var question = names.Length == 0 ? type : $"{type}?{names}";
        if (note.Entity is null)
            note.Entity = question;
        else
            note.With(question);
        var references = found.Rows.Select(Reference).ToList();
        note.With(references).About(store.Audit.PatientsOf(references));
    }

    private static string Reference(StoredRow version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version.Type}/{version.Id}/_history/{version.Version}");
}
