using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Predictions;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Analysis.Tests.Forecast;

public sealed class LatestMeasurementsTests : IDisposable
{
    private readonly HomeForecast _forecast = new(
        Places.Model("home-forecast"),
        new FakeTimeProvider(Demonstration.Now)
    );

    public void Dispose() => _forecast.Dispose();

    [Fact]
    public void A_heart_failure_patient_s_sudden_gain_of_weight_is_an_alert_with_its_two_readings_and_the_guideline()
    {
        var alert = Weight(PatientStory.HeartFailureGain, 2.6);
        alert!.Rule.Should().Be(LatestRules.Gain);
        (alert.Days, alert.Threshold, alert.Unit).Should().Be((3, 2, "kg"));
        alert.Value.Should().BeGreaterThan(2);
        alert.Source.Should().StartWith("Observation/").And.NotBe(alert.Since);
        alert.Guideline.En.Should().Contain("ESC");
    }

    [Fact]
    public void A_slower_gain_is_found_over_the_week()
    {
        var alert = Weight(PatientStory.HeartFailureGain, 0);
        (alert!.Rule, alert.Days).Should().Be((LatestRules.Gain, 7));
        alert.Value.Should().BeGreaterThanOrEqualTo(2.3);
    }

    [Fact]
    public void The_same_gain_without_heart_failure_is_none()
    {
        Weight(PatientStory.PressureControlled, 2.6).Should().BeNull();
    }

    [Theory]
    [InlineData(2.8, 3.0, true)]
    [InlineData(3.5, 3.9, true)]
    [InlineData(14.2, 13.9, false)]
    public void A_glucose_beyond_a_threshold_is_an_alert(double value, double threshold, bool below)
    {
        var alert = Latest(PatientStory.GlucoseDrifting, "15074-8", _ => value);
        (alert!.Threshold, alert.Below, alert.Value).Should().Be((threshold, below, value));
        alert.Guideline.En.Should().Contain("ADA");
    }

    [Fact]
    public void A_glucose_between_the_thresholds_is_none()
    {
        Latest(PatientStory.GlucoseDrifting, "15074-8", _ => 8.1).Should().BeNull();
    }

    [Fact]
    public void A_rising_blood_pressure_is_an_alert_by_its_mean_of_seven_days()
    {
        var alert = Alerts(Demonstration.Resources(PatientStory.PressureRising), PatientStory.PressureRising)
            .Single(a => a.Code == "8480-6");
        (alert.Rule, alert.Days, alert.Threshold).Should().Be((LatestRules.Mean, 7, 135));
        alert.Value.Should().BeGreaterThan(135);
    }

    [Fact]
    public void Controlled_patients_have_no_alert()
    {
        Alerts(Demonstration.Resources(PatientStory.PressureControlled), PatientStory.PressureControlled)
            .Should()
            .BeEmpty();
    }

    private LatestAlert? Weight(PatientStory story, double more) => Latest(story, "29463-7", value => value + more);

    /// <summary>The alert of a variable after its newest home reading was changed.</summary>
    private LatestAlert? Latest(PatientStory story, string loinc, Func<double, double> change)
    {
        var resources = Demonstration.Resources(story);
        var newest = resources
            .OfType<Observation>()
            .Where(o => o.Code.Coding[0].Code == loinc && o.Meta!.Tag.Any(tag => tag.Code == "home"))
            .MaxBy(o => ((FhirDateTime)o.Effective!).ToDateTimeOffset(TimeSpan.Zero))!;
        var quantity = (Quantity)newest.Value!;
        quantity.Value = (decimal)change((double)quantity.Value!.Value);
        return Alerts(resources, story).SingleOrDefault(alert => alert.Code == loinc);
    }

    private IReadOnlyList<LatestAlert> Alerts(IReadOnlyList<Resource> resources, PatientStory story) =>
        _forecast
            .Read(Demonstration.Of(Demonstration.Patient(story).Id, resources), "r1")
            .Should()
            .BeOfType<Prediction.Forecast>()
            .Subject.Alerts!;
}
