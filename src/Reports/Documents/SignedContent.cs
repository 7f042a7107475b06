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

/// <summary>Exactly what is signed: the standing sentences, by whom, as what, when. The content hash is over its JSON.</summary>
public sealed record SignedContent(
    string DraftId,
    string PatientId,
    string Language,
    string Title,
    IReadOnlyList<SignedSection> Sections,
    IReadOnlyDictionary<string, Decision> Decisions,
    string SignerId,
    string Signer,
    SignatureMeaning Meaning,
    DateTimeOffset SignedAt
)
{
    public static SignedContent Of(
        Draft draft,
        string language,
        SignerIdentity signer,
        SignatureMeaning meaning,
        DateTimeOffset at
    ) =>
        new(
            draft.Id,
            draft.PatientId,
            language,
            draft.Texts[language].Title,
            [
                .. draft
                    .Texts[language]
                    .Sections.Select(section => new SignedSection(
                        section.Heading,
                        [.. section.Sentences.Where(sentence => !sentence.Deleted).Select(sentence => sentence.Text)]
                    ))
                    .Where(section => section.Sentences.Count > 0),
            ],
            new SortedDictionary<string, Decision>(draft.Decisions.ToDictionary(), StringComparer.Ordinal),
            signer.UserId,
            signer.Name.In(language),
            meaning,
            at
        );

    /// <summary>SHA-256 of the content's JSON (UTF-8), 64 hexadecimal digits.</summary>
    [JsonIgnore]
    public string Hash => Digest.Of(DraftJson.Bytes(this));
}

public sealed record SignedSection(string Heading, IReadOnlyList<string> Sentences);
