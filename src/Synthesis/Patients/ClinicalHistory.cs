using Hl7.Fhir.Model;
using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.HomeMonitoring;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Patients;

/// <summary>Problems, medicines, allergies and encounters.</summary>
internal static class ClinicalHistory
{
    private static readonly BilingualText Doctor = new(
        "示范门诊医师（虚构）",
        "Demonstration clinic doctor (fictitious)"
    );

    public static void AddTo(SyntheticChart chart, SeededRandom random)
    {
        AddEncounters(chart, random);
        AddProblems(chart, random);
        AddMedicines(chart, random);
        AddAllergy(chart);
    }

    private static void AddEncounters(SyntheticChart chart, SeededRandom random)
    {
        var visits = chart.Profile.Age >= 80 ? 6 : 2 + random.Next(3);
        for (var i = 0; i < visits; i++)
        {
            var start = VisitTime(chart, i, visits, random);
            var inpatient = chart.Profile.Age >= 80 && i == visits - 2;
            chart.Add(
                new Encounter
                {
                    Status = Encounter.EncounterStatus.Finished,
                    Class = inpatient
                        ? new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", "inpatient encounter")
                        : new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"),
                    Type =
                    [
                        inpatient
                            ? Coded.Concept(CodeSystems.Snomed, "32485007", new("住院", "Hospital admission"))
                            : Coded.Concept(CodeSystems.Snomed, "185389009", new("复诊", "Follow-up visit")),
                    ],
                    Subject = chart.Subject,
                    Period = new Period(
                        new FhirDateTime(start),
                        new FhirDateTime(inpatient ? start.AddDays(8) : start.AddMinutes(20))
                    ),
                    ReasonCode = chart
                        .Profile.Problems.Take(1)
                        .Select(p => Coded.Concept(CodeSystems.Snomed, p.Snomed, p.Label))
                        .ToList(),
                },
                $"enc-{i + 1}"
            );
            AddVisitPressure(chart, start, i, random);
        }
    }

    private static DateTimeOffset VisitTime(SyntheticChart chart, int visit, int visits, SeededRandom random)
    {
        // The newest visit was one to two weeks ago; the others spread over the past year.
        var daysAgo = 7 + random.Next(8) + (visits - 1 - visit) * 330 / visits;
        return new DateTimeOffset(chart.Now.Date.AddDays(-daysAgo), chart.Now.Offset).AddMinutes(
            8 * 60 + random.Next(480)
        );
    }

    private static void AddVisitPressure(SyntheticChart chart, DateTimeOffset time, int visit, SeededRandom random)
    {
        if (chart.Profile.Home.Pressure is not { } course)
        {
            return;
        }
        var day = Math.Max(0, (int)(time - chart.HomeStart).TotalDays);
        // In the surgery pressure reads about 5 mmHg higher than at home.
        var shift =
            5 + SimulatedValues.Trend(course.TrendPerWeek, course.TrendFromDay, day) + course.Treatments.EffectOn(day);
        chart.Add(
            HomeObservations.Pressure(
                chart,
                time.AddMinutes(5),
                Math.Round(random.Normal(course.Systolic + shift, 5)),
                Math.Round(random.Normal(course.Diastolic + shift / 2, 4))
            ),
            $"visit-bp-{visit + 1}"
        );
    }

    private static void AddProblems(SyntheticChart chart, SeededRandom random)
    {
        foreach (var (problem, i) in chart.Profile.Problems.Select((p, i) => (p, i)))
        {
            var acute = problem == Problem.Pneumonia || problem == Problem.ChestPain;
            var onset = chart.Now.AddDays(acute ? -2 - random.Next(5) : -400 - random.Next(3600));
            chart.Add(
                new Condition
                {
                    ClinicalStatus = new CodeableConcept(CodeSystems.ConditionClinical, "active", "Active", null),
                    VerificationStatus = new CodeableConcept(
                        "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                        "confirmed",
                        "Confirmed",
                        null
                    ),
                    Category =
                    [
                        new CodeableConcept(
                            "http://terminology.hl7.org/CodeSystem/condition-category",
                            "problem-list-item",
                            "Problem List Item",
                            null
                        ),
                    ],
                    Code = Coded.Concept(
                        problem.Label,
                        (CodeSystems.Snomed, problem.Snomed),
                        (CodeSystems.Icd10, problem.Icd10)
                    ),
                    Subject = chart.Subject,
                    Onset = new FhirDateTime(onset.Year, onset.Month, onset.Day),
                },
                $"cond-{i + 1}"
            );
        }
    }

    private static void AddMedicines(SyntheticChart chart, SeededRandom random)
    {
        foreach (var (medicine, i) in chart.Profile.Medicines.Select((m, i) => (m, i)))
        {
            var start = chart.Now.AddDays(medicine == Medicine.Moxifloxacin ? -3 : -200 - random.Next(900));
            chart.Add(
                new MedicationStatement
                {
                    Status = MedicationStatement.MedicationStatusCodes.Active,
                    Medication = Coded.Concept(CodeSystems.Atc, medicine.Atc, medicine.Label),
                    Subject = chart.Subject,
                    Effective = new Period { StartElement = new FhirDateTime(start.Year, start.Month, start.Day) },
                    Dosage = [Directions(medicine)],
                },
                $"med-{i + 1}"
            );
        }
        if (chart.Profile.Begun is { } begun)
        {
            var start = chart.HomeStart.AddDays(begun.Day);
            chart.Add(
                new MedicationRequest
                {
                    Status = MedicationRequest.MedicationrequestStatus.Active,
                    Intent = MedicationRequest.MedicationRequestIntent.Order,
                    Medication = Coded.Concept(CodeSystems.Atc, begun.Medicine.Atc, begun.Medicine.Label),
                    Subject = chart.Subject,
                    AuthoredOn = $"{start:yyyy-MM-dd}",
                    Requester = new ResourceReference { DisplayElement = Coded.Text(Doctor) },
                    DosageInstruction = [Directions(begun.Medicine)],
                },
                "order-1"
            );
        }
    }

    private static Dosage Directions(Medicine medicine) =>
        new()
        {
            TextElement = Coded.Text(medicine.Directions),
            Timing = new Timing
            {
                Repeat = new Timing.RepeatComponent
                {
                    Frequency = Math.Max(1, (int)Math.Round(medicine.TimesADay)),
                    Period = medicine.TimesADay < 1 ? 7 : 1,
                    PeriodUnit = Timing.UnitsOfTime.D,
                },
            },
            DoseAndRate =
            [
                new Dosage.DoseAndRateComponent
                {
                    Dose = Coded.Quantity(medicine.Dose, medicine.Unit, medicine.UnitEn),
                },
            ],
        };

    private static void AddAllergy(SyntheticChart chart) =>
        chart.Add(
            new AllergyIntolerance
            {
                ClinicalStatus = new CodeableConcept(
                    "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                    "active",
                    "Active",
                    null
                ),
                Code = chart.Profile.PenicillinAllergy
                    ? Coded.Concept(CodeSystems.Snomed, "91936005", new("青霉素过敏", "Allergy to penicillin"))
                    : Coded.Concept(CodeSystems.Snomed, "716186003", new("否认药物及食物过敏史", "No known allergy")),
                Patient = chart.Subject,
            },
            "allergy-1"
        );
}
