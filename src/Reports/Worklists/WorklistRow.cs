using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Facts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Worklists;

/// <summary>One row of the worklist.</summary>
/// <param name="Key">Id of the DiagnosticReport, or of the Task while there is none.</param>
/// <param name="TaskId">The Task, for work that has not given a draft: failed work can be tried again by it.</param>
/// <param name="Says">The finding with its interval, or why the work failed.</param>
/// <param name="Due">When it should have been looked at; null when signed or failed.</param>
public sealed record WorklistRow(
    string Key,
    string? TaskId,
    DocumentKind Kind,
    string PatientId,
    BilingualText PatientName,
    string? Sex,
    string? BirthDate,
    BilingualText What,
    BilingualText Says,
    Urgency Urgency,
    DateTimeOffset? Due,
    WorklistState State,
    DateTimeOffset MadeAt,
    bool Synthetic
)
{
    /// <summary>By what two patients of one name are told apart (<see cref="PatientSummaries.Number"/>); empty when it is nobody's.</summary>
    public string PatientNumber { get; init; } = "";

    /// <summary>User ids of those who have decided, edited or signed.</summary>
    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>The record or its text cannot be read; a signed one stays signed.</summary>
    public bool Damaged { get; init; }

    /// <summary>Signed, and its PDF is damaged or missing; the text is what was signed.</summary>
    public bool PdfDamaged { get; init; }

    /// <summary>Not signed to the end: who has signed so far, or whose words it holds; null for a draft by AI.</summary>
    public BilingualText? Label { get; init; }

    /// <summary>Who signed it, and when; empty and null while nobody has.</summary>
    public BilingualText SignedBy { get; init; } = BilingualText.Same("");

    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>Signed, and withdrawn or replaced by a new version.</summary>
    public FollowUpKind? Ended { get; init; }
}

public enum WorklistState
{
    /// <summary>Asked for or in progress; the draft will come.</summary>
    Working,
    Draft,

    /// <summary>The model could not say: a person has to read.</summary>
    NeedsReading,

    /// <summary>Somebody has decided or edited something.</summary>
    InReview,
    Signed,
    Failed,

    /// <summary>Signed, and a datum that it cites is another now: its signer has to say what follows.</summary>
    Changed,
}

/// <summary>The worklist as it is shown.</summary>
/// <param name="OpenNotShown">Older documents and tasks that wait for somebody and do not fit; 0 in any usual week.</param>
/// <param name="SignedNotShown">Older signed documents; they are in their patients' charts.</param>
public sealed record WorklistContent(IReadOnlyList<WorklistRow> Rows, int OpenNotShown, int SignedNotShown);
