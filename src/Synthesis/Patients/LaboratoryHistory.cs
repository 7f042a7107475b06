using Hl7.Fhir.Model;
using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.HomeMonitoring;
using Xinglin.Terminology.Codes;

namespace Xinglin.Synthesis.Patients;

/// <summary>Laboratory results of the past year: five draws, from the level then to the level now.</summary>
internal static class LaboratoryHistory
{
    private static readonly int[] DaysAgo = [330, 240, 150, 60, 5];

    public static void AddTo(SyntheticChart chart, SeededRandom random)
    {
        var profile = chart.Profile;
        if (profile.Story == PatientStory.FeaturesMissing)
        {
            // This chart has blood counts only: the work-up has not been done.
            AddDraws(chart, [LaboratoryTest.Haemoglobin, LaboratoryTest.WhiteCells, LaboratoryTest.Platelets], random);
            return;
        }
        var tests = LaboratoryTest.Basic.Concat(profile.Levels.Keys).Distinct();
        if (profile.Heart?.CholesterolInMass == true)
        {
            tests = tests.Where(t => t != LaboratoryTest.Cholesterol);
        }
        AddDraws(chart, tests.ToList(), random);
    }

    private static void AddDraws(SyntheticChart chart, IReadOnlyList<LaboratoryTest> tests, SeededRandom random)
    {
        foreach (var (daysAgo, draw) in DaysAgo.Select((d, i) => (d, i)))
        {
            var time = new DateTimeOffset(chart.Now.Date.AddDays(-daysAgo), chart.Now.Offset).AddMinutes(
                7 * 60 + random.Next(60)
            );
            var share = draw / (DaysAgo.Length - 1.0);
            foreach (var test in tests)
            {
                var value = Level(chart.Profile, test, share) * Math.Exp(random.Normal(0, test.Variation));
                Add(chart, test, value.ToResolution(test.Resolution), time, draw);
                if (test == LaboratoryTest.Creatinine)
                {
                    var age = chart.Profile.Age - daysAgo / 365.25;
                    var egfr = FiltrationRate(value.ToResolution(test.Resolution), age, chart.Profile.Female);
                    Add(chart, LaboratoryTest.Egfr, egfr.ToResolution(1), time, draw);
                }
            }
        }
    }

    private static double Level(PatientProfile profile, LaboratoryTest test, double share)
    {
        if (profile.Levels.TryGetValue(test, out var level))
        {
            return level.From + (level.To - level.From) * share;
        }
        // Women's healthy levels stand where the women's reference range is.
        return profile.Female && test.FemaleHigh is { } high && test.High is { } usual
            ? test.Healthy * high / usual
            : test.Healthy;
    }

    /// <summary>
    /// Estimated GFR in mL/min/1.73 m², CKD-EPI 2021 without race (Inker et al., N Engl J Med 2021;385:1737).
    /// </summary>
    internal static double FiltrationRate(double creatinineMicromoles, double age, bool female)
    {
        var ratio = creatinineMicromoles / 88.42 / (female ? 0.7 : 0.9);
        return 142
            * Math.Pow(Math.Min(ratio, 1), female ? -0.241 : -0.302)
            * Math.Pow(Math.Max(ratio, 1), -1.200)
            * Math.Pow(0.9938, age)
            * (female ? 1.012 : 1);
    }

    private static void Add(SyntheticChart chart, LaboratoryTest test, double value, DateTimeOffset time, int draw)
    {
        var low = test.LowFor(chart.Profile.Female);
        var high = test.HighFor(chart.Profile.Female);
        chart.Add(
            new Observation
            {
                Status = ObservationStatus.Final,
                Category = [new CodeableConcept(CodeSystems.ObservationCategory, "laboratory", "Laboratory", null)],
                Code = Coded.Concept(CodeSystems.Loinc, test.Loinc, test.Label),
                Subject = chart.Subject,
                Effective = new FhirDateTime(time),
                Issued = time.AddHours(3),
                Value = Coded.Quantity(value, test.Unit),
                ReferenceRange =
                [
                    new Observation.ReferenceRangeComponent
                    {
                        Low = low is { } l ? Coded.Quantity(l, test.Unit) : null,
                        High = high is { } h ? Coded.Quantity(h, test.Unit) : null,
                    },
                ],
                Interpretation = Flag(value, low, high),
            },
            $"lab-{draw + 1}-{test.Loinc}"
        );
    }

    private static List<CodeableConcept> Flag(double value, double? low, double? high) =>
        value < low ? [new CodeableConcept(CodeSystems.Interpretation, "L", "Low", null)]
        : value > high ? [new CodeableConcept(CodeSystems.Interpretation, "H", "High", null)]
        : [new CodeableConcept(CodeSystems.Interpretation, "N", "Normal", null)];
}
