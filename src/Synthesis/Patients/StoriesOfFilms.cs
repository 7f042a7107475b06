using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Synthesis.Patients;

/// <summary>Stories that chest films tell.</summary>
internal static class StoriesOfFilms
{
    private static readonly GlucoseCourse HealthyGlucose = new(5.1, 1.4) { ReadingsADay = 1, EveryDays = 3 };

    public static readonly IReadOnlyList<PatientProfile> All =
    [
        new(PatientStory.FilmUnreadable, Female: false, 48)
        {
            Problems = [Problem.Asthma],
            Film = FilmStory.Unreadable,
            Home = Healthy(122, 77, 73.5),
        },
        new(PatientStory.FilmUnlikeTraining, Female: false, 45)
        {
            Problems = [Problem.ChestPain],
            Film = FilmStory.UnlikeTraining,
            Home = Healthy(125, 80, 69.0),
        },
        new(PatientStory.PneumoniaOneSided, Female: false, 35)
        {
            Problems = [Problem.Pneumonia],
            Medicines = [Medicine.Moxifloxacin],
            Levels = Infection(98, 13.8),
            Film = FilmStory.PneumoniaRightLower,
            Home = Healthy(118, 74, 70.2),
        },
        new(PatientStory.PneumoniaBothSides, Female: true, 71)
        {
            Problems = [Problem.Pneumonia, Problem.Hypertension],
            Medicines = [Medicine.Moxifloxacin, Medicine.Amlodipine],
            Levels = Infection(156, 16.2),
            Film = FilmStory.PneumoniaBothSides,
            PenicillinAllergy = true,
            Home = Healthy(128, 75, 57.7),
        },
        new(PatientStory.FilmNormal, Female: true, 29) { Film = FilmStory.Normal, Home = Healthy(108, 68, 52.8) },
        new(PatientStory.CopdFilm, Female: false, 68)
        {
            Problems = [Problem.Copd],
            Medicines = [Medicine.Tiotropium],
            Levels = new Dictionary<LaboratoryTest, (double, double)> { [LaboratoryTest.Haemoglobin] = (158, 164) },
            Film = FilmStory.Normal,
            Home = Healthy(126, 76, 59.4),
        },
    ];

    private static HomeCourse Healthy(double systolic, double diastolic, double weight) =>
        new()
        {
            Pressure = new PressureCourse(systolic, diastolic),
            Glucose = HealthyGlucose,
            Weight = new WeightCourse(weight),
            Habit = new MeasuringHabit { Adherence = 0.7 },
        };

    private static Dictionary<LaboratoryTest, (double, double)> Infection(double crp, double whiteCells) =>
        new() { [LaboratoryTest.Crp] = (2, crp), [LaboratoryTest.WhiteCells] = (6.4, whiteCells) };
}
