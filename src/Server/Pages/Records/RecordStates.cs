using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>One state of a record: a code of FHIR's, and its words.</summary>
public sealed record RecordState(string Code, BilingualText Words);

/// <summary>
/// All that a record says of its own state. One status is not enough where a record has several: a condition that is
/// active by its clinical status may be refuted by its verification.
/// </summary>
public static class RecordStates
{
    /// <summary>The one that changes the meaning most comes first.</summary>
    public static IReadOnlyList<RecordState> Of(Resource record) =>
        [
            .. (
                record switch
                {
                    Condition condition => [Code(ProblemStatus.Of(condition)), Concept(condition.ClinicalStatus)],
                    AllergyIntolerance allergy => [Code(ProblemStatus.Of(allergy)), Concept(allergy.ClinicalStatus)],
                    MedicationRequest order => OfOrder(order),
                    ServiceRequest { DoNotPerform: true } order =>
                    [
                        new("do-not-perform", MedicationStateWords.DoNotPerform),
                        Code(RecordElements.StatusOf(order)),
                    ],
                    CommunicationRequest { DoNotPerform: true } order =>
                    [
                        new("do-not-perform", MedicationStateWords.DoNotPerform),
                        Code(RecordElements.StatusOf(order)),
                    ],
                    _ => (IEnumerable<RecordState?>)[Code(RecordElements.StatusOf(record))],
                }
            ).OfType<RecordState>(),
        ];

    private static IEnumerable<RecordState?> OfOrder(MedicationRequest order)
    {
        var standing = MedicationStates.Of(order);
        if (standing is MedicationState.Prohibited or MedicationState.Proposed)
            yield return new(standing.ToString(), MedicationStateWords.Of(standing)!);
        yield return Code(RecordElements.StatusOf(order));
    }

    private static RecordState? Code(string? code) => code is null ? null : new(code, RecordStatusWords.Of(code));

    // The clinical status of conditions and allergies has names of its own: "active" is 现患, not 有效.
    private static RecordState? Concept(CodeableConcept? status)
    {
        var code = status?.Coding.Select(coding => coding.Code).FirstOrDefault(code => !string.IsNullOrEmpty(code));
        return code is not null && CodeNames.Name(CodeSystems.ConditionClinical, code) is { } words ? new(code, words)
            : RecordElements.NameOf(status) is { } said ? new(code ?? "", said)
            : null;
    }
}
