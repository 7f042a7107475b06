using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Predictions;

/// <summary>What an application of a model says of one patient, or that it cannot say.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(Findings), "findings")]
[JsonDerivedType(typeof(Forecast), "forecast")]
[JsonDerivedType(typeof(CannotSay), "cannot-say")]
public abstract record Prediction(PredictionContext Context, IReadOnlyList<Input> Inputs)
{
    /// <summary>A diagnosis or a film: findings with calibrated probabilities.</summary>
    public sealed record Findings(PredictionContext Context, IReadOnlyList<Input> Inputs, IReadOnlyList<Finding> Items)
        : Prediction(Context, Inputs);

    /// <summary>The expected course of the home readings.</summary>
    /// <param name="Alerts">What the latest readings show by themselves; null in readings made before there were any.</param>
    public sealed record Forecast(
        PredictionContext Context,
        IReadOnlyList<Input> Inputs,
        IReadOnlyList<Trajectory> Trajectories,
        IReadOnlyList<LatestAlert>? Alerts = null
    ) : Prediction(Context, Inputs);

    /// <summary>The model was not allowed to answer.</summary>
    /// <param name="Reason">One of <see cref="CannotSayReasons"/>.</param>
    /// <param name="Explanation">What was missing or unlike the training data, and what to do.</param>
    public sealed record CannotSay(
        PredictionContext Context,
        IReadOnlyList<Input> Inputs,
        string Reason,
        BilingualText Explanation
    ) : Prediction(Context, Inputs);
}

/// <summary>Why a model may not answer.</summary>
public static class CannotSayReasons
{
    public const string TooManyMissing = "too-many-missing";
    public const string UnlikeTraining = "unlike-training";
    public const string Unreadable = "unreadable";
    public const string TooFewReadings = "too-few-readings";

    /// <summary>The header says, or leaves open, that the film is not of the kind or the age that the model was made for.</summary>
    public const string OutsideLimits = "outside-limits";

    /// <summary>The model's folder does not say for which films it was made.</summary>
    public const string NoLimits = "no-limits";
}

public enum PredictionKind
{
    Diagnosis,
    Forecast,
    Imaging,
}

/// <summary>Whose reading it is and what made it.</summary>
/// <param name="Id">A FHIR id, unique: derived from the Task, so that repeated work gives the same id.</param>
/// <param name="Focus">A reference such as <c>ImagingStudy/…</c> for a film, otherwise <c>Patient/…</c>.</param>
/// <param name="Synthetic">True when the patient or the image was made by a program.</param>
/// <param name="Instance">SOP Instance UID of the film that was read; null in readings made before it was kept.</param>
/// <param name="Films">Every film of the study with what became of it; null in readings made before that was kept, and of no film.</param>
public sealed record PredictionContext(
    string Id,
    PredictionKind Kind,
    string PatientId,
    string Focus,
    ModelReference Model,
    DateTimeOffset MadeAt,
    bool Synthetic,
    string? Instance = null,
    IReadOnlyList<FilmOfStudy>? Films = null
);

/// <summary>One film of the study that a reading is about.</summary>
/// <param name="Number">Its place in the study, from 1.</param>
/// <param name="Instance">Its SOP Instance UID.</param>
/// <param name="View">What its header calls the projection, such as <c>PA</c>; null when it does not say.</param>
/// <param name="Outcome">One of <see cref="FilmOutcomes"/>.</param>
/// <param name="Why">Why the model said nothing of it; null when it did.</param>
public sealed record FilmOfStudy(int Number, string Instance, string? View, string Outcome, BilingualText? Why);

/// <summary>What became of a film of a study; stable words.</summary>
public static class FilmOutcomes
{
    /// <summary>The findings of the reading are those of this film.</summary>
    public const string Answered = "answered";

    /// <summary>Read too; another film of the study shows more, and the findings are that film's.</summary>
    public const string ReadToo = "read-too";

    public const string NotRead = "not-read";
}

/// <summary>The model and the population its figures were measured on.</summary>
/// <param name="Figures">For example AUC with its 95 % interval, Brier score, expected calibration error.</param>
public sealed record ModelReference(
    string Name,
    string Version,
    BilingualText Title,
    BilingualText Population,
    IReadOnlyList<Figure> Figures
);

/// <summary>One measured figure of a model with its 95 % interval.</summary>
/// <param name="N">Of how many cases; null where it is not known.</param>
/// <param name="Data">On which data it was measured; null in readings made before that was kept.</param>
public sealed record Figure(
    string Name,
    double Value,
    double? Low,
    double? High,
    int? N = null,
    BilingualText? Data = null
);

/// <summary>A datum that a model looked at.</summary>
/// <param name="Id">Unique within the reading, such as <c>input-chol</c>.</param>
/// <param name="Code">LOINC or SNOMED CT code by which it was taken from the chart.</param>
/// <param name="Value">The value in <paramref name="Unit"/> as the model saw it; null for a category.</param>
/// <param name="Category">The category in words; null for a number.</param>
/// <param name="Unit">UCUM unit; empty for none.</param>
/// <param name="Source">The resource it came from, <c>Type/id</c>; null when imputed.</param>
/// <param name="Imputed">True when the chart had no such value and the training median or mode stood in.</param>
/// <param name="Original">The value and unit as sent, where they were converted; otherwise null.</param>
/// <param name="ReferenceLow">Lower end of the reference range in <paramref name="Unit"/>, where there is one.</param>
/// <param name="ReferenceHigh">Upper end of the reference range in <paramref name="Unit"/>, where there is one.</param>
public sealed record Input(
    string Id,
    string Code,
    BilingualText Label,
    double? Value,
    BilingualText? Category,
    string Unit,
    DateTimeOffset? Time,
    string? Source,
    bool Imputed,
    string? Original = null,
    double? ReferenceLow = null,
    double? ReferenceHigh = null
);

/// <summary>One finding or diagnosis.</summary>
/// <param name="Id">Unique within the reading, such as <c>finding-pneumonia</c>.</param>
/// <param name="Code">SNOMED CT code.</param>
/// <param name="Probability">Calibrated, 0 to 1.</param>
/// <param name="Low">Lower end of the 90 % interval of the probability.</param>
/// <param name="High">Upper end of the 90 % interval of the probability.</param>
/// <param name="Threshold">At or above it the finding is called present.</param>
/// <param name="For">What speaks for it, strongest first.</param>
/// <param name="Against">What speaks against it, strongest first.</param>
/// <param name="HeatMap">For a film: where the network looked; a hint, not a segmentation.</param>
public sealed record Finding(
    string Id,
    string Code,
    BilingualText Label,
    double Probability,
    double Low,
    double High,
    double Threshold,
    IReadOnlyList<Contribution> For,
    IReadOnlyList<Contribution> Against,
    HeatMap? HeatMap = null
)
{
    /// <summary>The probability itself is at the threshold or above it.</summary>
    [JsonIgnore]
    public bool Present => Probability >= Threshold;

    /// <summary>The interval lies on both sides of the threshold: nothing is called present or absent.</summary>
    [JsonIgnore]
    public bool Uncertain => Low < Threshold && High >= Threshold;

    /// <summary>Calls for attention now: the whole interval is at the threshold or above it.</summary>
    [JsonIgnore]
    public bool Alerts => Present && Low >= Threshold;
}

/// <summary>How much one input moved the answer, in log-odds.</summary>
public sealed record Contribution(string InputId, double LogOdds);

/// <summary>A coarse map of where a network looked, row-major, 0 to 1, stretched over the whole frame.</summary>
/// <param name="Region">Where its weight lies, in words of anatomy, such as "left lower zone"; null when spread out.</param>
public sealed record HeatMap(int Rows, int Columns, float[] Values, BilingualText? Region);

/// <summary>The past and the expected course of one variable.</summary>
/// <param name="Id">Unique within the reading, such as <c>trajectory-systolic</c>.</param>
/// <param name="Code">LOINC code.</param>
/// <param name="Past">The readings the forecast rests on, oldest first.</param>
/// <param name="Points">The forecast, soonest first.</param>
/// <param name="LowerLimit">Lower reference or target limit, where there is one.</param>
/// <param name="UpperLimit">Upper reference or target limit, where there is one.</param>
/// <param name="LimitSource">The guideline of the limits.</param>
/// <param name="SlopePerWeek">Change of the median forecast per week, in <paramref name="Unit"/>.</param>
public sealed record Trajectory(
    string Id,
    string Code,
    BilingualText Label,
    string Unit,
    IReadOnlyList<PastMeasurement> Past,
    IReadOnlyList<ForecastPoint> Points,
    double? LowerLimit,
    double? UpperLimit,
    BilingualText? LimitSource,
    double SlopePerWeek
);

public sealed record PastMeasurement(DateTimeOffset Time, double Value, string Source);

/// <summary>Quantiles of the value at one moment: median, 50 % band (Q25 to Q75) and 80 % band (Q10 to Q90).</summary>
public sealed record ForecastPoint(DateTimeOffset Time, double Q10, double Q25, double Q50, double Q75, double Q90);
