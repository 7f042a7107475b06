using Xinglin.Learning.Randomness;
using Xinglin.Terminology.Measurements;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>Capillary glucose of one person around the meals of the day.</summary>
internal sealed class GlucoseSimulation(GlucoseCourse course, MeasuringHabit habit, SeededRandom random)
{
    private const double Persistence = 0.5;

    // Hour of the reading and hours since the last meal; 10 stands for the night's fast.
    private static readonly (double Hour, double SinceMeal)[] Plan = [(7.0, 10), (17.7, 5.2), (21.8, 3.3), (11.8, 4.4)];
    private double _level = random.Normal(0, course.DayVariation);

    public void AddDay(int day, DateTimeOffset date, List<SimulatedMeasurement> readings)
    {
        _level =
            Persistence * _level + random.Normal(0, course.DayVariation * Math.Sqrt(1 - Persistence * Persistence));
        if (day % course.EveryDays != 0)
        {
            return;
        }
        var weekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var fasting = Math.Max(
            3.2,
            (
                course.Fasting
                + SimulatedValues.Trend(course.TrendPerWeek, course.TrendFromDay, day)
                + course.Treatments.EffectOn(day)
            ) * (1 + _level)
        );
        for (var i = 0; i < Math.Clamp(course.ReadingsADay, 1, Plan.Length); i++)
        {
            var (hour, sinceMeal) = Plan[i];
            // One reading in four around a meal is taken about two hours after it.
            if (i > 0 && random.Next(4) == 0)
            {
                sinceMeal = 2;
                hour += 2.3;
            }
            var start = i == 0 ? habit.MorningHour + 0.1 : hour;
            var rise = course.MealRise * random.Between(0.7, 1.3) + (weekend && i > 0 ? course.WeekendRise : 0);
            Measure(date.AtHour(start + random.Normal(0, 0.25)), fasting + rise * MealShape(sinceMeal), readings);
        }
    }

    /// <summary>
    /// Height of the meal curve, 1 at its peak: t·exp(1 − t/peak)/peak with the peak 1.25 hours after the meal.
    /// </summary>
    internal static double MealShape(double hours) => hours / 1.25 * Math.Exp(1 - hours / 1.25);

    private void Measure(DateTimeOffset time, double expected, List<SimulatedMeasurement> readings)
    {
        // Lognormal: highs stray farther than lows, as in real logs.
        var value = expected * Math.Exp(random.Normal(-course.Variation * course.Variation / 2, course.Variation));
        var taken = random.NextDouble() < habit.Adherence;
        var faulty = random.NextDouble() < habit.ErrorRate;
        var error = random.Between(1.5, 2.2);
        var rounded = random.NextDouble() < habit.DigitPreference;
        if (!taken)
        {
            return;
        }
        value = Math.Clamp((faulty ? value * error : value) * (1 + habit.DeviceBias), 1.7, 30);
        readings.Add(
            new SimulatedMeasurement(time, HomeMeasurementType.Glucose, value.ToResolution(rounded ? 0.5 : 0.1), faulty)
        );
    }
}
