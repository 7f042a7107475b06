using TorchSharp.Modules;
using Xinglin.Learning.Series.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// A course read from the grid next to a dense layer over what is steady (the summaries of each variable, or the static
/// features), joined by one linear layer. For a whole series the course is read by its mean and its last state; for answers
/// at each moment by the state of that moment.
/// </summary>
internal sealed class SeriesNetwork : Module
{
    private readonly SequenceEncoder course;
    private readonly Dropout steadyDropout;
    private readonly Linear steadyLayer;
    private readonly Dropout dropout;
    private readonly Linear head;
    private readonly bool hourly;
    private readonly bool number;

    public SeriesNetwork(string kind, SeriesPreparation preparation, SeriesTarget target, int width)
        : base(nameof(SeriesNetwork))
    {
        hourly = preparation.PerStep;
        number = target.IsNumber;
        course = SequenceEncoder.Of(kind, preparation.Variables.Count, width, hourly);
        steadyDropout = Dropout(hourly ? 0.1 : 0.3);
        steadyLayer = Linear(PreparedRows.SteadyWidth(preparation), width);
        dropout = Dropout(0.4);
        head = Linear((hourly ? 2 : 3) * width, target.Outputs);
        RegisterComponents();
    }

    /// <param name="steps">[B, T, stepWidth]</param>
    /// <param name="steady">[B, steadyWidth]</param>
    /// <returns>[B, outputs], or [B, T, outputs] with an answer at each step.</returns>
    public Tensor Answer(Tensor steps, Tensor steady)
    {
        var states = course.States(steps); // [B, T, H]
        var dense = functional.relu(steadyLayer.forward(steadyDropout.forward(steady))); // [B, H]
        var joined = hourly
            ? cat([states, dense.unsqueeze(1).expand(states.shape)], 2)
            : cat([states.mean([1]), states.select(1, states.shape[1] - 1), dense], 1);
        var raw = head.forward(dropout.forward(joined));
        return number ? Ordered(raw) : raw;
    }

    /// <summary>Quantiles that never cross: the median and two positive distances from it. The mean stands by itself.</summary>
    private static Tensor Ordered(Tensor raw)
    {
        var last = raw.dim() - 1;
        var median = raw.narrow(last, 1, 1);
        return cat(
            [
                median - functional.softplus(raw.narrow(last, 0, 1)),
                median,
                median + functional.softplus(raw.narrow(last, 2, 1)),
                raw.narrow(last, 3, 1),
            ],
            last
        );
    }
}
