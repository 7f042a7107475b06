namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>
/// What the body, the treatment and the person do over the simulated days. Days count from 0, the first one.
/// Meaning and source of each default: <c>docs/home-reading-simulator.md</c>.
/// </summary>
public sealed record HomeCourse
{
    /// <summary>Blood pressure, or null when the person does not measure it.</summary>
    public PressureCourse? Pressure { get; init; }

    /// <summary>Blood glucose, or null.</summary>
    public GlucoseCourse? Glucose { get; init; }

    /// <summary>Body weight, or null.</summary>
    public WeightCourse? Weight { get; init; }

    /// <summary>How the person measures.</summary>
    public MeasuringHabit Habit { get; init; } = new();
}

/// <summary>A change of treatment: the effect builds up exponentially from the day it starts.</summary>
/// <param name="Day">First day of the new treatment.</param>
/// <param name="Effect">Final change, in the unit of the variable; negative lowers.</param>
/// <param name="DaysToTwoThirds">Time constant in days, above 0.</param>
public sealed record TreatmentChange(int Day, double Effect, double DaysToTwoThirds = 7);

/// <param name="Systolic">Mean of the first day, mmHg.</param>
/// <param name="Diastolic">Mean of the first day, mmHg.</param>
/// <param name="TrendPerWeek">Slow change of the systolic mean from <paramref name="TrendFromDay"/> on, mmHg a week.</param>
public sealed record PressureCourse(double Systolic, double Diastolic, double TrendPerWeek = 0, int TrendFromDay = 0)
{
    /// <summary>Morning minus evening systolic mean, mmHg.</summary>
    public double MorningRise { get; init; } = 4;

    /// <summary>Standard deviation of the day-to-day systolic level, mmHg.</summary>
    public double DaySpread { get; init; } = 5.5;

    /// <summary>Standard deviation from one reading to the next on the same day, mmHg.</summary>
    public double ReadingSpread { get; init; } = 5;

    /// <summary>Diastolic change for each mmHg of systolic change.</summary>
    public double DiastolicShare { get; init; } = 0.5;

    public IReadOnlyList<TreatmentChange> Treatments { get; init; } = [];
}

/// <param name="Fasting">Fasting mean of the first day, mmol/L.</param>
/// <param name="MealRise">Mean height of the rise after a meal, mmol/L.</param>
/// <param name="TrendPerWeek">Slow change of the fasting mean from <paramref name="TrendFromDay"/> on, mmol/L a week.</param>
public sealed record GlucoseCourse(double Fasting, double MealRise, double TrendPerWeek = 0, int TrendFromDay = 0)
{
    /// <summary>Coefficient of variation of one reading about its expectation (meals eaten, exercise, insulin).</summary>
    public double Variation { get; init; } = 0.14;

    /// <summary>Standard deviation of the day's level relative to the fasting mean.</summary>
    public double DayVariation { get; init; } = 0.08;

    /// <summary>Extra after late and rich weekend meals, mmol/L.</summary>
    public double WeekendRise { get; init; } = 0.4;

    /// <summary>Readings a day: 1 (fasting only) to 4 (before each meal and at bedtime, some after meals).</summary>
    public int ReadingsADay { get; init; } = 2;

    /// <summary>Measured on every n-th day; 1 is daily.</summary>
    public int EveryDays { get; init; } = 1;

    public IReadOnlyList<TreatmentChange> Treatments { get; init; } = [];
}

/// <param name="Kilograms">Mean of the first day, kg.</param>
/// <param name="TrendPerWeek">Slow change, kg a week.</param>
public sealed record WeightCourse(double Kilograms, double TrendPerWeek = 0)
{
    /// <summary>Day of the onset of fluid retention, or null.</summary>
    public int? RetentionFromDay { get; init; }

    /// <summary>Fluid retained in the end, kg.</summary>
    public double RetentionKilograms { get; init; }

    /// <summary>Standard deviation from day to day (food, drink, bowel, clothes), kg.</summary>
    public double DaySpread { get; init; } = 0.35;

    public IReadOnlyList<TreatmentChange> Treatments { get; init; } = [];
}

/// <summary>Regularity and mistakes of the person and of the devices.</summary>
public sealed record MeasuringHabit
{
    /// <summary>SimulatedValues that a planned measurement is made, 0 to 1.</summary>
    public double Adherence { get; init; } = 0.85;

    /// <summary>Expected number of gaps of 3 to 9 days in 100 days (journeys, illness, empty batteries).</summary>
    public double GapsPer100Days { get; init; } = 1.5;

    /// <summary>SimulatedValues that a reading is written down rounded to a zero (digit preference).</summary>
    public double DigitPreference { get; init; } = 0.12;

    /// <summary>SimulatedValues of a measuring error: loose cuff, talking, sugar on the finger, shoes on.</summary>
    public double ErrorRate { get; init; } = 0.01;

    /// <summary>Constant deviation of the person's own devices, as a share of the value (0.02 reads 2 % high).</summary>
    public double DeviceBias { get; init; }

    /// <summary>Usual hour of getting up, local time.</summary>
    public double MorningHour { get; init; } = 6.8;
}
