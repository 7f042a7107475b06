using Xinglin.Learning.Randomness;
using Xinglin.Terminology.Measurements;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>Body weight of one person, each morning.</summary>
internal sealed class WeightSimulation(WeightCourse course, MeasuringHabit habit, SeededRandom random)
{
    private const double Persistence = 0.6;

    // Deviation from the week's mean as a share of body weight, Sunday first: highest after the weekend.
    private static readonly double[] Weekly = [0.0012, 0.0014, 0.0006, -0.0002, -0.0010, -0.0014, -0.0006];
    private double _level = random.Normal(0, course.DaySpread);

    public void AddDay(int day, DateTimeOffset date, List<SimulatedMeasurement> readings)
    {
        _level = Persistence * _level + random.Normal(0, course.DaySpread * Math.Sqrt(1 - Persistence * Persistence));
        var value =
            course.Kilograms * (1 + Weekly[(int)date.DayOfWeek])
            + SimulatedValues.Trend(course.TrendPerWeek, 0, day)
            + course.Treatments.EffectOn(day)
            + Retention(day)
            + _level
            + random.Normal(0, 0.1);
        var time = date.AtHour(habit.MorningHour + 0.2 + random.Normal(0, 0.2));
        var taken = random.NextDouble() < habit.Adherence;
        var faulty = random.NextDouble() < habit.ErrorRate;
        var error = random.Between(1.5, 4);
        if (!taken)
        {
            return;
        }
        value = Math.Clamp((faulty ? value + error : value) * (1 + habit.DeviceBias / 4), 25, 250);
        readings.Add(new SimulatedMeasurement(time, HomeMeasurementType.Weight, value.ToResolution(0.1), faulty));
    }

    // Logistic: half of the fluid is in after six days.
    private double Retention(int day) =>
        course.RetentionFromDay is { } from ? course.RetentionKilograms / (1 + Math.Exp(-(day - from - 6) / 1.3)) : 0;
}
