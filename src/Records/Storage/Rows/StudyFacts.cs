using Hl7.Fhir.Model;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>What an ImagingStudy's new content does to films: takes them away, or claims those of somebody else.</summary>
internal static class StudyFacts
{
    /// <summary>Whether instances are missing on which a signed document rests, or which the archive keeps.</summary>
    /// <param name="isHeld">A signed document rests on the study.</param>
    /// <param name="isKept">Whether the archive has an instance.</param>
    public static bool LosesInstances(
        Database database,
        ImagingStudy after,
        Func<bool> isHeld,
        Func<string, bool> isKept
    )
    {
        if (Lookup.Current(database, "ImagingStudy", after.Id!)?.Resource() is not ImagingStudy before)
            return false;
        var lost = Instances(before).Except(Instances(after)).ToList();
        if (lost.Count == 0)
            return false;
        var still = Instances(after).Select(instance => instance.Sop).ToHashSet();
        return isHeld() || lost.Any(instance => !still.Contains(instance.Sop) && isKept(instance.Sop));
    }

    /// <summary>Whether an instance of the study is already one of a study of another patient.</summary>
    /// <param name="patient">Id of the patient whose chart the study is in.</param>
    public static bool ClaimsOfAnother(Database database, ImagingStudy study, string? patient)
    {
        var select = database.Prepare(
            "SELECT 1 FROM search s JOIN resource r ON r.key=s.resource WHERE s.parameter=(SELECT id FROM parameter WHERE name='ImagingStudy.instance') AND s.value=$1 AND r.deleted=0 AND r.id<>$2 AND r.patient IS NOT $3 LIMIT 1"
        );
        foreach (var (_, sop) in Instances(study))
        {
            var isOfAnother = select.Bind(1, sop).Bind(2, study.Id).Bind(3, patient).Step();
            select.Reset();
            if (isOfAnother)
                return true;
        }
        return false;
    }

    private static IEnumerable<(string? Series, string Sop)> Instances(ImagingStudy study) =>
        study.Series.SelectMany(series =>
            series
                .Instance.Where(instance => instance.Uid is not null)
                .Select(instance => ((string?)series.Uid, instance.Uid!))
        );
}
