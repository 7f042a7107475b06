using Xinglin.Learning.Series;

namespace Xinglin.Learning.Tests.Series;

public sealed class IntensiveCareTests
{
    [Fact]
    public void On_real_intensive_care_stays_a_short_training_ranks_deaths_well()
    {
        var report = SeriesTraining
            .Run(
                new SeriesTrainingOptions
                {
                    Events = SharedData.Path("timeseries/physionet2012/events-a.csv.gz"),
                    Outcomes = SharedData.Path("timeseries/physionet2012/outcomes-a.csv"),
                    Target = "in_hospital_death",
                    Folds = 2,
                    Members = ["trees", "gru"],
                    Boosters = 1,
                    Bins = 12,
                    Width = 32,
                    Epochs = 5,
                },
                TimeProvider.System
            )
            .Report!;
        report.N.Should().Be(3996);
        report.Auc.Value.Should().BeGreaterThan(0.85);
        report.Ece.Value.Should().BeLessThan(0.05);
    }
}
