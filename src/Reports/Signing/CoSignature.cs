using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>What a person signs who co-signs a final document: a statement that names it and its content hash. It stands beside it.</summary>
internal static class CoSignature
{
    public static StoredDraft Of(FhirStore store, StoredDraft original, DateTimeOffset at)
    {
        var number = 1;
        while (
            store.Read<DiagnosticReport>(DocumentFollowUp.IdOf(original.Draft.Id, FollowUpKind.CoSignature, number))
                is not null
        )
        {
            number++;
        }
        var follows = new DocumentFollowUp(
            FollowUpKind.CoSignature,
            original.Draft.Id,
            Followed.HashOf(store, original.Draft.Id),
            ""
        );
        var draft = FollowUpText.Write(
            original,
            follows,
            number,
            at,
            [
                new BilingualText(
                    "本人共同签署上述文书，对其内容负责；其内容未作改动。",
                    "I co-sign the document named above and answer for its content, which is not changed by this."
                ),
            ]
        );
        return new(draft, "0", DraftStatus.Draft, DraftResources.NewReport(draft));
    }
}
