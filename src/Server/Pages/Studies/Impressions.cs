using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Terminology.Codes;

namespace Xinglin.Server.Pages.Studies;

/// <summary>
/// What a reader thought of a film before the AI was shown: a ClinicalImpression of that reader on that study, kept so
/// that it can be compared later.
/// </summary>
public static class Impressions
{
    public const string StudyExtension = CodeSystems.Base + "StructureDefinition/impression-of";

    public static ClinicalImpression? Read(FhirStore store, string studyId, string userId) =>
        store.Read<ClinicalImpression>(IdOf(studyId, userId)) is { } impression && impression.IsOwn()
            ? impression
            : null;

    public static async Task<ClinicalImpression> RecordAsync(
        FhirStore store,
        ImagingStudy study,
        string userId,
        string text,
        TimeProvider clock
    )
    {
        var impression = new ClinicalImpression
        {
            Id = IdOf(study.Id!, userId),
            Status = ClinicalImpression.ClinicalImpressionStatus.Completed,
            Subject = new ResourceReference(study.Subject!.Reference),
            DateElement = new FhirDateTime(clock.GetUtcNow()),
            Summary = Characters.Clean(text),
            Assessor = new ResourceReference { Display = userId },
        };
        impression.AddExtension(StudyExtension, new ResourceReference($"ImagingStudy/{study.Id}"));
        if (Labels.IsSynthetic(study))
            Labels.MarkSynthetic(impression);
        await store.CommitAsync(Origin.Person(userId), [new Write(impression)]);
        return impression;
    }

    private static string IdOf(string studyId, string userId) =>
        ReservedIds.Impression
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{studyId}\n{userId}")))[..32];
}
