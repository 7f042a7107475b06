using System.Security.Cryptography;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>How much of each row differentially private training may use.</summary>
/// <param name="Rate">The chance of each row to be in a step.</param>
/// <param name="Noise">Standard deviation of the noise over <paramref name="Clip"/>.</param>
/// <param name="Clip">No row moves the sum of gradients by more than this.</param>
public sealed record PrivatePlan(double Rate, double Noise, int Steps, double Clip, double LearningRate);

/// <summary>
/// DP-SGD (Abadi et al., CCS 2016) with Adam's step sizes: rows drawn independently (Poisson sampling), each row's gradient clipped, the sum
/// blurred by normal noise and divided by the batch size expected.
/// </summary>
/// <remarks>
/// The noise must stay secret: it comes from torch's generator under a seed drawn from the operating system, which is kept nowhere, so a
/// private training is the one training that cannot be repeated. Floating-point side channels of the noise (Mironov 2012) are not closed.
/// </remarks>
internal static class DpSgd
{
    /// <param name="losses">Row numbers, int64 [B] → loss of each row, [B], through <see cref="RowGradients.Through"/>.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="after">Told the number of each step done; what it reads of the weights is covered by the guarantee.</param>
    /// <param name="seed">For tests only; null: secret.</param>
    public static void Fit(
        nn.Module network,
        RowGradients gradients,
        int rows,
        Func<Tensor, Tensor> losses,
        PrivatePlan plan,
        IProgress<TrainingProgress>? progress,
        TimeProvider clock,
        CancellationToken cancellation,
        Action<int>? after = null,
        int? seed = null
    )
    {
        var started = clock.GetTimestamp();
        var secret = seed ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));
        TorchRuntime.Seed(secret);
        using var parameters = new FlatParameters(network);
        using var adam = new Adam(parameters, 0);
        var expected = Math.Max(1, plan.Rate * rows);
        for (var step = 0; step < plan.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            parameters.Gradients.zero_();
            using var drawn = rand(rows).lt(plan.Rate).nonzero().view(-1);
            var loss = double.NaN;
            if (drawn.shape[0] > 0)
            {
                var each = losses(drawn);
                loss = each.detach().mean().item<float>();
                gradients.Accumulate(each, plan.Clip);
            }
            using (no_grad())
                parameters.Gradients.add_(randn(parameters.Length), plan.Noise * plan.Clip).div_(expected);
            adam.Step(plan.LearningRate * Math.Min(1, 2 - 2.0 * step / plan.Steps), null);
            after?.Invoke(step);
            if (step % 50 == 49)
            {
                progress?.Report(
                    new TrainingProgress(
                        "private",
                        step + 1,
                        plan.Steps,
                        loss,
                        null,
                        clock.GetElapsedTime(started) / (step + 1) * (plan.Steps - step - 1)
                    )
                );
            }
        }
        // What is drawn from here on must not repeat the noise.
        TorchRuntime.Seed(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)));
        network.eval();
    }
}
