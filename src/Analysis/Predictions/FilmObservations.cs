using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;

namespace Xinglin.Analysis.Predictions;

/// <summary>The Observation of one finding of a film: present, absent or indeterminate, and how likely.</summary>
internal static class FilmObservations
{
    private const string ProbabilityCode = "probability";

    public static Observation From(Prediction.Findings prediction, Finding finding, string deviceId)
    {
        var context = prediction.Context;
        return new Observation
        {
            Id = PredictionResources.PartId(context.Id, finding.Id),
            Status = ObservationStatus.Preliminary,
            Category = [new CodeableConcept(CodeSystems.ObservationCategory, "imaging", "Imaging", null)],
            Code = new CodeableConcept(CodeSystems.Snomed, finding.Code, finding.Label.En, finding.Label.En),
            Subject = new ResourceReference($"Patient/{context.PatientId}"),
            Focus = [new ResourceReference(context.Focus)],
            Effective = new FhirDateTime(context.MadeAt),
            Device = new ResourceReference($"Device/{deviceId}"),
            Value =
                finding.Uncertain ? new CodeableConcept(CodeSystems.Snomed, "82334004", "Indeterminate", null)
                : finding.Present ? new CodeableConcept(CodeSystems.Snomed, "52101004", "Present", null)
                : new CodeableConcept(CodeSystems.Snomed, "2667000", "Absent", null),
            Component =
            [
                new Observation.ComponentComponent
                {
                    Code = new CodeableConcept(
                        CodeSystems.Base + "CodeSystem/reading",
                        ProbabilityCode,
                        "Calibrated probability",
                        null
                    ),
                    Value = new Quantity(RiskAssessments.Rounded(finding.Probability * 100), "%"),
                    ReferenceRange =
                    [
                        new Observation.ReferenceRangeComponent
                        {
                            Text = "90 % interval",
                            Low = new Quantity(RiskAssessments.Rounded(finding.Low * 100), "%"),
                            High = new Quantity(RiskAssessments.Rounded(finding.High * 100), "%"),
                        },
                    ],
                },
            ],
        };
    }
}
