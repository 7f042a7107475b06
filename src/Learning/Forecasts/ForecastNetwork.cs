using TorchSharp.Modules;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014) reads the past; a head gives five quantiles for each moment asked for, in
/// spreads from the patient's own level. The gaps between the quantiles are positive, so they never cross.
/// Trained by the pinball loss (Koenker and Bassett, 1978).
/// </summary>
internal sealed class ForecastNetwork : Module
{
    private readonly GatedRecurrentUnit past;
    private readonly Linear hidden;
    private readonly Linear output;
    private readonly Linear direct;
    private readonly Dropout dropout;

    public ForecastNetwork(int width)
        : base(nameof(ForecastNetwork))
    {
        past = new GatedRecurrentUnit(MeasurementFeatures.StepWidth, width);
        hidden = Linear(width + MeasurementFeatures.QueryWidth, width);
        output = Linear(width, QuantileForecast.Levels.Length);
        direct = Linear(MeasurementFeatures.QueryWidth, 1, hasBias: false);
        dropout = Dropout(0.15);
        RegisterComponents();
        using var noGradient = no_grad();
        direct.weight.zero_();
        output.weight.mul_(0.1);
    }

    /// <param name="steps">[B, T, StepWidth]</param>
    /// <returns>What is known after each step, [B, T, width].</returns>
    public Tensor Remember(Tensor steps) => past.forward(steps);

    /// <param name="memory">[N, width]</param>
    /// <param name="queries">[N, QueryWidth]</param>
    /// <returns>Quantiles in ascending order, [N, 5].</returns>
    public Tensor Answer(Tensor memory, Tensor queries)
    {
        var joined = cat([memory, queries], 1);
        var raw = output.forward(dropout.forward(functional.relu(hidden.forward(joined)))); // [N, 5]
        var median = raw.narrow(1, 2, 1) + direct.forward(queries); // [N, 1]
        var gaps = functional.softplus(raw) * 0.7; // [N, 5], about 0.5 at first
        var q25 = median - gaps.narrow(1, 1, 1);
        var q75 = median + gaps.narrow(1, 3, 1);
        return cat([q25 - gaps.narrow(1, 0, 1), q25, median, q75, q75 + gaps.narrow(1, 4, 1)], 1);
    }

    /// <summary>Mean pinball loss: max(q·e, (q − 1)·e) for the error e = target − forecast.</summary>
    /// <param name="forecast">[N, 5]</param>
    /// <param name="targets">[N, 1]</param>
    /// <param name="weights">[N, 1], 0 where there is no target.</param>
    public static Tensor Pinball(Tensor forecast, Tensor targets, Tensor weights, Tensor quantiles)
    {
        var error = targets - forecast;
        return (maximum(quantiles * error, (quantiles - 1) * error) * weights).sum()
            / (weights.sum() * QuantileForecast.Levels.Length + 1e-6);
    }
}
