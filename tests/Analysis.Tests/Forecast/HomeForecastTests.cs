using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Predictions;
using Xinglin.Synthesis.Patients;
using Xinglin.Synthesis.Recipes;

namespace Xinglin.Analysis.Tests.Forecast;

public sealed class HomeForecastTests : IDisposable
{
    private readonly HomeForecast _forecast = new(
        Places.Model("home-forecast"),
        new FakeTimeProvider(Demonstration.Now)
    );

    public void Dispose() => _forecast.Dispose();

    [Fact]
    public void A_forecast_has_seven_days_of_ordered_quantiles_for_each_variable_after_now()
    {
        var reading = Forecast(PatientStory.PressureRising);
        reading.Trajectories.Select(t => t.Code).Should().Equal("8480-6", "8462-4", "15074-8", "29463-7");
        foreach (var trajectory in reading.Trajectories)
        {
            trajectory.Points.Should().HaveCount(7);
            trajectory.Points.Should().OnlyContain(p => p.Time > Demonstration.Now);
            trajectory
                .Points.Should()
                .OnlyContain(p => p.Q10 <= p.Q25 && p.Q25 <= p.Q50 && p.Q50 <= p.Q75 && p.Q75 <= p.Q90);
            trajectory.Past.Should().NotBeEmpty();
        }
    }

    [Fact]
    public void Rising_blood_pressure_is_forecast_above_the_limit_of_the_guideline()
    {
        var systolic = Forecast(PatientStory.PressureRising).Trajectories[0];
        systolic.UpperLimit.Should().Be(135);
        systolic.LimitSource!.En.Should().Contain("2024");
        systolic.Points[^1].Q50.Should().BeGreaterThan(145);
    }

    [Fact]
    public void Controlled_blood_pressure_is_forecast_below_the_limit()
    {
        Forecast(PatientStory.PressureControlled).Trajectories[0].Points[^1].Q50.Should().BeLessThan(135);
    }

    [Fact]
    public void Drifting_glucose_is_forecast_above_the_target()
    {
        var glucose = Forecast(PatientStory.GlucoseDrifting).Trajectories.Single(t => t.Code == "15074-8");
        glucose.UpperLimit.Should().Be(7.0);
        glucose.Points[^1].Q50.Should().BeGreaterThan(8.5);
    }

    [Fact]
    public void A_heart_failure_patient_s_gain_of_weight_passes_the_limit_of_two_kilograms_over_the_stable_weight()
    {
        var weight = Forecast(PatientStory.HeartFailureGain).Trajectories.Single(t => t.Code == "29463-7");
        weight.UpperLimit.Should().NotBeNull();
        weight.Points[^1].Q50.Should().BeGreaterThan(weight.UpperLimit!.Value);
    }

    [Fact]
    public void In_the_demonstration_hospital_some_forecasts_cross_a_limit_and_most_do_not()
    {
        var crossing = Demonstration
            .Patients.Select(p => _forecast.Read(Demonstration.Chart(p.Story), "r1"))
            .OfType<Prediction.Forecast>()
            .Select(f => f.Trajectories.Any(t => t.Points.Any(p => p.Q50 > t.UpperLimit || p.Q50 < t.LowerLimit)))
            .ToList();
        crossing.Should().HaveCountGreaterThanOrEqualTo(20);
        crossing.Count(c => c).Should().BeInRange(4, 8);
    }

    [Fact]
    public void A_patient_without_heart_failure_has_no_limit_of_weight()
    {
        var weight = Forecast(PatientStory.PressureControlled).Trajectories.Single(t => t.Code == "29463-7");
        weight.UpperLimit.Should().BeNull();
        weight.LimitSource.Should().BeNull();
    }

    [Fact]
    public void A_glucose_sent_in_the_wrong_unit_does_not_enter_the_forecast()
    {
        var glucose = Forecast(PatientStory.UnitWrong).Trajectories.Single(t => t.Code == "15074-8");
        glucose.Past.Should().OnlyContain(p => p.Value < 33.3);
    }

    [Fact]
    public void Too_few_days_of_readings_cannot_say_and_counts_them()
    {
        var cannot = _forecast
            .Read(Demonstration.Chart(PatientStory.TooFewReadings), "r1")
            .Should()
            .BeOfType<Prediction.CannotSay>()
            .Subject;
        cannot.Reason.Should().Be(CannotSayReasons.TooFewReadings);
        cannot.Explanation.En.Should().Contain("at least 14 readings over 14 days");
        cannot.Explanation.Zh.Should().Contain("14天");
    }

    [Fact]
    public void Two_runs_give_the_same_reading_and_the_order_of_the_chart_does_not_matter()
    {
        const int seed = 99;
        var resources = Demonstration.Resources(PatientStory.KidneyDisease).ToArray();
        var id = Demonstration.Patient(PatientStory.KidneyDisease).Id;
        var first = PredictionJson.Write(_forecast.Read(Demonstration.Of(id, resources), "r1"));
        new Random(seed).Shuffle(resources);
        PredictionJson
            .Write(_forecast.Read(Demonstration.Of(id, resources), "r1"))
            .Should()
            .Equal(first, $"seed {seed}");
    }

    [Fact]
    public void Glucose_in_milligrams_gives_the_same_forecast_as_in_millimoles()
    {
        var id = Demonstration.Patient(PatientStory.GlucoseImproving).Id;
        var moles = Demonstration.Resources(PatientStory.GlucoseImproving);
        var mass = Demonstration.Resources(PatientStory.GlucoseImproving);
        foreach (var o in mass.OfType<Observation>().Where(o => o.Code.Coding[0].Code == "15074-8"))
        {
            o.Code.Coding[0].Code = "2339-0";
            o.Value = new Quantity(((Quantity)o.Value!).Value!.Value * 18.016m, "mg/dL");
        }
        Glucose(mass).Should().BeApproximately(Glucose(moles), 0.02);

        double Glucose(IReadOnlyList<Resource> resources) =>
            _forecast
                .Read(Demonstration.Of(id, resources), "r1")
                .Should()
                .BeOfType<Prediction.Forecast>()
                .Subject.Trajectories.Single(t => t.Code == "15074-8")
                .Points[^1]
                .Q50;
    }

    [Fact]
    public void Past_forecasts_stand_beside_what_came_and_cover_most_of_it()
    {
        var past = Demonstration
            .Patients.SelectMany(p => _forecast.Past(Demonstration.Chart(p.Story), HomeSeries.Systolic, weeks: 6))
            .ToList();
        past.Should().OnlyContain(p => p.Points.Count == 7 && p.Points[0].Time > p.MadeAt);
        var covered = past.Sum(p => p.Inside80) / (double)past.Sum(p => p.Readings);
        covered.Should().BeInRange(0.65, 0.95);
    }

    [Fact]
    public void On_real_glucose_logs_it_beats_the_last_reading()
    {
        var logs = SharedData.Path(ShippedModels.GlucoseLogs);
        var score = HomeForecastTraining.CheckOnLogs(Path.Combine(Places.Model("home-forecast"), "glucose"), logs);
        ((double)score["mae"]!).Should().BeLessThan(0.85 * (double)score["mae_last_value"]!);
        ((double)score["mae"]!).Should().BeLessThan((double)score["mae_moving_average"]!);
    }

    private Prediction.Forecast Forecast(PatientStory story) =>
        _forecast.Read(Demonstration.Chart(story), "r1").Should().BeOfType<Prediction.Forecast>().Subject;
}
