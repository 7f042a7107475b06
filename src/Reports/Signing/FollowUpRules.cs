using Xinglin.Records.Fhir;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>
/// Whether somebody reads a patient's chart by break-glass only: the patient is in the care of others, and not of that person.
/// </summary>
public delegate bool OutsideCare(string userId, string patientId);

/// <summary>
/// Who may follow a signed document with an addendum, a new version or a withdrawal. Asked where one is offered, where one is begun
/// and where one is signed. Thread-safe.
/// </summary>
public sealed class FollowUpRules(FhirStore store, SigningRules rules, OutsideCare outside)
{
    /// <summary>Why somebody may not begin it; null when they may.</summary>
    /// <param name="roles">Of the person, as they are now.</param>
    public ReviewRejectedException? ToBegin(
        StoredDraft original,
        FollowUpKind kind,
        string userId,
        IReadOnlyList<string> roles
    ) => rules.MaySign(original.Draft.Kind, roles) ? ToSign(original, kind, userId) : NeverSigns(original.Draft.Kind);

    /// <summary>Why somebody may not sign it, besides what the signing rules say of roles; null when they may.</summary>
    public ReviewRejectedException? ToSign(StoredDraft original, FollowUpKind kind, string userId) =>
        kind is FollowUpKind.Withdrawal or FollowUpKind.Amendment or FollowUpKind.Correction
        && outside(userId, original.Draft.PatientId)
        && !Followed.SignersOf(store, original).Any(one => one.Signer.UserId == userId)
            ? new ReviewRejectedException(
                "break-glass",
                new BilingualText(
                    "此病历仅因应急打开而对您开放：可以阅读，也可以补充说明；他人签署的文书由负责该患者的科室撤回或修订。",
                    "This chart is open to you by break-glass only: you may read it and add an addendum of your own. What others signed is withdrawn or amended by those who care for the patient."
                )
            )
            : null;

    /// <summary>Why somebody may not sign this draft; null when they may, or it follows no document.</summary>
    internal ReviewRejectedException? ToSign(Draft draft, string userId) =>
        draft.FollowUp is { } follows && DraftResources.Load(store, follows.Of) is { } original
            ? ToSign(original, follows.Kind, userId)
            : null;

    private ReviewRejectedException NeverSigns(DocumentKind kind)
    {
        var name = DraftSummary.Name(kind);
        var roles = SigningRefusals.Names(rules.Documents[kind].Meanings.Values.SelectMany(one => one).Distinct());
        return new(
            "role",
            new BilingualText(
                $"按签署规则，您的角色不能签署“{name.Zh}”，因此不能开始其补充、修订或撤回；可签署的角色：{roles.Zh}。",
                $"By the signing rules your role never signs a document of the kind “{name.En}”, so it does not begin what follows one; these may: {roles.En}."
            )
        );
    }
}
