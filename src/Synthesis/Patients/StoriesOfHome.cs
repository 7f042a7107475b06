using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Synthesis.Patients;

/// <summary>Stories that the home readings tell.</summary>
internal static class StoriesOfHome
{
    private static readonly GlucoseCourse HealthyGlucose = new(5.2, 1.4) { ReadingsADay = 1, EveryDays = 3 };

    public static readonly IReadOnlyList<PatientProfile> All =
    [
        new(PatientStory.PressureRising, Female: false, 58)
        {
            Problems = [Problem.Hypertension, Problem.Hyperlipidaemia],
            Medicines = [Medicine.Amlodipine, Medicine.Atorvastatin],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.Cholesterol] = (6.2, 5.4),
                [LaboratoryTest.Ldl] = (4.1, 3.5),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(137, 85, TrendPerWeek: 2.4, TrendFromDay: 60) { DaySpread = 3.8 },
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(78.4, 0.05),
                Habit = new MeasuringHabit { Adherence = 0.93, GapsPer100Days = 0.8 },
            },
            Heart = new HeartWorkup(
                3,
                RestingEcg: 2,
                MaximumHeartRate: 148,
                ExerciseAngina: 0,
                StDepression: 0.8,
                StSlope: 2
            ),
        },
        new(PatientStory.HeartFailureGain, Female: true, 74)
        {
            Problems = [Problem.HeartFailure, Problem.AtrialFibrillation, Problem.Hypertension],
            Medicines =
            [
                Medicine.Metoprolol,
                Medicine.Furosemide,
                Medicine.Spironolactone,
                Medicine.Rivaroxaban,
                Medicine.Empagliflozin,
            ],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.NtProBnp] = (860, 3450),
                [LaboratoryTest.Creatinine] = (88, 104),
                [LaboratoryTest.Sodium] = (139, 134),
            },
            Film = FilmStory.CardiomegalyEffusion,
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(126, 76, 0.2),
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(61.3)
                {
                    RetentionFromDay = 109,
                    RetentionKilograms = 5.6,
                    DaySpread = 0.25,
                },
                Habit = new MeasuringHabit { Adherence = 0.95, GapsPer100Days = 0 },
            },
        },
        new(PatientStory.GlucoseDrifting, Female: false, 52)
        {
            Problems = [Problem.Type2Diabetes, Problem.Obesity],
            Medicines = [Medicine.Metformin],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.FastingGlucose] = (7.0, 10.4),
                [LaboratoryTest.HbA1c] = (6.9, 8.8),
                [LaboratoryTest.Triglycerides] = (2.1, 2.9),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(126, 79),
                Glucose = new GlucoseCourse(7.1, 2.7, TrendPerWeek: 0.3, TrendFromDay: 40),
                Weight = new WeightCourse(86.1, 0.08),
                Habit = new MeasuringHabit { Adherence = 0.88 },
            },
        },
        new(PatientStory.UnitWrong, Female: true, 63)
        {
            Problems = [Problem.Type2Diabetes, Problem.KneeArthritis],
            Medicines = [Medicine.Metformin, Medicine.Gliclazide],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.FastingGlucose] = (7.0, 6.2),
                [LaboratoryTest.HbA1c] = (7.1, 6.6),
            },
            PenicillinAllergy = true,
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(128, 77),
                Glucose = new GlucoseCourse(6.0, 2.1),
                Weight = new WeightCourse(64.8, -0.03),
            },
        },
        new(PatientStory.PressureImproving, Female: true, 55)
        {
            Problems = [Problem.Hypertension],
            Medicines = [Medicine.Valsartan],
            Begun = (Medicine.Amlodipine, 70),
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(152, 93) { Treatments = [new TreatmentChange(70, -25, 8)] },
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(62.5),
                Habit = new MeasuringHabit { Adherence = 0.9, MorningHour = 6.2 },
            },
        },
        new(PatientStory.PressureControlled, Female: false, 61)
        {
            Problems = [Problem.Hypertension],
            Medicines = [Medicine.Amlodipine, Medicine.Hydrochlorothiazide],
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(124, 76) { DaySpread = 4 },
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(71.9),
            },
        },
        new(PatientStory.GlucoseImproving, Female: true, 47)
        {
            Problems = [Problem.Type2Diabetes],
            Medicines = [Medicine.Metformin],
            Begun = (Medicine.Empagliflozin, 55),
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.FastingGlucose] = (10.2, 6.8),
                [LaboratoryTest.HbA1c] = (9.1, 7.1),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(122, 75),
                Glucose = new GlucoseCourse(10.1, 3.0) { Treatments = [new TreatmentChange(55, -4.3, 10)] },
                Weight = new WeightCourse(68.2) { Treatments = [new TreatmentChange(55, -2.2, 25)] },
            },
        },
        new(PatientStory.KidneyDisease, Female: false, 70)
        {
            Problems = [Problem.KidneyDisease, Problem.Hypertension, Problem.Gout],
            Medicines = [Medicine.Amlodipine, Medicine.Valsartan, Medicine.Furosemide, Medicine.Febuxostat],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.Creatinine] = (131, 158),
                [LaboratoryTest.Urea] = (9.1, 12.4),
                [LaboratoryTest.Potassium] = (4.8, 5.5),
                [LaboratoryTest.Haemoglobin] = (121, 109),
                [LaboratoryTest.UricAcid] = (512, 402),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(151, 83, 0.15) { DaySpread = 7 },
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(66.4, 0.04),
            },
        },
        new(PatientStory.Hypothyroidism, Female: true, 39)
        {
            Problems = [Problem.Hypothyroidism, Problem.Hyperlipidaemia],
            Medicines = [Medicine.Levothyroxine],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.Tsh] = (14.6, 3.9),
                [LaboratoryTest.Cholesterol] = (6.8, 5.5),
                [LaboratoryTest.Ldl] = (4.6, 3.5),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(114, 72),
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(63.0, -0.15),
            },
        },
        new(PatientStory.TooFewReadings, Female: false, 50)
        {
            Problems = [Problem.Hypertension],
            Medicines = [Medicine.Valsartan],
            HomeDays = 9,
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(139, 88),
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(80.2),
                Habit = new MeasuringHabit { Adherence = 0.97, GapsPer100Days = 0 },
            },
        },
        new(PatientStory.GlucoseLabile, Female: true, 26)
        {
            Problems = [Problem.Type1Diabetes],
            Medicines = [Medicine.InsulinGlargine, Medicine.InsulinAspart],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.FastingGlucose] = (9.4, 8.7),
                [LaboratoryTest.HbA1c] = (8.4, 8.1),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(112, 70),
                Glucose = new GlucoseCourse(8.4, 3.4)
                {
                    Variation = 0.36,
                    DayVariation = 0.15,
                    ReadingsADay = 4,
                },
                Weight = new WeightCourse(54.6),
                Habit = new MeasuringHabit { Adherence = 0.9 },
            },
        },
        new(PatientStory.WeightLoss, Female: false, 41)
        {
            Problems = [Problem.Gout, Problem.Obesity],
            Medicines = [Medicine.Febuxostat],
            Levels = new Dictionary<LaboratoryTest, (double, double)>
            {
                [LaboratoryTest.UricAcid] = (548, 371),
                [LaboratoryTest.Alt] = (71, 44),
                [LaboratoryTest.Triglycerides] = (3.1, 1.9),
            },
            Home = new HomeCourse
            {
                Pressure = new PressureCourse(130, 82, -0.35),
                Glucose = HealthyGlucose,
                Weight = new WeightCourse(97.5, -0.45),
            },
        },
    ];
}
