using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>The signed document that another one follows: whether it may be followed so, and the note that it gets.</summary>
public static class Followed
{
    /// <summary>Refuses what the original does not allow now.</summary>
    /// <exception cref="ReviewRejectedException">It is not signed, is withdrawn, or a new version has taken its place.</exception>
    public static void Require(StoredDraft? original, FollowUpKind kind)
    {
        if (original?.Status != DraftStatus.Signed)
        {
            throw new ReviewRejectedException(
                "original",
                new BilingualText(
                    "原文书未签署、已损坏或与签署时不一致，不能补充、修订、撤回或共同签署。",
                    "The original is not signed, is damaged, or is not what was signed: it cannot be added to, amended, withdrawn or co-signed."
                )
            );
        }
        if (original.Draft.FollowUp is { IsNewVersion: false })
        {
            throw new ReviewRejectedException(
                "original",
                new BilingualText(
                    "补充说明、撤回声明和共同签署不能再被补充、修订或撤回；请在原文书上进行。",
                    "An addendum, a withdrawal or a co-signature is not followed itself: do it at the original document."
                )
            );
        }
        if (FollowedBy.Withdrawal(original.Report) is not null)
        {
            throw new ReviewRejectedException(
                "withdrawn",
                new BilingualText(
                    "原文书已撤回，不能再补充、修订或共同签署。",
                    "The original is withdrawn: nothing follows it any more."
                )
            );
        }
        if (kind != FollowUpKind.Withdrawal && FollowedBy.Successor(original.Report) is not null)
        {
            throw new ReviewRejectedException(
                "superseded",
                new BilingualText(
                    "原文书已有新版本，请在新版本上进行。",
                    "A new version has taken the original's place: do it at the new version."
                )
            );
        }
    }

    /// <summary>The original's content hash, as its signature keeps it; empty in signatures from before it was kept.</summary>
    public static string HashOf(FhirStore store, string document) =>
        SignatureOf(store, document) is { Signature: [var signature, ..] }
            ? SignatureData.Read(signature)?.ContentHash ?? ""
            : "";

    /// <summary>Who signed it, for the rules on who may sign next to them.</summary>
    internal static IReadOnlyList<PreliminarySignature> SignersOf(FhirStore store, StoredDraft original)
    {
        return
        [
            .. SignersIn(SignatureOf(store, original.Draft.Id), original),
            .. FollowedBy
                .Of(original.Report)
                .Where(one => one.Kind == FollowUpKind.CoSignature)
                .SelectMany(one => SignersIn(SignatureOf(store, one.Id), original).Take(1)),
        ];
    }

    /// <summary>The last to sign comes first, with the meaning of the signature itself; those before are told apart by their part in it.</summary>
    private static IEnumerable<PreliminarySignature> SignersIn(Provenance? signed, StoredDraft original)
    {
        var last = SignedResources.MeaningOf(signed?.Signature.FirstOrDefault()?.Type ?? []);
        foreach (var agent in signed?.Agent ?? [])
        {
            if (agent.Who?.Identifier?.Value is not { } user)
                continue;
            var inPart =
                agent.Type?.Coding.Exists(type => type.Code == "verifier") == true
                    ? SignatureMeaning.Reviewer
                    : SignatureMeaning.Author;
            yield return new PreliminarySignature(
                new SignerIdentity(user, BilingualText.Same(agent.Who.Display ?? user), "")
                {
                    Rank = agent
                        .Role.SelectMany(role => role.Coding)
                        .Select(role => Enum.TryParse<Rank>(role.Code, true, out var rank) ? rank : (Rank?)null)
                        .FirstOrDefault(rank => rank is not null),
                },
                agent == signed!.Agent[0] ? last ?? inPart : inPart,
                original.Report.Issued ?? DateTimeOffset.MinValue,
                original.SignedLanguage ?? "",
                ""
            );
        }
    }

    /// <summary>
    /// The write that notes at the original what follows it, in the same transaction; none for a document of its own. The signed
    /// text, PDF and signature are not written.
    /// </summary>
    /// <exception cref="ReviewRejectedException">The original does not allow it any more.</exception>
    internal static IEnumerable<Write> Writes(FhirStore store, Draft draft, SignerIdentity signer, DateTimeOffset at)
    {
        if (draft.FollowUp is not { } follows)
            yield break;
        var original = DraftResources.Load(store, follows.Of);
        Require(original, follows.Kind);
        if (HashOf(store, follows.Of) != follows.Hash)
            Require(null, follows.Kind);
        var by = SignedResources.Signer(signer).Display ?? signer.UserId;
        yield return new Write(
            FollowedBy.Noted(
                original!.Report,
                original.Draft.FollowUp,
                new Following(draft.Id, follows.Kind, follows.Reason, by, at)
            ),
            original.Version
        );
    }

    private static Provenance? SignatureOf(FhirStore store, string document) =>
        store.Read<Provenance>(SignedResources.ProvenanceId(document)) is { } provenance
        && provenance.IsOwn()
        && !Damage.IsDamaged(provenance)
            ? provenance
            : null;
}
