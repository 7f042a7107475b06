using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>Whether a document still is what was signed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignatureState>))]
public enum SignatureState
{
    /// <summary>The PDF's signature holds, and text, evidence and images are as they were signed.</summary>
    Valid,

    /// <summary>Signed before PDFs were signed electronically: only its PDF is compared with the report's hash.</summary>
    Earlier,

    /// <summary>Something differs from what was signed.</summary>
    Damaged,
}

/// <summary>A part of a signed document that is not what was signed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignedPart>))]
public enum SignedPart
{
    Pdf,
    Signature,
    SignedText,
    OtherText,
    Evidence,
    Decisions,
    Images,
    Report,
}

/// <param name="Differs">Empty while nothing does.</param>
/// <param name="Electronic">Its PDF was signed electronically.</param>
/// <param name="StampedAt">The time that a time stamp server vouches for; null without one.</param>
public sealed record SignatureReport(
    string DocumentId,
    string PatientId,
    SignatureState State,
    IReadOnlyList<SignedPart> Differs,
    bool Electronic,
    string? Certificate = null,
    DateTimeOffset? StampedAt = null
)
{
    /// <summary>Whether the PDF itself is the one that was signed, whatever became of the rest.</summary>
    [JsonIgnore]
    public bool PdfHolds => !Differs.Contains(SignedPart.Pdf) && !Differs.Contains(SignedPart.Signature);

    /// <summary>
    /// Text, evidence, decisions and report are proven to be what was signed, though the PDF may be damaged: they are still shown.
    /// </summary>
    [JsonIgnore]
    public bool TextHolds { get; init; }

    /// <summary>What differs, in words.</summary>
    [JsonIgnore]
    public BilingualText Words => BilingualText.Join("、", ", ", Differs.Select(Name));

    private static BilingualText Name(SignedPart part) =>
        part switch
        {
            SignedPart.Pdf => new("PDF 文件", "the PDF"),
            SignedPart.Signature => new("签名记录", "the record of the signature"),
            SignedPart.SignedText => new("已签署的正文", "the signed text"),
            SignedPart.OtherText => new("另一语言的译文", "the text in the other language"),
            SignedPart.Evidence => new("依据", "the evidence"),
            SignedPart.Decisions => new("对所见的决定", "the decisions on findings"),
            SignedPart.Images => new("影像", "the images"),
            _ => new("报告记录（结论、签署人、语言或时间）", "the report (conclusion, signer, language or time)"),
        };
}
