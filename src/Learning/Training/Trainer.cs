using Xinglin.Learning.Randomness;
using Xinglin.Learning.Torch;
using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>
/// Trains any network. It knows neither the model nor the data: a loss is asked for by example numbers, a validation score
/// by nothing at all. Data stay where their owner prepared them, once.
/// </summary>
public sealed class Trainer(TrainingOptions options, TimeProvider clock)
{
    /// <param name="network">Left with the weights of the best epoch, in evaluation mode.</param>
    /// <param name="examples">The number of training examples.</param>
    /// <param name="loss">Example numbers, int64 [B] → scalar loss with a gradient. Called inside a dispose scope.</param>
    /// <param name="validate">A score, lower is better, in evaluation mode without gradients; null to train blindly.</param>
    /// <param name="stage">Which of several networks this is, for <paramref name="progress"/>.</param>
    /// <exception cref="TrainingDivergedException">The loss stopped being a number.</exception>
    /// <exception cref="OperationCanceledException">Asked for between two steps; the state of the last epoch is kept.</exception>
    public TrainingOutcome Fit(
        nn.Module network,
        int examples,
        Func<Tensor, Tensor> loss,
        Func<double>? validate = null,
        IProgress<TrainingProgress>? progress = null,
        string stage = "",
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        using var parameters = new FlatParameters(network);
        using var adam = new Adam(parameters, options.WeightDecay);
        using var best = new BestWeights(parameters);
        using var threads = new ThreadChoice(clock);
        var run = TrainingState.Restore(options, parameters, adam, best) ?? new TrainingState();
        var resumedAt = run.Epoch;
        var saved = started;
        if (resumedAt > 0)
            progress?.Report(Progress(run, resumedAt - 1, started, stage) with { Resumed = true });

        while (run.Epoch < options.Epochs && !OutOfPatience(run) && !OutOfTime(run, resumedAt, started))
        {
            network.train();
            var (mean, share) = Epoch(run.Epoch, parameters, adam, threads, examples, loss, started, cancellation);
            run.Losses.Add(mean);
            if (run.Epoch++ == 0)
                run.FirstEpoch = share;
            if (validate != null)
                run.Scores.Add(Score(network, validate));
            var score = validate == null ? run.Losses[^1] : run.Scores[^1];
            if (validate == null || run.BestEpoch == 0 || score < run.BestScore)
            {
                (run.BestEpoch, run.BestScore) = (run.Epoch, score);
                best.Keep();
            }
            if (clock.GetElapsedTime(saved) >= options.StateEvery)
            {
                run.Save(options, parameters, adam, best);
                saved = clock.GetTimestamp();
            }
            progress?.Report(Progress(run, resumedAt, started, stage));
        }

        best.Restore();
        network.eval();
        TrainingState.Remove(options);
        return new TrainingOutcome(
            run.Epoch,
            run.BestEpoch,
            run.BestScore,
            run.Losses,
            run.Scores,
            clock.GetElapsedTime(started),
            run.FirstEpoch
        );
    }

    /// <returns>The mean loss, and the share of the epoch that was done when the budget ended: beyond it the rate is zero.</returns>
    private (double Loss, double Share) Epoch(
        int epoch,
        FlatParameters parameters,
        Adam adam,
        ThreadChoice threads,
        int examples,
        Func<Tensor, Tensor> loss,
        long started,
        CancellationToken cancellation
    )
    {
        // Each epoch has its own seed, so that a resumed training draws what an uninterrupted one would have drawn.
        TorchRuntime.Seed(options.Seed * 1_000_003L + epoch);
        using var order = Order(examples, options.Seed * 7919 + epoch);
        var steps = Math.Max(1, examples / options.BatchSize + (examples % options.BatchSize > 1 ? 1 : 0));
        var total = 0.0;
        for (var step = 0; step < steps; step++)
        {
            if (step > 0 && clock.GetElapsedTime(started) > options.Budget)
                return (total / step, (double)step / steps);
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            threads.Begin();
            var start = step * options.BatchSize;
            var rows = order.narrow(0, start, Math.Min(options.BatchSize, examples - start));
            parameters.Gradients.zero_();
            var value = loss(rows);
            value.backward();
            adam.Step(Rate((epoch + (double)step / steps) / options.Epochs, started), options.ClipNorm);
            total += value.item<float>();
            threads.End();
            if (!double.IsFinite(total))
                throw new TrainingDivergedException(epoch + 1);
        }
        return (total / steps, 1);
    }

    private static double Score(nn.Module network, Func<double> validate)
    {
        network.eval();
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var score = validate();
        return double.IsNaN(score) ? double.PositiveInfinity : score;
    }

    private static Tensor Order(int examples, int seed)
    {
        var order = new long[examples];
        for (var i = 0; i < examples; i++)
            order[i] = i;
        SeededRandom.OfDotNet(seed).Shuffle(order);
        return tensor(order);
    }

    /// <param name="done">The part of the planned epochs that is done, 0 to 1.</param>
    private double Rate(double done, long started)
    {
        // Only a training that falls behind its budget looks at the clock, so that a roomy budget changes no weight.
        if (options.Budget is { } budget && clock.GetElapsedTime(started) / budget is var spent && spent > done + 0.05)
            done = Math.Min(1, spent);
        const double warm = 0.1;
        return options.LearningRate
            * options.Schedule switch
            {
                LearningRateSchedule.Constant => 1,
                LearningRateSchedule.Cosine => HalfCosine(done),
                _ => done < warm ? 0.04 + 0.96 * done / warm : HalfCosine((done - warm) / (1 - warm)),
            };
    }

    private static double HalfCosine(double done) => 0.5 * (1 + Math.Cos(Math.PI * done));

    private bool OutOfPatience(TrainingState run) =>
        options.Patience is { } patience && run.Scores.Count > 0 && run.Epoch - run.BestEpoch >= patience;

    private bool OutOfTime(TrainingState run, int resumedAt, long started)
    {
        if (options.Budget is not { } budget || run.Epoch == resumedAt)
            return false;
        var elapsed = clock.GetElapsedTime(started);
        return elapsed + elapsed / (run.Epoch - resumedAt) * 0.5 > budget;
    }

    private TrainingProgress Progress(TrainingState run, int resumedAt, long started, string stage)
    {
        var elapsed = clock.GetElapsedTime(started);
        var left = elapsed / (run.Epoch - resumedAt) * (options.Epochs - run.Epoch);
        if (options.Budget is { } budget && left > budget - elapsed)
            left = budget > elapsed ? budget - elapsed : TimeSpan.Zero;
        return new TrainingProgress(
            stage,
            run.Epoch,
            options.Epochs,
            run.Losses[^1],
            run.Scores.Count > 0 ? run.Scores[^1] : null,
            left,
            Share: run.Epoch == 1 ? run.FirstEpoch : 1
        );
    }
}
