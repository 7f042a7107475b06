using Xinglin.Learning.Forecasts;

namespace Xinglin.Learning.Tests.Forecasts;

public sealed class GlucoseLogTests
{
    [Fact]
    public void On_real_glucose_logs_a_short_training_beats_the_last_reading_and_the_moving_average()
    {
        var score = ForecastTraining
            .Run(
                new ForecastTrainingOptions
                {
                    Events = SharedData.Path("timeseries/uci_diabetes_logs/events-dev.csv.gz"),
                    Variable = "glucose",
                    Unit = "mg/dL",
                    Folds = 2,
                    Networks = 1,
                    Boosters = 1,
                    Width = 16,
                    Epochs = 8,
                },
                TimeProvider.System
            )
            .Score;
        score.Mae.Should().BeLessThan(0.85 * score.LastValueMae).And.BeLessThan(score.Smoothing.Mae);
        score.Pinball.Should().BeLessThan(0.97 * score.Smoothing.Pinball);
        score.Coverage80.Should().BeInRange(0.7, 0.9);
    }
}
