using System.Text.Json;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Review;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>
/// Who may sign what: role × document × meaning, read from <see cref="FileName"/>. Asked by <see cref="SigningService"/>, which
/// every signature passes. Thread-safe.
/// </summary>
/// <param name="NeverFinal">Ranks whose signature never makes a document final.</param>
public sealed record SigningRules(
    IReadOnlySet<Rank> NeverFinal,
    IReadOnlyDictionary<DocumentKind, DocumentSigning> Documents
)
{
    /// <summary>In the data folder it takes the place of the file that is shipped.</summary>
    public const string FileName = "signing-rules.json";

    private static readonly Lazy<SigningRules> Own = new(() =>
    {
        using var stream = typeof(SigningRules).Assembly.GetManifestResourceStream(FileName)!;
        using var json = JsonDocument.Parse(stream);
        return SigningRulesFile.Read(json.RootElement, FileName, null);
    });

    /// <summary>As shipped: an imaging report is signed by its author and reviewed by another person, all else by one clinician.</summary>
    public static SigningRules Shipped => Own.Value;

    /// <summary>The rules of a data folder; the shipped ones where it has none.</summary>
    /// <param name="signers">Roles that may sign at all: no other may stand in the file.</param>
    /// <exception cref="SigningRulesException">The file is wrong; the message names the place and the remedy.</exception>
    public static SigningRules Of(string dataFolder, IReadOnlyCollection<string> signers)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            return Shipped;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return SigningRulesFile.Read(json.RootElement, path, signers);
        }
        catch (JsonException fault)
        {
            throw new SigningRulesException(
                $"'{path}' is no JSON (line {fault.LineNumber + 1}): correct it, or remove the file, and the shipped rules hold."
            );
        }
    }

    /// <summary>Whether the signature makes the document final; false: another person must sign as well.</summary>
    /// <param name="standing">Signatures of the same text that hold, oldest first.</param>
    /// <exception cref="ReviewRejectedException">This person may not sign this document in this sense now; it says why.</exception>
    public bool Ask(
        DocumentKind kind,
        SignerIdentity signer,
        SignatureMeaning meaning,
        string language,
        IReadOnlyList<PreliminarySignature> standing
    )
    {
        var (isFinal, refusal) = Answer(kind, signer, meaning, language, standing);
        return refusal is null ? isFinal : throw refusal;
    }

    /// <summary>In which senses somebody may sign a document now; where in none, why and whose roles may.</summary>
    /// <param name="meanings">The senses that are asked for.</param>
    public SigningOffer OfferTo(
        DocumentKind kind,
        SignerIdentity signer,
        string language,
        IReadOnlyList<PreliminarySignature> standing,
        IEnumerable<SignatureMeaning> meanings
    )
    {
        var answers = meanings
            .Select(meaning => (Meaning: meaning, Answer(kind, signer, meaning, language, standing).Refusal))
            .ToList();
        var form = Documents[kind];
        return new(
            [.. answers.Where(answer => answer.Refusal is null).Select(answer => answer.Meaning)],
            answers
                .Select(answer => answer.Refusal)
                .FirstOrDefault(refusal => refusal is { Code: not ("role" or "has-author") })
                ?.Reason,
            [
                .. answers
                    .Where(answer => (answer.Meaning == SignatureMeaning.Author) == (standing.Count == 0))
                    .SelectMany(answer => form.Roles(answer.Meaning))
                    .Distinct(),
            ]
        );
    }

    private (bool IsFinal, ReviewRejectedException? Refusal) Answer(
        DocumentKind kind,
        SignerIdentity signer,
        SignatureMeaning meaning,
        string language,
        IReadOnlyList<PreliminarySignature> standing
    )
    {
        var form = Documents[kind];
        if (!form.Roles(meaning).Any(signer.Roles.Contains))
            return (false, SigningRefusals.Role(kind, meaning, form.Roles(meaning)));
        if (standing.FirstOrDefault(one => one.Signer.UserId == signer.UserId) is { } own)
            return (false, SigningRefusals.SamePerson(own.Meaning));
        // Whatever else a signature says, it says it of what an author has signed: nothing becomes final without one.
        if (standing.Count == 0 && meaning != SignatureMeaning.Author)
            return (false, SigningRefusals.AuthorFirst(kind, form.Roles(SignatureMeaning.Author)));
        if (standing.Count > 0 && meaning == SignatureMeaning.Author)
            return (false, SigningRefusals.HasAuthor(standing[0]));
        if (standing.FirstOrDefault(one => one.Language != language) is { } other)
            return (false, SigningRefusals.OtherLanguage(other));
        if (standing.FirstOrDefault(one => Of(one.Signer) > Of(signer)) is { } higher)
            return (false, SigningRefusals.LowerRank(higher));
        var mayBeLast =
            (signer.Rank is not { } rank || !NeverFinal.Contains(rank)) && form.Final.Any(signer.Roles.Contains);
        if (standing.Count + 1 < form.Persons)
            return (false, null);
        if (mayBeLast)
            return (true, null);
        // The one who wrote it may sign it as such: it waits for somebody who may make it final.
        return standing.Count == 0 && meaning == SignatureMeaning.Author
            ? (false, null)
            : (false, SigningRefusals.NeverFinal(form.Final));
    }

    /// <summary>Whether somebody with these roles may sign such a document in any sense.</summary>
    public bool MaySign(DocumentKind kind, IReadOnlyList<string> roles) =>
        Documents[kind].Meanings.Values.Any(allowed => allowed.Any(roles.Contains));

    // An account that names no rank is that of a physician who answers for the own work.
    private static Rank Of(SignerIdentity signer) => signer.Rank ?? Rank.Attending;
}

/// <summary>What somebody may sign a document as, now.</summary>
/// <param name="Why">Why not, where it is not the role alone.</param>
/// <param name="Roles">Roles that may sign the document in some sense that is still open.</param>
public sealed record SigningOffer(
    IReadOnlyList<SignatureMeaning> Meanings,
    BilingualText? Why,
    IReadOnlyList<string> Roles
)
{
    public bool Any => Meanings.Count > 0;
}

/// <summary>How one kind of document is signed.</summary>
/// <param name="Persons">How many must sign before it is final, 1 or 2.</param>
/// <param name="Meanings">Roles that may sign in each sense.</param>
/// <param name="Final">Roles whose signature may be the last.</param>
public sealed record DocumentSigning(
    int Persons,
    IReadOnlyDictionary<SignatureMeaning, IReadOnlyList<string>> Meanings,
    IReadOnlyList<string> Final
)
{
    public IReadOnlyList<string> Roles(SignatureMeaning meaning) => Meanings.GetValueOrDefault(meaning) ?? [];
}

/// <summary>The signing rules of a data folder are wrong; the message names the place and the remedy.</summary>
public sealed class SigningRulesException(string message) : IOException(message);
