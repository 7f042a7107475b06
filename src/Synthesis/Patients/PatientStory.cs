namespace Xinglin.Synthesis.Patients;

/// <summary>What a synthetic patient is there to show. Each of the first 24 patients has a story of its own.</summary>
public enum PatientStory
{
    /// <summary>Home blood pressure has been rising for eight weeks.</summary>
    PressureRising,

    /// <summary>Heart failure: weight rose by more than 2 kg in a few days; the film shows a pleural effusion.</summary>
    HeartFailureGain,

    /// <summary>Type 2 diabetes: fasting glucose drifts upwards.</summary>
    GlucoseDrifting,

    /// <summary>One home glucose was sent in mg/dL under the unit mmol/L.</summary>
    UnitWrong,

    /// <summary>The chest film's pixel data is shorter than rows × columns ask for.</summary>
    FilmUnreadable,

    /// <summary>The chest film is unlike the films the model was trained on.</summary>
    FilmUnlikeTraining,

    /// <summary>A woman with a diagnosis of the prostate.</summary>
    SexContradiction,

    /// <summary>87 years old, with everything.</summary>
    OldWithEverything,

    /// <summary>Chest pain, but hardly any of the 13 features known.</summary>
    FeaturesMissing,

    /// <summary>All 13 features known, most of them bad.</summary>
    HeartDiseaseLikely,

    /// <summary>All 13 features known, most of them good.</summary>
    HeartDiseaseUnlikely,

    /// <summary>Cholesterol in mg/dL; no fluoroscopy and no thallium scan: imputed.</summary>
    FeaturesImputed,

    /// <summary>Pneumonia of one lower zone on the film.</summary>
    PneumoniaOneSided,

    /// <summary>Pneumonia of both sides on the film.</summary>
    PneumoniaBothSides,

    /// <summary>A healthy person's film.</summary>
    FilmNormal,

    /// <summary>Chronic obstructive pulmonary disease with a film without consolidation.</summary>
    CopdFilm,

    /// <summary>Blood pressure falls after a new medicine.</summary>
    PressureImproving,

    /// <summary>Hypertension under control.</summary>
    PressureControlled,

    /// <summary>Glucose falls after a new medicine.</summary>
    GlucoseImproving,

    /// <summary>Chronic kidney disease with resistant hypertension.</summary>
    KidneyDisease,

    /// <summary>Hypothyroidism with high lipids.</summary>
    Hypothyroidism,

    /// <summary>A handful of home readings only: no forecast can be made.</summary>
    TooFewReadings,

    /// <summary>Type 1 diabetes with strongly varying glucose.</summary>
    GlucoseLabile,

    /// <summary>Gout and obesity; losing weight.</summary>
    WeightLoss,

    /// <summary>Nobody in particular: drawn at random (the 25th patient and later).</summary>
    Ordinary,
}

/// <summary>What the chest film of a patient shows.</summary>
public enum FilmStory
{
    Normal,
    PneumoniaRightLower,
    PneumoniaBothSides,
    Cardiomegaly,
    Unreadable,
    UnlikeTraining,

    /// <summary>A large heart with fluid in the right pleural space: the costophrenic angle is filled up to a meniscus.</summary>
    CardiomegalyEffusion,
}
