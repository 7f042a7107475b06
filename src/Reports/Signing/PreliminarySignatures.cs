using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>A signature that made a document not final: another person must sign as well.</summary>
/// <param name="Language">Of the text that was signed.</param>
/// <param name="ContentHash">SHA-256 of what was signed, 64 hexadecimal digits.</param>
public sealed record PreliminarySignature(
    SignerIdentity Signer,
    SignatureMeaning Meaning,
    DateTimeOffset At,
    string Language,
    string ContentHash
);

/// <summary>
/// The signatures that a preliminary report bears. Each stands as long as the text is the one that was signed: when somebody
/// changes a word or a decision, it holds no more, and the document is signed from the beginning.
/// </summary>
public static class PreliminarySignatures
{
    internal const string Extension = CodeSystems.Base + "StructureDefinition/preliminary-signature";

    /// <summary>Those that hold, oldest first.</summary>
    public static IReadOnlyList<PreliminarySignature> Of(StoredDraft stored) =>
        [.. All(stored).Where(one => Holds(stored.Draft, one))];

    /// <summary>Those whose text was changed afterwards, oldest first.</summary>
    public static IReadOnlyList<PreliminarySignature> Lapsed(StoredDraft stored) =>
        [.. All(stored).Where(one => !Holds(stored.Draft, one))];

    /// <summary>Who has signed it so far, where another person must sign as well, or whose unsigned words it holds; null for a draft by AI.</summary>
    public static BilingualText? Label(StoredDraft stored) =>
        Of(stored) is { Count: > 0 } standing
            ? AiLabels.HalfSigned(BilingualText.Join("、", ", ", standing.Select(one => one.Signer.Name)))
            : SignedLabels.Unsigned(stored.Draft);

    /// <summary>Of the text that was signed: of a final document its own, of a preliminary one that of the signature that stands; null for a draft.</summary>
    public static string? LanguageOf(StoredDraft stored) =>
        stored.Status == DraftStatus.Signed ? stored.SignedLanguage : Of(stored).FirstOrDefault()?.Language;

    private static IEnumerable<PreliminarySignature> All(StoredDraft stored) =>
        stored.Report.GetExtensions(Extension).Select(Read).OfType<PreliminarySignature>();

    private static bool Holds(Draft draft, PreliminarySignature one) =>
        draft.Texts.ContainsKey(one.Language) && HashOf(draft, one) == one.ContentHash;

    /// <summary>What such a signature covers: texts, language, evidence and decisions; the images come with the final one.</summary>
    internal static string HashOf(Draft draft, PreliminarySignature one) =>
        SignedContent
            .Of(draft, one.Language, one.Signer, one.Meaning, one.At, [], SignedContent.WordsOf(null, null))
            .Hash;

    internal static Extension Write(PreliminarySignature one, string provenance)
    {
        var note = new Extension { Url = Extension };
        note.AddExtension("provenance", new ResourceReference($"Provenance/{provenance}"));
        note.AddExtension("who", new FhirString(one.Signer.UserId));
        note.AddExtension("name-zh", new FhirString(one.Signer.Name.Zh));
        note.AddExtension("name-en", new FhirString(one.Signer.Name.En));
        foreach (var role in one.Signer.Roles)
            note.AddExtension("role", new Code(role));
        if (one.Signer.Rank is { } rank)
            note.AddExtension("rank", new Code(rank.ToString()));
        note.AddExtension("meaning", new Code(one.Meaning.ToString()));
        note.AddExtension("at", new FhirDateTime(one.At));
        note.AddExtension("language", new Code(one.Language));
        note.AddExtension("hash", new FhirString(one.ContentHash));
        return note;
    }

    private static PreliminarySignature? Read(Extension note)
    {
        if (
            Text("who") is not { } who
            || Text("name-zh") is not { } zh
            || Text("name-en") is not { } en
            || Text("language") is not { } language
            || Text("hash") is not { } hash
            || !Enum.TryParse<SignatureMeaning>(Text("meaning"), out var meaning)
            || !DateTimeOffset.TryParse(Text("at"), CultureInfo.InvariantCulture, out var at)
        )
        {
            return null;
        }
        var signer = new SignerIdentity(who, new BilingualText(zh, en), "")
        {
            Roles = [.. note.GetExtensions("role").Select(role => role.Value?.ToString()).OfType<string>()],
            Rank = Enum.TryParse<Rank>(Text("rank"), out var rank) ? rank : null,
        };
        return new(signer, meaning, at, language, hash);

        string? Text(string name) => note.GetExtension(name)?.Value?.ToString();
    }
}
