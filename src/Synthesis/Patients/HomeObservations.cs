using Hl7.Fhir.Model;
using Xinglin.Learning.Randomness;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Synthesis.HomeMonitoring;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Patients;

/// <summary>The home readings of a patient as Observations.</summary>
internal static class HomeObservations
{
    /// <summary>The mmol/L value that carries a mg/dL number in the story <see cref="PatientStory.UnitWrong"/>.</summary>
    private const double MilligramsPerMillimole = 18.016;

    private static readonly BilingualText Meter = new("家用血糖仪", "Home glucose meter");
    private static readonly BilingualText Cuff = new("上臂式电子血压计", "Upper-arm blood pressure monitor");
    private static readonly BilingualText Scale = new("家用体重秤", "Home scale");

    public static void AddTo(SyntheticChart chart, SeededRandom random)
    {
        var readings = HomeMeasurementSimulator.Simulate(chart.Profile.Home, chart.Now, chart.Profile.HomeDays, random);
        var glucose = 0;
        var glucoseCount = readings.Count(r => r.Variable == HomeMeasurementType.Glucose);
        var number = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            var reading = readings[i];
            Observation observation;
            switch (reading.Variable.Key)
            {
                case "systolic":
                    observation = Pressure(chart, reading.Time, reading.Value, readings[++i].Value);
                    observation.Device = new ResourceReference { DisplayElement = Coded.Text(Cuff) };
                    break;
                case "glucose":
                    glucose++;
                    var wrong = chart.Profile.Story == PatientStory.UnitWrong && glucose == glucoseCount - 3;
                    observation = Glucose(
                        chart,
                        reading.Time,
                        wrong ? Math.Round(reading.Value * MilligramsPerMillimole) : reading.Value
                    );
                    break;
                default:
                    observation = Weight(chart, reading.Time, reading.Value);
                    break;
            }
            Labels.MarkHome(observation);
            chart.Add(observation, $"home-{++number}");
        }
    }

    public static Observation Pressure(SyntheticChart chart, DateTimeOffset time, double systolic, double diastolic)
    {
        var observation = Vital(chart, LoincCodes.BloodPressurePanel, new("血压", "Blood pressure"), time);
        observation.Component =
        [
            new Observation.ComponentComponent
            {
                Code = Coded.Concept(CodeSystems.Loinc, LoincCodes.Systolic, new("收缩压", "Systolic blood pressure")),
                Value = Coded.Quantity(systolic, "mm[Hg]", "mmHg"),
            },
            new Observation.ComponentComponent
            {
                Code = Coded.Concept(
                    CodeSystems.Loinc,
                    LoincCodes.Diastolic,
                    new("舒张压", "Diastolic blood pressure")
                ),
                Value = Coded.Quantity(diastolic, "mm[Hg]", "mmHg"),
            },
        ];
        return observation;
    }

    private static Observation Glucose(SyntheticChart chart, DateTimeOffset time, double value)
    {
        var observation = Vital(chart, LoincCodes.GlucoseMoles, new("血糖", "Blood glucose"), time);
        observation.Category = [new CodeableConcept(CodeSystems.ObservationCategory, "laboratory", "Laboratory", null)];
        observation.Value = Coded.Quantity(value, "mmol/L");
        observation.Device = new ResourceReference { DisplayElement = Coded.Text(Meter) };
        return observation;
    }

    private static Observation Weight(SyntheticChart chart, DateTimeOffset time, double value)
    {
        var observation = Vital(chart, LoincCodes.BodyWeight, new("体重", "Body weight"), time);
        observation.Value = Coded.Quantity(value, "kg");
        observation.Device = new ResourceReference { DisplayElement = Coded.Text(Scale) };
        return observation;
    }

    private static Observation Vital(SyntheticChart chart, string loinc, BilingualText label, DateTimeOffset time) =>
        new()
        {
            Status = ObservationStatus.Final,
            Category = [new CodeableConcept(CodeSystems.ObservationCategory, "vital-signs", "Vital Signs", null)],
            Code = Coded.Concept(CodeSystems.Loinc, loinc, label),
            Subject = chart.Subject,
            Effective = new FhirDateTime(time),
        };
}
