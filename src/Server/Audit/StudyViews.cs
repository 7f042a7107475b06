using System.Collections.Concurrent;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.Audit;

/// <summary>
/// To whom the pixels of which film were delivered. A page that was opened says nothing: the film may be damaged or missing. Nothing of
/// its own is kept: the audit trail, in which each access is recorded before a byte leaves, answers for all months and after every
/// restart. Thread-safe.
/// </summary>
public sealed class StudyViews(AccessTrail trail)
{
    /// <summary>Where the pixels of a film are delivered.</summary>
    public const string PixelsAddress = "/files/frames/{sop}/pixels";

    private const int PageSize = 50;

    // What was seen once stays seen.
    private readonly ConcurrentDictionary<(string User, string Study, string? Instance), bool> _known = new();

    /// <param name="instance">The film that was read; null where that is not known: any film of the study.</param>
    public bool HasOpened(string userId, string studyId, string patientId, string? instance)
    {
        if (_known.ContainsKey((userId, studyId, instance)))
            return true;
        var query = new AuditQuery(patientId, userId, AuditActions.Film, Count: PageSize)
        {
            Entity = instance is null ? null : EntityOf(instance),
            Reason = $"GET {PixelsAddress}",
        };
        for (var at = query; ; )
        {
            var page = trail.Find(at);
            if (page.Entries.Any(entry => IsDelivered(entry, userId, studyId)))
            {
                _known[(userId, studyId, instance)] = true;
                return true;
            }
            if (page.Next is null)
                return false;
            at = query with { Cursor = page.Next };
        }
    }

    /// <summary>A film as the trail names it.</summary>
    public static string EntityOf(string sop) => $"instance {sop}";

    private static bool IsDelivered(AuditEntry entry, string userId, string studyId) =>
        entry.Result == "ok" && entry.Actor.Id == userId && entry.Items.Contains($"ImagingStudy/{studyId}");
}
