using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>Why somebody may not sign a document, and who may.</summary>
internal static class SigningRefusals
{
    public static ReviewRejectedException Role(DocumentKind kind, SignatureMeaning meaning, IReadOnlyList<string> roles)
    {
        var (form, sense, names) = (DraftSummary.Name(kind), Name(meaning), Names(roles));
        return roles.Count == 0
            ? new(
                "role",
                new BilingualText(
                    $"按签署规则，“{form.Zh}”不能以“{sense.Zh}”的身份签署。请选择其他签署含义。",
                    $"By the signing rules nobody signs a document of the kind “{form.En}” as {sense.En}: choose another meaning."
                )
            )
            : new(
                "role",
                new BilingualText(
                    $"您的角色不能以“{sense.Zh}”的身份签署“{form.Zh}”；可签署的角色：{names.Zh}。",
                    $"Your role may not sign a document of the kind “{form.En}” as {sense.En}; these may: {names.En}."
                )
            );
    }

    /// <summary>The draft is not ready: all that is missing, under the code of the first.</summary>
    public static ReviewRejectedException NotReady(MissingItem first, IReadOnlyList<MissingItem> missing) =>
        new(
            first.Code,
            new BilingualText(
                "尚不能签署。" + string.Concat(missing.Select(item => item.Words.Zh)),
                "Not ready to sign. " + string.Join(' ', missing.Select(item => item.Words.En))
            )
        );

    public static ReviewRejectedException SamePerson(SignatureMeaning own) =>
        new(
            "same-person",
            new BilingualText(
                $"您已以“{Name(own).Zh}”的身份签署此文书：每人只签署一次，其他签名须由另一人作出。",
                $"You have signed this document as {Name(own).En}: nobody signs one twice, so any other signature is another person's."
            )
        );

    public static ReviewRejectedException AuthorFirst(DocumentKind kind, IReadOnlyList<string> authors)
    {
        var (form, roles) = (DraftSummary.Name(kind), Names(authors));
        return new(
            "author-first",
            new BilingualText(
                $"“{form.Zh}”的首个签名须为作者签名（可签署的角色：{roles.Zh}）；审核、批准和共同签署在其后。",
                $"The first to sign a document of the kind “{form.En}” is its author (role: {roles.En}); who reviews, approves or co-signs it follows."
            )
        );
    }

    public static ReviewRejectedException HasAuthor(PreliminarySignature author) =>
        new(
            "has-author",
            new BilingualText(
                $"{author.Signer.Name.Zh} 已签署此文书。请选择“审核者”“批准者”或“共同签署者”。",
                $"{author.Signer.Name.En} has signed this document already: choose reviewer, approver or co-signer."
            )
        );

    public static ReviewRejectedException OtherLanguage(PreliminarySignature other) =>
        new(
            "other-language",
            other.Language == "en"
                ? new BilingualText(
                    $"{other.Signer.Name.Zh} 签署的是英文文本。请签署同一文本。",
                    $"{other.Signer.Name.En} signed the English text: sign the same text."
                )
                : new BilingualText(
                    $"{other.Signer.Name.Zh} 签署的是中文文本。请签署同一文本。",
                    $"{other.Signer.Name.En} signed the Chinese text: sign the same text."
                )
        );

    public static ReviewRejectedException LowerRank(PreliminarySignature higher) =>
        new(
            "lower-rank",
            new BilingualText(
                $"{higher.Signer.Name.Zh} 的职级高于您：审核须由同级或上级医师签署。",
                $"{higher.Signer.Name.En}, who signed before, is of a higher rank than you: a person of the same or a higher rank must sign."
            )
        );

    public static ReviewRejectedException NeverFinal(IReadOnlyList<string> final)
    {
        var roles = Names(final);
        return new(
            "never-final",
            new BilingualText(
                $"按签署规则，您的职级或角色不能作最终签署。请由主治或以上职级（角色：{roles.Zh}）签署。",
                $"By the signing rules your rank or role is never the last to sign: an attending or chief must (role: {roles.En})."
            )
        );
    }

    internal static BilingualText Names(IEnumerable<string> roles) =>
        BilingualText.Join("、", ", ", roles.Select(RoleNames.Of));

    private static BilingualText Name(SignatureMeaning meaning) =>
        meaning switch
        {
            SignatureMeaning.Author => new("作者", "author"),
            SignatureMeaning.Reviewer => new("审核者", "reviewer"),
            SignatureMeaning.CoSigner => new("共同签署者", "co-signer"),
            _ => new("批准者", "approver"),
        };
}
