using System.Text;
using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Documents;

/// <summary>Who signs.</summary>
/// <param name="Name">As it is on the document.</param>
/// <param name="PractitionerId">Id of the Practitioner resource, where there is one.</param>
public sealed record SignerIdentity(string UserId, BilingualText Name, string Initials, string? PractitionerId = null)
{
    /// <summary>The roles of the account; nobody signs without one that the signing rules name.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Null where the account names none.</summary>
    public Rank? Rank { get; init; }
}

/// <summary>Standing of a clinician, from the lowest to the highest.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Rank>))]
public enum Rank
{
    Intern,
    Resident,
    Attending,
    Chief,
}

/// <summary>What the signer declares by signing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignatureMeaning>))]
public enum SignatureMeaning
{
    /// <summary>ASTM E1762 1.2.840.10065.1.12.1.1, author's signature.</summary>
    Author,

    /// <summary>ASTM E1762 1.2.840.10065.1.12.1.13, review signature.</summary>
    Reviewer,

    /// <summary>ASTM E1762 1.2.840.10065.1.12.1.5, verification signature: releases the document.</summary>
    Approver,

    /// <summary>ASTM E1762 1.2.840.10065.1.12.1.2, coauthor's signature: answers for the content with the author.</summary>
    CoSigner,
}

/// <summary>
/// What is signed beside the PDF: every text of the document, and which of them the signer signed; the evidence, the images, the
/// decisions; by whom, as what, when. The content hash is over its JSON, which the signature keeps, so that what was changed later
/// can be named.
/// </summary>
/// <param name="Language">The language that was signed.</param>
/// <param name="Texts">Each language's text; one that was not signed is the program's translation.</param>
/// <param name="Evidence">SHA-256 of the facts and of what the model said, as stored.</param>
/// <param name="Decisions">SHA-256 of what the signer decided of the findings, as stored.</param>
/// <param name="Images">Each archived image that the document is about.</param>
/// <param name="Report">SHA-256 of the report's conclusion and narrative (<see cref="WordsOf"/>).</param>
public sealed record SignedContent(
    string DraftId,
    string PatientId,
    string Language,
    string Title,
    IReadOnlyList<SignedText> Texts,
    string Evidence,
    string Decisions,
    IReadOnlyList<SignedImage> Images,
    string Report,
    string SignerId,
    string Signer,
    SignatureMeaning Meaning,
    DateTimeOffset SignedAt
)
{
    /// <param name="report">Of <see cref="WordsOf"/>.</param>
    public static SignedContent Of(
        Draft draft,
        string language,
        SignerIdentity signer,
        SignatureMeaning meaning,
        DateTimeOffset at,
        IReadOnlyList<SignedImage> images,
        string report
    )
    {
        var parts = DraftParts.Of(DraftJson.Write(draft))!;
        return new(
            draft.Id,
            draft.PatientId,
            language,
            draft.Texts[language].Title,
            [.. parts.Texts.Select(text => new SignedText(text.Key, text.Key == language, text.Value))],
            parts.Evidence,
            parts.Decisions,
            images,
            report,
            signer.UserId,
            signer.Name.In(language),
            meaning,
            at
        );
    }

    /// <summary>The digest of what a report says to those who read FHIR: conclusion and narrative.</summary>
    public static string WordsOf(string? conclusion, string? narrative) =>
        Digest.Of(Encoding.UTF8.GetBytes($"{conclusion}\n{narrative}"));

    /// <summary>The JSON that the hash is over (UTF-8).</summary>
    internal byte[] Bytes() => DraftJson.Bytes(this);

    /// <summary>SHA-256 of the content's JSON (UTF-8), 64 hexadecimal digits.</summary>
    [JsonIgnore]
    public string Hash => Digest.Of(Bytes());
}

/// <param name="Signed">False for the program's translation, which the signer did not sign.</param>
/// <param name="Sha256">Of the text's JSON as stored.</param>
public sealed record SignedText(string Language, bool Signed, string Sha256);

/// <param name="Sop">SOP Instance UID.</param>
/// <param name="Sha256">Of the archived file.</param>
public sealed record SignedImage(string Sop, string Sha256);
