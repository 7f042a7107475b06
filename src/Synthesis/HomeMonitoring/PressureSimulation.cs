using Xinglin.Learning.Randomness;
using Xinglin.Terminology.Measurements;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>Blood pressure of one person, day after day, morning and evening.</summary>
internal sealed class PressureSimulation(PressureCourse course, MeasuringHabit habit, SeededRandom random)
{
    // Day-to-day level: AR(1), so that a bad day is often followed by another.
    private const double Persistence = 0.45;
    private double _level = random.Normal(0, course.DaySpread);

    public void AddDay(int day, DateTimeOffset date, List<SimulatedMeasurement> readings)
    {
        _level = Persistence * _level + random.Normal(0, course.DaySpread * Math.Sqrt(1 - Persistence * Persistence));
        var workday = date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        // Colder is higher: about 5 mmHg from summer to winter, highest in mid-January.
        var season = 2.5 * Math.Cos(2 * Math.PI * (date.DayOfYear - 15) / 365.25);
        var shift =
            SimulatedValues.Trend(course.TrendPerWeek, course.TrendFromDay, day)
            + course.Treatments.EffectOn(day)
            + _level
            + season
            + (workday ? 0.6 : -1.5);
        Measure(date.AtHour(habit.MorningHour + random.Normal(0.4, 0.3)), shift + course.MorningRise / 2, readings);
        Measure(date.AtHour(21.2 + random.Normal(0, 0.6)), shift - course.MorningRise / 2, readings);
    }

    private void Measure(DateTimeOffset time, double shift, List<SimulatedMeasurement> readings)
    {
        // Every draw is made whether or not the reading is taken: a change of habit does not change the body.
        var beat = random.Normal(0, course.ReadingSpread);
        var systolic = course.Systolic + shift + beat;
        var diastolic =
            course.Diastolic + course.DiastolicShare * (shift + beat) + random.Normal(0, course.ReadingSpread * 0.5);
        var taken = random.NextDouble() < habit.Adherence;
        var faulty = random.NextDouble() < habit.ErrorRate;
        var error = random.Between(18, 40) * (random.Next(3) == 0 ? -1 : 1);
        var rounded = random.NextDouble() < habit.DigitPreference;
        if (!taken)
        {
            return;
        }
        if (faulty)
        {
            systolic += error;
            diastolic += error * 0.6;
        }
        var resolution = rounded ? 10 : 1;
        systolic = Math.Clamp((systolic * (1 + habit.DeviceBias)).ToResolution(resolution), 60, 260);
        diastolic = Math.Clamp((diastolic * (1 + habit.DeviceBias)).ToResolution(resolution), 35, systolic - 15);
        readings.Add(new SimulatedMeasurement(time, HomeMeasurementType.Systolic, systolic, faulty));
        readings.Add(new SimulatedMeasurement(time, HomeMeasurementType.Diastolic, diastolic, faulty));
    }
}
