using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>What an ImagingStudy's new content does to films: takes them away, puts others next to them, or claims those of somebody else.</summary>
internal static class StudyFacts
{
    /// <summary>
    /// Whether instances are missing on which a signed document rests, or which the archive keeps. What was never archived and
    /// came in after the signature may go again.
    /// </summary>
    /// <param name="now">The study's current content.</param>
    /// <param name="isSignedEvidence">A signed document rests on the study.</param>
    /// <param name="isKept">Whether the archive has an instance.</param>
    public static bool LosesInstances(
        Database database,
        ImagingStudy after,
        Lazy<ImagingStudy?> now,
        Func<bool> isSignedEvidence,
        Func<string, bool> isKept
    )
    {
        if (now.Value is not { } before)
            return false;
        var lost = Instances(before).Except(Instances(after)).ToList();
        if (lost.Count == 0)
            return false;
        var still = Sops(after);
        if (
            lost.Any(instance =>
                !still.Contains(instance.Sop)
                && (isKept(instance.Sop) || PatientOfFilm(database, instance.Sop) is not null)
            )
        )
        {
            return true;
        }

        return isSignedEvidence()
            && AsSigned
                .Contents(database, "ImagingStudy", after.Id!)
                .OfType<ImagingStudy>()
                .Any(signed => Instances(signed).Intersect(lost).Any());
    }

    /// <summary>
    /// Whether a study of which the archive has instances, or on which a signed document rests, gets an instance that the archive
    /// does not know as its patient's: whoever then sends a film of that name puts it next to the findings of another. What the
    /// study had when it was signed, or before where nothing was signed, may come back.
    /// </summary>
    /// <param name="patient">Id of the patient whose chart the study is in.</param>
    /// <param name="now">The study's current content; null when it is deleted.</param>
    /// <param name="arriving">The film that the study is stored for.</param>
    public static bool TakesUnknownInstances(
        Database database,
        ImagingStudy after,
        string? patient,
        Lazy<ImagingStudy?> now,
        ArchivedInstance? arriving,
        Func<bool> isSignedEvidence,
        Func<string, bool> isKept
    )
    {
        var id = after.Id!;
        var before = now.Value ?? Earlier(database, id).FirstOrDefault();
        if (before is null)
            return false;
        var added = Sops(after);
        if (now.Value is not null)
            added.ExceptWith(Sops(before));
        if (arriving is not null && arriving.Patient == patient)
            added.Remove(arriving.Sop);
        added.RemoveWhere(sop => PatientOfFilm(database, sop) is { } whose && whose == patient);
        if (added.Count == 0)
            return false;
        var held = isSignedEvidence();
        if (!held && !Sops(before).Any(sop => isKept(sop) || PatientOfFilm(database, sop) is not null))
            return false;
        var earlier = held
            ? AsSigned.Contents(database, "ImagingStudy", id).OfType<ImagingStudy>()
            : Earlier(database, id);
        foreach (var content in earlier)
            added.ExceptWith(Sops(content));
        return added.Count > 0;
    }

    /// <summary>
    /// Whether an instance of the study is another patient's: the archive noted so when it came in, or a study of another
    /// patient has it. A film from before that was noted stays with the patient of its study.
    /// </summary>
    /// <param name="patient">Id of the patient whose chart the study is in.</param>
    /// <param name="state">Of the study; null when its id was never used.</param>
    /// <param name="now">The study's current content; null when there is none.</param>
    public static bool ClaimsOfAnother(
        Database database,
        ImagingStudy study,
        string? patient,
        StoredState? state,
        Lazy<ImagingStudy?> now,
        Func<string, bool> isKept
    )
    {
        var isMoved = state is not null && state.Patient != patient;
        var before = isMoved ? Earlier(database, study.Id!).SelectMany(Sops).ToHashSet() : [];
        var claimed = Sops(study);
        // What the study has already was asked when it came in; a study grows film by film, and asking anew costs N² of them.
        if (!isMoved && now.Value is { } current)
            claimed.ExceptWith(Sops(current));
        var select = database.Prepare(
            "SELECT 1 FROM search s CROSS JOIN resource r ON r.key=s.resource WHERE s.parameter=(SELECT id FROM parameter WHERE name='ImagingStudy.instance') AND s.value=$1 AND r.deleted IS NOT 1 AND r.id<>$2 AND r.patient IS NOT $3 LIMIT 1"
        );
        foreach (var sop in claimed)
        {
            if (PatientOfFilm(database, sop) is { } whose)
            {
                if (whose != patient)
                    return true;
            }
            else if (before.Contains(sop) && isKept(sop))
            {
                return true;
            }

            var isOfAnother = select.Bind(1, sop).Bind(2, study.Id).Bind(3, patient).Step();
            select.Reset();
            if (isOfAnother)
                return true;
        }
        return false;
    }

    /// <summary>Whose a film was when it was archived; null when it was not, or when that was not noted.</summary>
    private static string? PatientOfFilm(Database database, string sop)
    {
        var select = database.Prepare("SELECT patient FROM instance WHERE sop=$1").Bind(1, sop);
        var patient = select.Step() ? select.Text(0) : null;
        select.Reset();
        return patient;
    }

    /// <summary>Every content that the study had, newest first, the current one included.</summary>
    private static IEnumerable<ImagingStudy> Earlier(Database database, string id) =>
        Lookup.Versions(database, "ImagingStudy", id).Select(version => version.Resource()).OfType<ImagingStudy>();

    private static HashSet<string> Sops(ImagingStudy study) => [.. Instances(study).Select(instance => instance.Sop)];

    private static IEnumerable<(string? Series, string Sop)> Instances(ImagingStudy study) =>
        study.Series.SelectMany(series =>
            series
                .Instance.Where(instance => instance.Uid is not null)
                .Select(instance => ((string?)series.Uid, instance.Uid!))
        );
}
