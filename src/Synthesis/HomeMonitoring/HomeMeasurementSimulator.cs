using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>
/// Life-like home readings: daily and weekly rhythm, meals, slow trends, treatment changes, gaps, measuring errors and
/// digit preference. The model, its equations and the sources of its numbers stand in
/// <c>docs/home-reading-simulator.md</c>. The same course, end and random state give the same readings.
/// </summary>
public static class HomeMeasurementSimulator
{
    /// <summary>China Standard Time, in which the synthetic patients live: UTC+8, no summer time.</summary>
    public static readonly TimeSpan LocalOffset = TimeSpan.FromHours(8);

    /// <summary>The readings of the last <paramref name="days"/> days up to <paramref name="end"/>, oldest first.</summary>
    /// <param name="course">What body, treatment and person do.</param>
    /// <param name="end">No reading is later than this.</param>
    /// <param name="days">Number of days, at least 1.</param>
    /// <param name="random">The seeded source of chance.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is below 1.</exception>
    public static IReadOnlyList<SimulatedMeasurement> Simulate(
        HomeCourse course,
        DateTimeOffset end,
        int days,
        SeededRandom random
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var localEnd = end.ToOffset(LocalOffset);
        var first = new DateTimeOffset(localEnd.Date.AddDays(1 - days), LocalOffset);
        var gaps = Gaps(course.Habit, days, random);
        var readings = new List<SimulatedMeasurement>();
        var pressure = course.Pressure is null ? null : new PressureSimulation(course.Pressure, course.Habit, random);
        var glucose = course.Glucose is null ? null : new GlucoseSimulation(course.Glucose, course.Habit, random);
        var weight = course.Weight is null ? null : new WeightSimulation(course.Weight, course.Habit, random);
        for (var day = 0; day < days; day++)
        {
            var date = first.AddDays(day);
            var ofDay = new List<SimulatedMeasurement>();
            pressure?.AddDay(day, date, ofDay);
            glucose?.AddDay(day, date, ofDay);
            weight?.AddDay(day, date, ofDay);
            if (!gaps[day])
            {
                readings.AddRange(ofDay.Where(r => r.Time <= localEnd));
            }
        }
        return readings.OrderBy(r => r.Time).ThenBy(r => r.Variable.Order).ToList();
    }

    private static bool[] Gaps(MeasuringHabit habit, int days, SeededRandom random)
    {
        var gaps = new bool[days];
        for (var day = 0; day < days; day++)
        {
            if (random.NextDouble() >= habit.GapsPer100Days / 100)
            {
                continue;
            }
            var length = 3 + random.Next(7);
            for (var d = day; d < Math.Min(days, day + length); d++)
            {
                gaps[d] = true;
            }
        }
        return gaps;
    }
}
