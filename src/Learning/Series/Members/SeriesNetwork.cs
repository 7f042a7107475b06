using TorchSharp;
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
    private readonly SequenceEncoder _course;
    private readonly Dropout _steadyDropout;
    private readonly Linear _steadyLayer;
    private readonly Dropout _dropout;
    private readonly Linear _head;
    private readonly bool _hourly;
    private readonly bool _number;

    public SeriesNetwork(string kind, SeriesPreparation preparation, SeriesTarget target, int width)
        : base(nameof(SeriesNetwork))
    {
        _hourly = preparation.PerStep;
        _number = target.IsNumber;
        _course = SequenceEncoder.Of(kind, preparation.Variables.Count, width, _hourly);
        _steadyDropout = Dropout(_hourly ? 0.1 : 0.3);
        _steadyLayer = Linear(PreparedRows.SteadyWidth(preparation), width);
        _dropout = Dropout(0.4);
        _head = Linear((_hourly ? 2 : 3) * width, target.Outputs);
        RegisterComponents();
    }

    /// <param name="steps">[B, T, stepWidth]</param>
    /// <param name="steady">[B, steadyWidth]</param>
    /// <returns>[B, outputs], or [B, T, outputs] with an answer at each step.</returns>
    public Tensor Answer(Tensor steps, Tensor steady)
    {
        var states = _course.States(steps); // [B, T, H]
        var dense = functional.relu(_steadyLayer.forward(_steadyDropout.forward(steady))); // [B, H]
        var joined = _hourly
            ? cat([states, dense.unsqueeze(1).expand(states.shape)], 2)
            : cat([states.mean([1]), states.select(1, states.shape[1] - 1), dense], 1);
        var raw = _head.forward(_dropout.forward(joined));
        return _number ? Ordered(raw) : raw;
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
