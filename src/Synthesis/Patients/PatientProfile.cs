using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Synthesis.Patients;

/// <summary>What is fixed of a synthetic patient before chance adds the rest.</summary>
internal sealed record PatientProfile(PatientStory Story, bool Female, int Age)
{
    public IReadOnlyList<Problem> Problems { get; init; } = [];
    public IReadOnlyList<Medicine> Medicines { get; init; } = [];

    /// <summary>A medicine begun during the 120 days, and on which of them.</summary>
    public (Medicine Medicine, int Day)? Begun { get; init; }

    /// <summary>Levels of laboratory tests that differ from health; first value a year ago, last value now.</summary>
    public IReadOnlyDictionary<LaboratoryTest, (double From, double To)> Levels { get; init; } =
        new Dictionary<LaboratoryTest, (double, double)>();

    /// <summary>What the person measures at home.</summary>
    public required HomeCourse Home { get; init; }

    /// <summary>Days of home readings; 120 unless the story is that there are few.</summary>
    public int HomeDays { get; init; } = 120;

    /// <summary>The cardiac work-up, where there was one.</summary>
    public HeartWorkup? Heart { get; init; }

    /// <summary>The chest film, where there is one.</summary>
    public FilmStory? Film { get; init; }

    /// <summary>Allergic to penicillin, otherwise no known allergy.</summary>
    public bool PenicillinAllergy { get; init; }
}

/// <summary>
/// The findings of a cardiac work-up with the numbers of the Cleveland table; null was not examined. Age, sex, resting
/// blood pressure, cholesterol and fasting glucose come from the rest of the chart.
/// </summary>
internal sealed record HeartWorkup(
    int? ChestPain,
    int? RestingEcg = null,
    int? MaximumHeartRate = null,
    int? ExerciseAngina = null,
    double? StDepression = null,
    int? StSlope = null,
    int? Vessels = null,
    int? Thallium = null
)
{
    /// <summary>Cholesterol is reported in mg/dL (LOINC 2093-3) instead of mmol/L.</summary>
    public bool CholesterolInMass { get; init; }
}
