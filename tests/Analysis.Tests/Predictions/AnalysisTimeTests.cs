using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Diagnosis;
using Xinglin.Analysis.Forecast;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Analysis.Tests.Predictions;

/// <summary>When an analysis was made, on the clock of the hospital.</summary>
public sealed class AnalysisTimeTests
{
    [Fact]
    public void An_analysis_stood_in_UTC_hours_before_the_readings_that_it_had_seen()
    {
        var clock = new FakeTimeProvider(Demonstration.Now);
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        using var forecast = new HomeForecast(Places.Model("home-forecast"), clock);
        var diagnosis = new HeartDiseaseDiagnosis(Places.Model("heart-disease"), clock);
        var chart = Demonstration.Chart(PatientStory.PressureRising);
        foreach (
            var made in new[] { forecast.Read(chart, "r1").Context.MadeAt, diagnosis.Read(chart, "r2").Context.MadeAt }
        )
        {
            made.Should().Be(Demonstration.Now);
            made.Offset.Should()
                .Be(TimeSpan.FromHours(8), "readings are written in the hospital's time, and so is what follows");
        }
    }
}
