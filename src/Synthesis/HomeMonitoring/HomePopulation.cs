using System.Globalization;
using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>
/// A population of home measurers, from healthy to labile, for training forecasters: each person a course drawn at
/// random. Shares and spreads: <c>docs/home-reading-simulator.md</c>.
/// </summary>
public static class HomePopulation
{
    /// <summary>Last moment of every training series: only differences of time matter to a forecaster.</summary>
    private static readonly DateTimeOffset End = new(2025, 12, 31, 23, 59, 0, HomeMeasurementSimulator.LocalOffset);

    /// <summary>
    /// Writes <c>id,time,variable,value</c> (time in hours) with the variables <c>systolic</c>, <c>diastolic</c>
    /// (mm[Hg]), <c>glucose</c> (mmol/L) and <c>weight</c> (kg). The same arguments write the same bytes.
    /// </summary>
    /// <returns>The number of readings written.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="days"/> is below 1.</exception>
    /// <param name="truth">Where the changes that truly happened go, see <see cref="HomeTruth"/>; null: nowhere.</param>
    public static int WriteEvents(TextWriter writer, int count, int seed, int days = 120, TextWriter? truth = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        writer.Write("id,time,variable,value\n");
        truth?.Write(HomeTruth.Header);
        var start = new DateTimeOffset(End.Date.AddDays(1 - days), HomeMeasurementSimulator.LocalOffset);
        var lines = 0;
        for (var person = 0; person < count; person++)
        {
            var random = SeededRandom.OfDotNet(unchecked(seed * 1_000_003 + person * 7_919));
            var course = Draw(random, days);
            truth?.Write(HomeTruth.Lines($"h{person + 1:0000}", course, days));
            foreach (var reading in HomeMeasurementSimulator.Simulate(course, End, days, random))
            {
                writer.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"h{person + 1:0000},{(reading.Time - start).TotalHours:0.####},{reading.Variable.Key},{reading.Value}\n"
                    )
                );
                lines++;
            }
        }
        return lines;
    }

    /// <summary>One person of the population.</summary>
    public static HomeCourse Draw(SeededRandom random, int days) =>
        new()
        {
            Pressure = Pressure(random, days),
            Glucose = Glucose(random, days),
            Weight = Weight(random, days),
            Habit = new MeasuringHabit
            {
                Adherence = random.Between(0.5, 0.98),
                GapsPer100Days = random.Between(0, 3),
                DigitPreference = random.Between(0, 0.35),
                ErrorRate = random.Between(0, 0.03),
                DeviceBias = random.Normal(0, 0.015),
                MorningHour = random.Between(5.5, 8.5),
            },
        };

    private static PressureCourse Pressure(SeededRandom random, int days)
    {
        var systolic = random.Normal(134, 15);
        return new PressureCourse(
            systolic,
            Math.Clamp(0.42 * systolic + 25 + random.Normal(0, 6), 45, 115),
            random.NextDouble() < 0.3 ? random.Normal(0, 1.6) : random.Normal(0, 0.2),
            random.Next(days)
        )
        {
            MorningRise = random.Normal(3, 3.5),
            DaySpread = random.Between(2.5, 8),
            ReadingSpread = random.Between(3, 7),
            Treatments = Changes(random, days, 0.3, () => random.Normal(-8, 5), 7),
        };
    }

    private static GlucoseCourse Glucose(SeededRandom random, int days)
    {
        var kind = random.NextDouble();
        // A quarter without diabetes, two fifths with type 2, the rest on intensive insulin.
        return kind switch
        {
            < 0.25 => new GlucoseCourse(random.Normal(5.2, 0.35), random.Between(1, 2))
            {
                Variation = random.Between(0.06, 0.12),
                DayVariation = random.Between(0.03, 0.06),
                ReadingsADay = random.Next(1, 3),
            },
            < 0.65 => new GlucoseCourse(
                random.Between(5.6, 10.5),
                random.Between(1.6, 4),
                random.NextDouble() < 0.3 ? random.Normal(0, 0.2) : random.Normal(0, 0.03),
                random.Next(days)
            )
            {
                Variation = random.Between(0.1, 0.22),
                DayVariation = random.Between(0.05, 0.12),
                ReadingsADay = random.Next(1, 5),
                Treatments = Changes(random, days, 0.3, () => random.Normal(-1.6, 1), 10),
            },
            _ => new GlucoseCourse(random.Between(6.5, 10.5), random.Between(2, 4.5))
            {
                Variation = random.Between(0.3, 0.65),
                DayVariation = random.Between(0.08, 0.25),
                ReadingsADay = random.Next(3, 5),
                Treatments = Changes(random, days, 0.25, () => random.Normal(-0.8, 1.2), 5),
            },
        };
    }

    private static WeightCourse Weight(SeededRandom random, int days) =>
        new(Math.Clamp(random.Normal(68, 13), 38, 140), random.NextDouble() < 0.35 ? random.Normal(0, 0.35) : 0)
        {
            DaySpread = random.Between(0.2, 0.6),
            RetentionFromDay = random.NextDouble() < 0.15 ? random.Next(days) : null,
            RetentionKilograms = random.Between(1.5, 5),
            Treatments = Changes(random, days, 0.15, () => random.Normal(-2, 1.2), 20),
        };

    private static List<TreatmentChange> Changes(
        SeededRandom random,
        int days,
        double chance,
        Func<double> effect,
        double constant
    ) =>
        random.NextDouble() < chance
            ? [new TreatmentChange(random.Next(days), effect(), constant * random.Between(0.6, 1.5))]
            : [];
}
