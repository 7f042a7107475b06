using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.HomeMonitoring;
using Xinglin.Terminology.Measurements;

namespace Xinglin.Synthesis.Tests.HomeMonitoring;

public class HomeMeasurementSimulatorTests
{
    private static readonly DateTimeOffset End = new(2026, 3, 1, 20, 0, 0, TimeSpan.FromHours(8));

    private static readonly HomeCourse Course = new()
    {
        Pressure = new PressureCourse(130, 80),
        Glucose = new GlucoseCourse(6, 2) { ReadingsADay = 3 },
        Weight = new WeightCourse(70),
    };

    [Fact]
    public void The_same_seed_gives_the_same_readings()
    {
        var first = HomeMeasurementSimulator.Simulate(Course, End, 120, SeededRandom.OfDotNet(5));
        var second = HomeMeasurementSimulator.Simulate(Course, End, 120, SeededRandom.OfDotNet(5));
        second.Should().Equal(first);
    }

    [Fact]
    public void No_reading_is_later_than_the_end_and_none_is_older_than_the_days_asked_for()
    {
        var readings = HomeMeasurementSimulator.Simulate(Course, End, 30, SeededRandom.OfDotNet(5));
        readings.Should().OnlyContain(r => r.Time <= End && r.Time > End.AddDays(-30));
        readings.Should().BeInAscendingOrder(r => r.Time);
    }

    [Fact]
    public void Morning_blood_pressure_lies_above_evening_blood_pressure_by_the_stated_rise()
    {
        var course = new HomeCourse { Pressure = new PressureCourse(130, 80) { MorningRise = 6 } };
        var readings = HomeMeasurementSimulator
            .Simulate(course, End, 2000, SeededRandom.OfDotNet(1))
            .Where(r => r.Variable == HomeMeasurementType.Systolic && !r.Faulty)
            .ToList();
        var morning = readings.Where(r => r.Time.Hour < 12).Average(r => r.Value);
        var evening = readings.Where(r => r.Time.Hour >= 12).Average(r => r.Value);
        (morning - evening).Should().BeApproximately(6, 0.8);
    }

    [Fact]
    public void A_new_medicine_lowers_the_pressure_by_its_effect()
    {
        var course = new HomeCourse
        {
            Pressure = new PressureCourse(150, 90) { Treatments = [new TreatmentChange(500, -12)] },
        };
        var readings = HomeMeasurementSimulator
            .Simulate(course, End, 1000, SeededRandom.OfDotNet(2))
            .Where(r => r.Variable == HomeMeasurementType.Systolic)
            .ToList();
        var middle = End.AddDays(-500);
        var before = readings.Where(r => r.Time < middle).Average(r => r.Value);
        var after = readings.Where(r => r.Time > middle.AddDays(30)).Average(r => r.Value);
        (after - before).Should().BeApproximately(-12, 2);
    }

    [Fact]
    public void Fluid_retention_adds_its_kilograms_within_two_weeks()
    {
        var course = new HomeCourse
        {
            Weight = new WeightCourse(60) { RetentionFromDay = 100, RetentionKilograms = 4 },
            Habit = new MeasuringHabit { GapsPer100Days = 0 },
        };
        var readings = HomeMeasurementSimulator.Simulate(course, End, 120, SeededRandom.OfDotNet(3));
        var before = readings.Where(r => r.Time < End.AddDays(-22)).Average(r => r.Value);
        var after = readings.Where(r => r.Time > End.AddDays(-5)).Average(r => r.Value);
        (after - before).Should().BeApproximately(4, 0.8);
    }

    [Fact]
    public void Glucose_after_a_meal_is_highest_five_quarters_of_an_hour_later()
    {
        GlucoseSimulation.MealShape(1.25).Should().BeApproximately(1, 1e-12);
        GlucoseSimulation.MealShape(1.0).Should().BeLessThan(1);
        GlucoseSimulation.MealShape(10).Should().BeLessThan(0.02);
    }
}
