using System.Security.Cryptography;
using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Terminology.Codes;

namespace Xinglin.Reports.Signing;

/// <summary>The resources of a signature: the final report, its PDF, and the Provenance that holds the signature.</summary>
internal static class SignedResources
{
    private const string ReviewedByHuman = CodeSystems.Base + "StructureDefinition/reviewed-by-human";

    private const string RoleSystem = CodeSystems.Base + "CodeSystem/role";
    private const string RankSystem = CodeSystems.Base + "CodeSystem/rank";

    public static string PdfId(string draftId) => $"{draftId}-pdf";

    internal static string ProvenanceId(string draftId) => $"{draftId}-signature";

    public static IReadOnlyList<Write> ToWrites(
        StoredDraft stored,
        SigningRequest request,
        SignedContent content,
        byte[] pdf
    )
    {
        var draft = stored.Draft;
        var report = Report(stored, request, content, pdf);
        report.Text = SignedNarrative.Of(stored, request);
        var attached = DraftResources.Attach(report, draft);
        var binary = new Binary
        {
            Id = PdfId(draft.Id),
            ContentType = "application/pdf",
            Data = pdf,
            SecurityContext = new ResourceReference($"Patient/{draft.PatientId}"),
        };
        var provenance = Provenance(stored, request, content, pdf);
        DraftResources.Label(binary, draft);
        DraftResources.Label(provenance, draft);
        // The report's version guards them all: PDF and signature are written once, with it.
        return [new Write(report, stored.Version), attached, new Write(binary), new Write(provenance)];
    }

    /// <summary>The signed text's conclusion; null where it has none.</summary>
    public static string? ConclusionOf(Draft draft, string language)
    {
        var conclusion = string.Join(
            " ",
            draft
                .Texts[language]
                .Sections.Where(section => section.Code is "impression" or "assessment" or "alerts")
                .SelectMany(section => section.Sentences)
                .Where(sentence => !sentence.Deleted)
                .Select(sentence => sentence.Text)
        );
        return conclusion.Length == 0 ? null : conclusion;
    }

    private static DiagnosticReport Report(
        StoredDraft stored,
        SigningRequest request,
        SignedContent content,
        byte[] pdf
    )
    {
        var report = (DiagnosticReport)stored.Report.DeepCopy();
        report.Status = FollowedBy.StatusOf(stored.Draft.FollowUp);
        report.Language = request.Language;
        report.Issued = content.SignedAt;
        report.ResultsInterpreter =
        [
            .. PreliminarySignatures.Of(stored).Select(earlier => Signer(earlier.Signer)),
            Signer(request.Signer),
        ];
        DraftResources.AddReviewer(report, request.Signer.UserId);
        report.Conclusion = ConclusionOf(stored.Draft, request.Language);
        report.RemoveExtension(ReviewedByHuman);
        var reviewed = new Extension { Url = ReviewedByHuman };
        reviewed.AddExtension("who", Signer(request.Signer));
        reviewed.AddExtension("meaning", new Code(request.Meaning.ToString().ToLowerInvariant()));
        reviewed.AddExtension("at", new FhirDateTime(content.SignedAt));
        report.Extension.Add(reviewed);
        report.PresentedForm.Insert(
            0,
            new Attachment
            {
                ContentType = "application/pdf",
                Language = request.Language,
                Url = $"Binary/{PdfId(stored.Draft.Id)}",
                Size = pdf.Length,
                // FHIR defines attachment.hash as SHA-1; the SHA-256 is in the signature.
                Hash = SHA1.HashData(pdf),
                Title = content.Title,
                CreationElement = new FhirDateTime(content.SignedAt),
            }
        );
        return report;
    }

    private static Provenance Provenance(StoredDraft stored, SigningRequest request, SignedContent content, byte[] pdf)
    {
        var draft = stored.Draft;
        return new()
        {
            Id = ProvenanceId(draft.Id),
            Target =
            [
                new ResourceReference($"DiagnosticReport/{draft.Id}"),
                new ResourceReference($"Binary/{PdfId(draft.Id)}"),
            ],
            Occurred = new FhirDateTime(content.SignedAt),
            Recorded = content.SignedAt,
            Activity = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion",
                "LA",
                "legally authenticated",
                null
            ),
            Agent =
            [
                Agent(request.Meaning, request.Signer),
                .. PreliminarySignatures.Of(stored).Select(earlier => Agent(earlier.Meaning, earlier.Signer)),
                Agent(
                    "assembler",
                    new ResourceReference(
                        $"Device/{PredictionResources.ModelDevice(draft.Prediction.Context.Model).Id}"
                    )
                ),
            ],
            // What the text rests on stays as long as the signature does.
            Entity = [.. Sources(draft).Select(Source)],
            Signature =
            [
                new Signature
                {
                    Type = [Meaning(request.Meaning)],
                    WhenElement = new Instant(content.SignedAt),
                    Who = Signer(request.Signer),
                    TargetFormat = "application/pdf",
                    SigFormat = "application/json",
                    Data = SignatureData.Write(content, pdf),
                },
            ],
        };
    }

    internal static IEnumerable<string> Sources(Draft draft) =>
        draft
            .Facts.Select(fact => fact.Source)
            .OfType<string>()
            .Where(source => References.Split(source).Type.Length > 0)
            .Distinct();

    internal static Provenance.EntityComponent Source(string reference) =>
        new() { Role = Hl7.Fhir.Model.Provenance.ProvenanceEntityRole.Source, What = new ResourceReference(reference) };

    /// <summary>A person who signed, with the role and rank of the account at that time.</summary>
    internal static Provenance.AgentComponent Agent(SignatureMeaning meaning, SignerIdentity signer)
    {
        var agent = Agent(
            meaning is SignatureMeaning.Author or SignatureMeaning.CoSigner ? "author" : "verifier",
            Signer(signer)
        );
        agent.Role = [.. signer.Roles.Select(role => new CodeableConcept(RoleSystem, role))];
        if (signer.Rank is { } rank)
            agent.Role.Add(new CodeableConcept(RankSystem, rank.ToString().ToLowerInvariant()));
        return agent;
    }

    private static Provenance.AgentComponent Agent(string type, ResourceReference who) =>
        new()
        {
            Type = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                type,
                type,
                null
            ),
            Who = who,
        };

    internal static ResourceReference Signer(SignerIdentity signer) =>
        new()
        {
            Reference = signer.PractitionerId is { } id ? $"Practitioner/{id}" : null,
            Identifier = new Identifier(CodeSystems.Base + "identifier/user", signer.UserId),
            Display = signer.Name.En == signer.Name.Zh ? signer.Name.En : $"{signer.Name.En} {signer.Name.Zh}",
        };

    /// <summary>The meaning that a signature's type says; null where it says none of ours.</summary>
    internal static SignatureMeaning? MeaningOf(IEnumerable<Coding> types) =>
        Enum.GetValues<SignatureMeaning>()
            .Select(meaning => (SignatureMeaning?)meaning)
            .FirstOrDefault(meaning => types.Any(type => type.Code == Meaning(meaning!.Value).Code));

    internal static Coding Meaning(SignatureMeaning meaning) =>
        meaning switch
        {
            SignatureMeaning.Author => new(
                "urn:iso-astm:E1762-95:2013",
                "1.2.840.10065.1.12.1.1",
                "Author's Signature"
            ),
            SignatureMeaning.Reviewer => new(
                "urn:iso-astm:E1762-95:2013",
                "1.2.840.10065.1.12.1.13",
                "Review Signature"
            ),
            SignatureMeaning.CoSigner => new(
                "urn:iso-astm:E1762-95:2013",
                "1.2.840.10065.1.12.1.2",
                "Coauthor's Signature"
            ),
            _ => new("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.5", "Verification Signature"),
        };
}
