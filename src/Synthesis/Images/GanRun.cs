using Xinglin.Learning.Randomness;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// One training of an image generator, in rounds of 32 steps. Each round has its own seed and the state is kept between rounds, so
/// that a killed training goes on as if it had not been. The average that drew best, by kernel distance to images that it never saw
/// (<see cref="ImageSet.Watched"/>; where there are none, to the training images), is what is kept.
/// </summary>
internal sealed class GanRun(
    GanTrainingOptions options,
    string plan,
    ImageSet images,
    ImageFeatures features,
    TimeProvider clock,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    private const int RoundSteps = 32;
    private const int MostSteps = 30_000;
    private const int Looked = 500;

    private readonly string _folder = GanState.FolderFor(options.Out);
    private readonly int _rounds = Math.Max(1, ((options.Steps ?? MostSteps) + RoundSteps - 1) / RoundSteps);

    public (GanGenerator Generator, GanState State) Train(GanShape shape)
    {
        TorchRuntime.Seed(options.Seed);
        using var duel = new GanTrainingStep(shape, images.Training, images.Labels, Batch, options.LearningRate);
        var state = GanState.Restore(_folder, plan, duel);
        var (started, before, saved) = (clock.GetTimestamp(), state.Seconds, clock.GetTimestamp());
        using var known = features.FeaturesOf(
            images.Watched ?? Neighbours.Take(images.Training, Neighbours.Sample(images.Count, 2_000, 1))
        );
        var firstRound = state.Round;
        while (state.Round < _rounds && !OutOfTime(state))
        {
            var losses = Round(duel, state.Round);
            state.Round++;
            state.Seconds = before + clock.GetElapsedTime(started).TotalSeconds;
            duel.Adapt(losses.Overfitting, Batch * RoundSteps);
            state.Losses.Add([Rounded(losses.Discriminator), Rounded(losses.Generator), Rounded(duel.Augmentation)]);
            if (LookIsDue(state))
                Look(duel, state, known);
            if (clock.GetElapsedTime(saved) >= options.SaveEvery)
            {
                state.Save(_folder, plan, duel);
                saved = clock.GetTimestamp();
            }
            Report(state, losses, duel, firstRound, before);
        }
        Look(duel, state, known);
        state.Save(_folder, plan, duel);
        return (duel.With(duel.Best, generator => Copy(generator, shape)), state);
    }

    private int Batch => Math.Min(options.Batch, images.Count / 8 * 8);

    private GanLosses Round(GanTrainingStep duel, int round)
    {
        TorchRuntime.Seed(options.Seed * 1_000_003L + round);
        var random = SeededRandom.OfDotNet(options.Seed * 7919 + round);
        var sum = default(GanLosses);
        for (var step = 0; step < RoundSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var rows = tensor(Enumerable.Range(0, Batch).Select(_ => (long)random.Next(images.Count)).ToArray());
            var one = duel.Step(rows);
            sum = new GanLosses(
                sum.Discriminator + one.Discriminator / RoundSteps,
                sum.Generator + one.Generator / RoundSteps,
                sum.Penalty + one.Penalty / RoundSteps,
                sum.Overfitting + one.Overfitting / RoundSteps
            );
        }
        if (!double.IsFinite(sum.Discriminator + sum.Generator))
            throw new TrainingDivergedException(round + 1);
        return sum;
    }

    /// <summary>At rounds 8, 12, 16, 24 and then every sixteenth: often enough to keep the best, seldom enough to cost little.</summary>
    private static bool LookIsDue(GanState state) =>
        state.Round is 8 or 12 || (state.Round >= 16 && state.Round % 16 == 0);

    private void Look(GanTrainingStep duel, GanState state, Tensor known)
    {
        using var drawn = duel.With(
            duel.EmaWeights,
            generator => GanModel.Draw(generator, Kinds(), options.Latent, 77)
        );
        using var seen = features.FeaturesOf(drawn);
        var distance = KernelDistance.Of(known, seen, 5, Looked).Mean;
        state.Looks.Add([state.Round, Math.Round(distance, 6)]);
        if (distance >= state.BestDistance)
            return;
        (state.BestDistance, state.BestRound) = (distance, state.Round);
        using var noGradient = no_grad();
        duel.Best.copy_(duel.EmaWeights);
    }

    /// <summary>Classes in the proportions of the training images.</summary>
    private long[] Kinds()
    {
        var labels = images.Labels.data<long>().ToArray();
        var random = SeededRandom.OfDotNet(3);
        return [.. Enumerable.Range(0, Looked).Select(_ => labels[random.Next(labels.Length)])];
    }

    private bool OutOfTime(GanState state) =>
        options.Budget is { } budget && state.Round > 0 && state.Seconds >= budget.TotalSeconds;

    private void Report(GanState state, GanLosses losses, GanTrainingStep duel, int firstRound, double before)
    {
        var perRound = (state.Seconds - before) / (state.Round - firstRound);
        var left = perRound * (_rounds - state.Round);
        if (options.Budget is { } budget)
            left = Math.Min(left, Math.Max(0, budget.TotalSeconds - state.Seconds));
        progress?.Report(
            new TrainingProgress(
                FormattableString.Invariant(
                    $"duel: generator {losses.Generator:0.00}, augmentation {duel.Augmentation:0.00}, best distance {(state.BestRound > 0 ? state.BestDistance : double.NaN):0.000}, discriminator"
                ),
                state.Round,
                _rounds,
                losses.Discriminator,
                null,
                TimeSpan.FromSeconds(left)
            )
        );
    }

    private static GanGenerator Copy(GanGenerator generator, GanShape shape)
    {
        var copy = new GanGenerator(shape);
        NetworkWeights.Write(copy, NetworkWeights.Read(generator));
        copy.eval();
        return copy;
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
