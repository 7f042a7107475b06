using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Training;

[Collection(OneThread.Name)]
public sealed class TrainerTests
{
    private static readonly TrainingOptions Quick = new()
    {
        Epochs = 6,
        BatchSize = 32,
        LearningRate = 0.02,
        Seed = 5,
    };

    [Fact]
    public void Equal_seeds_on_one_thread_give_equal_weights_bit_for_bit()
    {
        TorchRuntime.EnsureLoaded(threads: 1);
        Weights(Run(Quick).Network).Should().Equal(Weights(Run(Quick).Network));
    }

    [Fact]
    public void A_roomy_budget_changes_no_weight()
    {
        TorchRuntime.EnsureLoaded(threads: 1);
        Weights(Run(Quick with { Budget = TimeSpan.FromMinutes(30) }).Network)
            .Should()
            .Equal(Weights(Run(Quick).Network));
    }

    [Fact]
    public void A_budget_shorter_than_an_epoch_ends_it_there_and_says_how_much_of_it_was_done()
    {
        var told = new List<double>();
        var (network, outcome) = Run(
            Quick with
            {
                Budget = TimeSpan.FromTicks(1),
            },
            new Listener(report => told.Add(report.Share))
        );
        using (network)
        {
            outcome.Epochs.Should().Be(1);
            outcome.FirstEpoch.Should().BeInRange(0.001, 0.5);
            told.Should().Equal(outcome.FirstEpoch);
            outcome.Losses[0].Should().BePositive();
        }
        var (roomy, whole) = Run(Quick);
        using (roomy)
            whole.FirstEpoch.Should().Be(1);
    }

    [Fact]
    public void The_loss_falls_and_the_best_epoch_is_kept()
    {
        var (network, outcome) = Run(Quick with { Epochs = 40 });
        using (network)
        {
            outcome.Scores[^1].Should().BeLessThan(outcome.Scores[0] / 2);
            outcome.BestScore.Should().Be(outcome.Scores.Min());
            outcome.BestScore.Should().BeLessThan(0.35);
        }
    }

    [Fact]
    public void A_training_that_was_stopped_goes_on_from_its_last_epoch_to_the_same_weights()
    {
        TorchRuntime.EnsureLoaded(threads: 1);
        var folder = Path.Combine(Directory.CreateTempSubdirectory("training-").FullName, "state");
        var kept = Quick with { StateFolder = folder };
        using var stop = new CancellationTokenSource();
        var progress = new Listener(report =>
        {
            if (report.Epoch == 3)
                stop.Cancel();
        });

        var stopped = () => Run(kept, progress, stop.Token);
        stopped.Should().Throw<OperationCanceledException>();
        Directory.Exists(folder).Should().BeTrue();
        var heard = new List<(int Epoch, bool Resumed)>();
        var resumed = Run(kept, new Listener(report => heard.Add((report.Epoch, report.Resumed))));

        heard.Should().Equal((3, true), (4, false), (5, false), (6, false));
        Weights(resumed.Network).Should().Equal(Weights(Run(Quick).Network));
        Directory.Exists(folder).Should().BeFalse("a finished training leaves nothing behind");
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public void A_state_of_another_plan_is_not_taken_up()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("training-").FullName, "state");
        using var stop = new CancellationTokenSource();
        var first = () => Run(Quick with { StateFolder = folder }, new Listener(_ => stop.Cancel()), stop.Token);
        first.Should().Throw<OperationCanceledException>();
        var epochs = new List<int>();

        Run(Quick with { StateFolder = folder, LearningRate = 0.01 }, new Listener(report => epochs.Add(report.Epoch)));

        epochs[0].Should().Be(1);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public void Training_ends_when_the_validation_score_stops_getting_better()
    {
        TorchRuntime.EnsureLoaded();
        using var network = nn.Linear(2, 1);
        using var inputs = randn(64, 2);
        var calls = 0;
        var outcome = new Trainer(Quick with { Epochs = 50, Patience = 3 }, TimeProvider.System).Fit(
            network,
            64,
            rows => network.forward(inputs.index_select(0, rows)).square().mean(),
            () => calls++ == 1 ? 0.5 : 1
        );
        outcome.Epochs.Should().Be(5);
        outcome.BestEpoch.Should().Be(2);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_ends_the_training_with_what_to_look_for()
    {
        TorchRuntime.EnsureLoaded();
        using var network = nn.Linear(2, 1);
        using var inputs = full(64, 2, float.PositiveInfinity);
        var train = () =>
            new Trainer(Quick, TimeProvider.System).Fit(
                network,
                64,
                rows => network.forward(inputs.index_select(0, rows)).square().mean()
            );
        train.Should().Throw<TrainingDivergedException>().WithMessage("*infinite values*");
    }

    [Fact]
    public void Weights_of_another_shape_are_refused_by_name()
    {
        TorchRuntime.EnsureLoaded();
        using var small = nn.Linear(2, 1);
        using var large = nn.Linear(3, 1);
        var fill = () => NetworkWeights.Write(small, NetworkWeights.Read(large));
        fill.Should().Throw<InvalidInputException>().WithMessage("*weight*");
    }

    private static (nn.Module<Tensor, Tensor> Network, TrainingOutcome Outcome) Run(
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var alone = TorchRuntime.Alone();
        manual_seed(11);
        using var inputs = randn(256, 2);
        using var targets = inputs.narrow(1, 0, 1).mul(inputs.narrow(1, 1, 1)).gt(0).to(ScalarType.Float32);
        manual_seed(options.Seed);
        var network = nn.Sequential(
            ("hidden", nn.Linear(2, 16)),
            ("relu", nn.ReLU()),
            ("dropout", nn.Dropout(0.05)),
            ("output", nn.Linear(16, 1))
        );
        var outcome = new Trainer(options, TimeProvider.System).Fit(
            network,
            256,
            rows => Loss(inputs.index_select(0, rows), targets.index_select(0, rows)),
            () => Loss(inputs, targets).item<float>(),
            progress,
            cancellation: cancellation
        );
        return (network, outcome);

        Tensor Loss(Tensor x, Tensor y) => nn.functional.binary_cross_entropy_with_logits(network.forward(x), y);
    }

    private static float[] Weights(nn.Module network) =>
        [.. NetworkWeights.Read(network).Values.Cast<NamedTensor.Floats>().SelectMany(tensor => tensor.Values)];

    internal sealed class Listener(Action<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard(value);
    }
}
