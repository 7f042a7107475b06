using Hl7.Fhir.Model;
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

    /// <summary>Who signed, as the report says it.</summary>
    public static BilingualText Signers(DiagnosticReport report) => Names(report.ResultsInterpreter);

    /// <summary>
    /// Names as references show them: <c>Dr. Lin 林医生</c> is each name in its language; one name is the same in both. Empty where
    /// there is none.
    /// </summary>
    public static BilingualText Names(IEnumerable<ResourceReference> who) =>
        Joined(who.Select(one => one.Display).Where(name => !string.IsNullOrEmpty(name)).Select(SignerOf!));

    /// <summary>Names of several signers, in their order.</summary>
    public static BilingualText Joined(IEnumerable<BilingualText> names) => BilingualText.Join("、", ", ", names);

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
