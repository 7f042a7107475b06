using Xinglin.Reports.Documents;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Drafts;

/// <summary>Whose words a signed document holds: drafted by AI, or a person's that follow another document.</summary>
public static class SignedLabels
{
    /// <summary>Of the text that is signed.</summary>
    public static BilingualText Of(Draft draft, BilingualText signer) =>
        IsDraftedByAi(draft) ? AiLabels.Signed(signer) : AiLabels.Written(signer);

    /// <inheritdoc cref="Of(Draft, BilingualText)"/>
    /// <param name="signer">The same in both languages.</param>
    public static BilingualText Of(Draft draft, string signer) => Of(draft, BilingualText.Same(signer));

    /// <summary>Of the text in the other language.</summary>
    public static BilingualText OtherLanguage(Draft draft) =>
        IsDraftedByAi(draft) ? AiLabels.Translation : AiLabels.OtherLanguage;

    /// <summary>Of a text that follows a signed document and is not signed yet; null for what was drafted by AI.</summary>
    public static BilingualText? Unsigned(Draft draft) =>
        draft.FollowUp is { IsNewVersion: false } follows ? AiLabels.WrittenUnsigned(follows.WrittenBy) : null;

    /// <summary>False for words of a person that follow a signed document.</summary>
    public static bool IsDraftedByAi(Draft draft) => draft.FollowUp is null or { IsNewVersion: true };
}
