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

    /// <summary>Who signed, as the report says it: <c>Dr. Lin 林医生</c> is each name in its language; one name is the same in both.</summary>
    public static BilingualText Signers(Hl7.Fhir.Model.DiagnosticReport report) =>
        BilingualText.Join(
            "、",
            ", ",
            report.ResultsInterpreter.Select(signer => signer.Display).OfType<string>().Select(SignerOf)
        );

    internal static BilingualText SignerOf(string display)
    {
        var chinese = display.AsSpan().IndexOfAnyInRange('\u4e00', '\u9fff');
        return chinese > 1 && display[chinese - 1] == ' '
            ? new(display[chinese..], display[..(chinese - 1)])
            : BilingualText.Same(display);
    }

    /// <summary>Of the text in the other language.</summary>
    public static BilingualText OtherLanguage(Draft draft) =>
        IsDraftedByAi(draft) ? AiLabels.Translation : AiLabels.OtherLanguage;

    /// <summary>Of a text that follows a signed document and is not signed yet; null for what was drafted by AI.</summary>
    public static BilingualText? Unsigned(Draft draft) =>
        draft.FollowUp is { IsNewVersion: false } follows ? AiLabels.WrittenUnsigned(follows.WrittenBy) : null;

    /// <summary>False for words of a person that follow a signed document.</summary>
    public static bool IsDraftedByAi(Draft draft) => draft.FollowUp is null or { IsNewVersion: true };
}
