using Xinglin.Reports.Drafts;
using Xinglin.Reports.Worklists;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Worklist;

/// <summary>One tab of the worklist and the rows it holds.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Tint">The class of its count when it is not empty.</param>
/// <param name="Empty">What to say when it holds nothing.</param>
public sealed record WorklistTab(
    string Key,
    BilingualText Title,
    string Tint,
    BilingualText Empty,
    Func<WorklistRow, DateTimeOffset, bool> Holds
)
{
    /// <summary>Rows of its own: patients, not documents.</summary>
    public static readonly WorklistTab DataQuality = new(
        "doubts",
        WorklistWords.DoubtsTab,
        "warn",
        WorklistWords.EmptyDoubts,
        (_, _) => false
    );

    public static readonly WorklistTab Signed = new(
        "signed",
        WorklistWords.SignedTab,
        "",
        WorklistWords.EmptySigned,
        (row, _) => row.State == WorklistState.Signed
    );

    public static readonly WorklistTab[] All =
    [
        new("review", WorklistWords.ToReview, "", WorklistWords.EmptyReview, (row, _) => IsOpen(row)),
        new(
            "overdue",
            WorklistWords.Overdue,
            "bad",
            WorklistWords.EmptyOverdue,
            (row, now) => IsOpen(row) && row.Due is { } due && due < now
        ),
        new(
            "alerts",
            WorklistWords.Alerts,
            "warn",
            WorklistWords.EmptyAlerts,
            (row, _) => IsOpen(row) && row.Urgency == Urgency.Alert
        ),
        DataQuality,
        new(
            "failed",
            WorklistWords.Failed,
            "bad",
            WorklistWords.EmptyFailed,
            (row, _) => row.State == WorklistState.Failed
        ),
        Signed,
    ];

    private static bool IsOpen(WorklistRow row) =>
        row.State
            is WorklistState.Draft
                or WorklistState.NeedsReading
                or WorklistState.InReview
                or WorklistState.Changed;
}
