using Hl7.Fhir.Model;
using Xinglin.Analysis.Diagnosis;
using Xinglin.Learning.Randomness;
using Xinglin.Terminology.Codes;

namespace Xinglin.Synthesis.Patients;

/// <summary>The findings of the cardiac work-up as coded Observations.</summary>
internal static class HeartFindings
{
    public static void AddTo(SyntheticChart chart, SeededRandom random)
    {
        if (chart.Profile.Heart is not { } workup)
        {
            return;
        }
        var time = new DateTimeOffset(chart.Now.Date.AddDays(-4), chart.Now.Offset).AddMinutes(
            9 * 60 + random.Next(120)
        );
        AddCategory(chart, HeartFeature.ChestPain, workup.ChestPain, "exam", time);
        AddCategory(chart, HeartFeature.RestingEcg, workup.RestingEcg, "procedure", time.AddMinutes(20));
        var stress = time.AddMinutes(60);
        AddNumber(chart, HeartFeature.MaximumHeartRate, workup.MaximumHeartRate, stress);
        AddCategory(chart, HeartFeature.ExerciseAngina, workup.ExerciseAngina, "procedure", stress);
        AddNumber(chart, HeartFeature.StDepression, workup.StDepression, stress);
        AddCategory(chart, HeartFeature.StSlope, workup.StSlope, "procedure", stress);
        AddNumber(chart, HeartFeature.Vessels, workup.Vessels, stress.AddHours(3));
        AddCategory(chart, HeartFeature.Thallium, workup.Thallium, "imaging", stress.AddHours(2));
    }

    private static void AddNumber(SyntheticChart chart, HeartFeature feature, double? value, DateTimeOffset time)
    {
        if (value is not { } known)
        {
            return;
        }
        var observation = Observation(chart, feature, "procedure", time);
        observation.Value = Coded.Quantity(known, feature.Unit);
        chart.Add(observation, $"heart-{feature.Column}");
    }

    private static void AddCategory(
        SyntheticChart chart,
        HeartFeature feature,
        int? number,
        string category,
        DateTimeOffset time
    )
    {
        if (number is not { } known)
        {
            return;
        }
        var found = feature.Categories.Single(c => c.Number == known);
        var observation = Observation(chart, feature, category, time);
        observation.Value = found.Snomed is { } snomed
            ? Coded.Concept(found.Label, (HeartFeature.WorkupSystem, found.Code), (CodeSystems.Snomed, snomed))
            : Coded.Concept(HeartFeature.WorkupSystem, found.Code, found.Label);
        chart.Add(observation, $"heart-{feature.Column}");
    }

    private static Observation Observation(
        SyntheticChart chart,
        HeartFeature feature,
        string category,
        DateTimeOffset time
    ) =>
        new()
        {
            Status = ObservationStatus.Final,
            Category = [new CodeableConcept(CodeSystems.ObservationCategory, category)],
            Code = Coded.Concept(feature.System, feature.Codes[0], feature.Label),
            Subject = chart.Subject,
            Effective = new FhirDateTime(time),
        };
}
