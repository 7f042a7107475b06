using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Synthesis.Patients;

/// <summary>Stories that the record itself tells: contradictions, old age, the cardiac work-up.</summary>
internal static class StoriesOfCharts
{
    private static readonly GlucoseCourse HealthyGlucose = new(5.3, 1.5) { ReadingsADay = 1, EveryDays = 3 };

    public static readonly IReadOnlyList<PatientProfile> All =
    [
        new(PatientStory.SexContradiction, Female: true, 66)
        {
            Problems = [Problem.ProstateHyperplasia, Problem.Hyperlipidaemia],
            Medicines = [Medicine.Atorvastatin],
            Levels = new Dictionary<LaboratoryTest, (double, double)> { [LaboratoryTest.Ldl] = (4.2, 3.0) },
            Home = Home(127, 76, 60.1),
        },
        new(PatientStory.OldWithEverything, Female: false, 87)
        {
            Problems =
            [
                Problem.Hypertension,
                Problem.CoronaryDisease,
                Problem.HeartFailure,
                Problem.AtrialFibrillation,
                Problem.Type2Diabetes,
                Problem.KidneyDisease,
                Problem.Stroke,
                Problem.Copd,
                Problem.Osteoporosis,
                Problem.Dementia,
                Problem.ProstateHyperplasia,
                Problem.IronDeficiency,
            ],
            Medicines =
            [
                Medicine.Amlodipine,
                Medicine.Metoprolol,
                Medicine.Furosemide,
                Medicine.Spironolactone,
                Medicine.Rivaroxaban,
                Medicine.Atorvastatin,
                Medicine.InsulinGlargine,
                Medicine.Tiotropium,
                Medicine.Tamsulosin,
                Medicine.Donepezil,
                Medicine.Alendronate,
                Medicine.FerrousSuccinate,
            ],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.FastingGlucose] = (8.4, 9.1),
                [LaboratoryTest.HbA1c] = (7.8, 8.2),
                [LaboratoryTest.Creatinine] = (118, 141),
                [LaboratoryTest.Urea] = (8.6, 11.2),
                [LaboratoryTest.Potassium] = (4.4, 5.1),
                [LaboratoryTest.Haemoglobin] = (116, 103),
                [LaboratoryTest.NtProBnp] = (1250, 1890),
                [LaboratoryTest.UricAcid] = (455, 498),
            },
            PenicillinAllergy = true,
            Film = FilmStory.Cardiomegaly,
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(146, 74, 0.2) { DaySpread = 7.5, ReadingSpread = 6 },
                Glucose = new GlucoseCourse(8.6, 2.9) { Variation = 0.2 },
                Weight = new WeightCourse(58.9, -0.04) { DaySpread = 0.45 },
                Habit = new MeasuringHabit
                {
                    Adherence = 0.75,
                    GapsPer100Days = 3,
                    ErrorRate = 0.03,
                    DigitPreference = 0.3,
                },
            },
            Heart = new HeartWorkup(4, 2, 108, 1, 1.8, 2, 2),
        },
        new(PatientStory.FeaturesMissing, Female: true, 49)
        {
            Problems = [Problem.ChestPain],
            Heart = new HeartWorkup(3),
            Home = Home(121, 78, 58.3),
        },
        new(PatientStory.HeartDiseaseLikely, Female: false, 62)
        {
            Problems = [Problem.ChestPain, Problem.Hypertension, Problem.Hyperlipidaemia],
            Medicines = [Medicine.Metoprolol, Medicine.Aspirin, Medicine.Atorvastatin],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.Cholesterol] = (7.2, 6.9),
                [LaboratoryTest.Ldl] = (4.9, 4.5),
                [LaboratoryTest.FastingGlucose] = (6.5, 7.1),
            },
            Film = FilmStory.Normal,
            Heart = new HeartWorkup(4, 2, 112, 1, 2.6, 2, 2, 7),
            Home = Home(144, 86, 76.6),
        },
        new(PatientStory.HeartDiseaseUnlikely, Female: true, 44)
        {
            Problems = [Problem.ChestPain],
            Heart = new HeartWorkup(3, 0, 172, 0, 0.0, 1, 0, 3),
            Home = Home(116, 73, 55.2),
        },
        new(PatientStory.FeaturesImputed, Female: false, 57)
        {
            Problems = [Problem.ChestPain, Problem.Hyperlipidaemia],
            Medicines = [Medicine.Atorvastatin],
            Levels = new Dictionary<LaboratoryTest, (double, double)> { [LaboratoryTest.CholesterolMass] = (262, 247) },
            Heart = new HeartWorkup(2, 0, 154, 0, 0.6, 1) { CholesterolInMass = true },
            Home = Home(125, 79, 74.0),
        },
    ];

    private static HomeCourse Home(double systolic, double diastolic, double weight) =>
        new()
        {
            Pressure = new PressureCourse(systolic, diastolic),
            Glucose = HealthyGlucose,
            Weight = new WeightCourse(weight),
        };
}
