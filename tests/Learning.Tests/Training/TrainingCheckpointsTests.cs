using System.Globalization;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tests.Training;

[Collection(OneThread.Name)]
public sealed class TrainingCheckpointsTests
{
    [Fact]
    public void A_command_that_was_stopped_does_not_train_its_finished_networks_again()
    {
        using var folder = new TestFolder();
        var options = new ForecastTrainingOptions
        {
            Events = folder.Write("events.csv", Events()),
            Variable = "weight",
            Out = folder.File("model"),
            Folds = 2,
            Networks = 1,
            Width = 4,
            Epochs = 2,
            Threads = 1,
        };
        using var stop = new CancellationTokenSource();
        var before = new List<string>();
        var stopped = () =>
            ForecastTraining.Run(
                options,
                TimeProvider.System,
                new Listener(report =>
                {
                    before.Add(report.Stage);
                    if (report.Stage == "fold 2 of 2")
                        stop.Cancel();
                }),
                stop.Token
            );
        stopped.Should().Throw<OperationCanceledException>();

        var after = new List<string>();
        var resumed = ForecastTraining.Run(
            options,
            TimeProvider.System,
            new Listener(report => after.Add(report.Stage))
        );

        before.Should().Contain("fold 1 of 2");
        after.Should().NotContain("fold 1 of 2").And.Contain("final");
        var whole = ForecastTraining.Run(options with { Out = folder.File("whole") }, TimeProvider.System);
        resumed.Score.Mae.Should().BeApproximately(whole.Score.Mae, 1e-6);
        resumed.Score.Pinball.Should().BeApproximately(whole.Score.Pinball, 1e-6);
        Directory.EnumerateDirectories(folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("model", "whole");
    }

    private static string Events()
    {
        var random = new Random(3);
        var lines = Enumerable
            .Range(0, 8)
            .SelectMany(id =>
                Enumerable
                    .Range(0, 30)
                    .Select(day =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"w{id},{24 * day},weight,{70 + id + random.NextDouble():0.0}"
                        )
                    )
            );
        return "id,time,variable,value\n" + string.Join("\n", lines) + "\n";
    }

    private sealed class Listener(Action<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard(value);
    }
}
