using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;

namespace Xinglin.Analysis.Predictions;

/// <summary>The RiskAssessment of a prediction: what is expected, how likely, and on which data it rests.</summary>
internal static class RiskAssessments
{
    /// <summary>
    /// Status <c>preliminary</c> for an answer, <c>cancelled</c> when the model could not say (the note says why).
    /// </summary>
    public static RiskAssessment From(Prediction prediction, string deviceId)
    {
        var context = prediction.Context;
        var assessment = new RiskAssessment
        {
            Id = context.Id,
            Status = ObservationStatus.Preliminary,
            Subject = new ResourceReference($"Patient/{context.PatientId}"),
            Occurrence = new FhirDateTime(context.MadeAt),
            Performer = new ResourceReference($"Device/{deviceId}"),
            Code = new CodeableConcept(PredictionResources.KindSystem, context.Kind.ToString().ToLowerInvariant()),
            Basis = Sources(prediction).Select(source => new ResourceReference(source)).ToList(),
        };
        switch (prediction)
        {
            case Prediction.Findings findings:
                assessment.Prediction = findings.Items.Select(Prediction).ToList();
                break;
            case Prediction.Forecast forecast:
                assessment.Prediction = forecast.Trajectories.SelectMany(Predictions).ToList();
                break;
            case Prediction.CannotSay cannot:
                assessment.Status = ObservationStatus.Cancelled;
                assessment.ReasonCode = [new CodeableConcept(PredictionResources.CannotSaySystem, cannot.Reason)];
                assessment.Note =
                [
                    new Annotation { Text = cannot.Explanation.En },
                    new Annotation { Text = cannot.Explanation.Zh },
                ];
                break;
        }
        return assessment;
    }

    /// <summary>References of all resources a prediction rests on, each once, in order of use.</summary>
    public static IReadOnlyList<string> Sources(Prediction prediction)
    {
        var sources = prediction.Inputs.Select(i => i.Source).OfType<string>();
        if (prediction is Prediction.Forecast forecast)
        {
            sources = sources.Concat(forecast.Trajectories.SelectMany(t => t.Past).Select(p => p.Source));
        }
        return sources.Append(prediction.Context.Focus).Distinct(StringComparer.Ordinal).ToList();
    }

    private static RiskAssessment.PredictionComponent Prediction(Finding finding)
    {
        var prediction = new RiskAssessment.PredictionComponent
        {
            Outcome = new CodeableConcept(CodeSystems.Snomed, finding.Code, finding.Label.En, finding.Label.En),
            Probability = new FhirDecimal(Rounded(finding.Probability)),
            QualitativeRisk = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/risk-probability",
                finding.Uncertain ? "moderate"
                    : finding.Present ? "high"
                    : "low"
            ),
        };
        prediction.AddExtension(
            Labels.ProbabilityInterval,
            new Hl7.Fhir.Model.Range
            {
                Low = new Quantity(Rounded(finding.Low * 100), "%"),
                High = new Quantity(Rounded(finding.High * 100), "%"),
            }
        );
        return prediction;
    }

    private static IEnumerable<RiskAssessment.PredictionComponent> Predictions(Trajectory trajectory) =>
        trajectory.Points.Select(point => new RiskAssessment.PredictionComponent
        {
            Outcome = new CodeableConcept(CodeSystems.Loinc, trajectory.Code, trajectory.Label.En, trajectory.Label.En),
            When = new Period(new FhirDateTime(point.Time), new FhirDateTime(point.Time)),
            Rationale = string.Create(
                CultureInfo.InvariantCulture,
                $"median {point.Q50:0.##} {trajectory.Unit}, 80 % between {point.Q10:0.##} and {point.Q90:0.##}"
            ),
        });

    internal static decimal Rounded(double value) => Math.Round((decimal)value, 6);
}
