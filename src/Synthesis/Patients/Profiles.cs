using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Synthesis.Patients;

/// <summary>The 24 stories of the demonstration hospital, in the order in which they are generated.</summary>
internal static class Profiles
{
    public static readonly IReadOnlyList<PatientProfile> Stories =
    [
        .. StoriesOfHome.All.Take(4),
        .. StoriesOfFilms.All.Take(2),
        .. StoriesOfCharts.All,
        .. StoriesOfFilms.All.Skip(2),
        .. StoriesOfHome.All.Skip(4),
    ];

    /// <summary>A patient without a story of his own, for cohorts beyond the 24.</summary>
    public static PatientProfile Ordinary(SeededRandom random)
    {
        var age = random.Next(32, 86);
        var problems = new List<Problem>();
        var medicines = new List<Medicine>();
        var levels = new Dictionary<LaboratoryTest, (double, double)>();
        var pressure = new PressureCourse(random.Normal(119, 6), random.Normal(74, 5), random.Normal(0, 0.15));
        var glucose = new GlucoseCourse(random.Normal(5.2, 0.25), 1.4) { ReadingsADay = 1, EveryDays = 3 };
        if (random.NextDouble() < 0.15 + age / 150.0)
        {
            problems.Add(Problem.Hypertension);
            medicines.Add(random.Pick([Medicine.Amlodipine, Medicine.Valsartan]));
            pressure = new PressureCourse(random.Normal(134, 8), random.Normal(82, 6), random.Normal(0, 0.4));
        }
        if (random.NextDouble() < 0.06 + age / 400.0)
        {
            problems.Add(Problem.Type2Diabetes);
            medicines.Add(Medicine.Metformin);
            var fasting = random.Between(6.6, 9.0);
            glucose = new GlucoseCourse(fasting, 2.6, random.Normal(0, 0.05));
            levels[LaboratoryTest.FastingGlucose] = (fasting, fasting);
            levels[LaboratoryTest.HbA1c] = (4.2 + 0.4 * fasting, 4.2 + 0.4 * fasting);
        }
        if (random.NextDouble() < 0.35)
        {
            problems.Add(Problem.Hyperlipidaemia);
            medicines.Add(Medicine.Atorvastatin);
            levels[LaboratoryTest.Cholesterol] = (6.1, random.Between(4.2, 5.9));
            levels[LaboratoryTest.Ldl] = (4.0, random.Between(2.2, 3.6));
        }
        var female = random.Next(2) == 0;
        return new PatientProfile(PatientStory.Ordinary, female, age)
        {
            Problems = problems,
            Medicines = medicines,
            Levels = levels,
            PenicillinAllergy = random.Next(9) == 0,
            Home = new HomeCourse
            {
                Pressure = pressure,
                Glucose = glucose,
                Weight = new WeightCourse(random.Normal(female ? 60 : 70, 8), random.Normal(0, 0.05)),
                Habit = new MeasuringHabit
                {
                    Adherence = random.Between(0.6, 0.95),
                    DeviceBias = random.Normal(0, 0.012),
                    MorningHour = random.Between(5.6, 7.6),
                },
            },
        };
    }
}
