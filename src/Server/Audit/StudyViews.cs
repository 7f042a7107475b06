using System.Collections.Concurrent;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.Audit;

/// <summary>
/// Who has opened the page of which imaging study. Nothing of its own is kept: the audit trail, in which each view is recorded before
/// anything is shown, answers for all months and after every restart. Thread-safe.
/// </summary>
public sealed class StudyViews(AccessTrail trail)
{
    /// <summary>Views that are looked through; those that were refused count for nothing.</summary>
    private const int Most = 50;

    // What was opened once stays opened.
    private readonly ConcurrentDictionary<(string User, string Study), bool> _known = new();

    public bool HasOpened(string userId, string studyId, string patientId)
    {
        if (_known.ContainsKey((userId, studyId)))
            return true;
        var views = trail.Find(
            new AuditQuery(patientId, userId, AuditActions.Page, Count: Most) { Entity = $"/studies/{studyId}" }
        );
        if (!views.Entries.Any(entry => entry.Result == "ok" && entry.Actor.Id == userId))
            return false;
        _known[(userId, studyId)] = true;
        return true;
    }
}
