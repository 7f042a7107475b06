namespace Xinglin.Reports.Drafts;

/// <summary>Which of the documents that were written from one prediction speaks for it.</summary>
public static class StandingDocument
{
    /// <summary>
    /// The signed version that stands; where none does, the document as it was first drafted. What somebody began after the signature and
    /// has not signed never takes its place. Null where neither can be read.
    /// </summary>
    public static StoredDraft? Of(IEnumerable<StoredDraft> ofOnePrediction)
    {
        var texts = ofOnePrediction.Where(one => one.Draft.FollowUp is null or { IsNewVersion: true }).ToList();
        return texts.Where(Stands).MaxBy(one => one.Report.Issued) ?? texts.Find(one => one.Draft.FollowUp is null);
    }

    /// <summary>Of the newest prediction among the drafts of one kind or of one film; null where there is none.</summary>
    public static StoredDraft? Newest(IEnumerable<StoredDraft> drafts) =>
        drafts
            .GroupBy(one => one.Draft.Prediction.Context.Id)
            .Select(one => (Document: Of(one), Made: one.Min(draft => draft.Draft.Prediction.Context.MadeAt)))
            .Where(one => one.Document is not null)
            .OrderByDescending(one => one.Made)
            .Select(one => one.Document)
            .FirstOrDefault();

    private static bool Stands(StoredDraft one) =>
        one.Status == DraftStatus.Signed
        && FollowedBy.Withdrawal(one.Report) is null
        && FollowedBy.Successor(one.Report) is null;
}
