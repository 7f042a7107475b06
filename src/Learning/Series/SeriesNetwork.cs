using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014) over values, masks and time gaps (after Che et al., 2018), read by its mean and
/// its last state, beside a dense layer over each variable's summaries; one linear layer joins both.
/// </summary>
internal sealed class SeriesNetwork : Module
{
    private readonly Dropout inputDropout;
    private readonly GRU course;
    private readonly Dropout summaryDropout;
    private readonly Linear summaries;
    private readonly Dropout dropout;
    private readonly Linear head;

    public SeriesNetwork(int stepWidth, int summaryWidth, int width, int classes)
        : base(nameof(SeriesNetwork))
    {
        inputDropout = Dropout(0.1);
        course = GRU(stepWidth, width, batchFirst: true);
        summaryDropout = Dropout(0.3);
        summaries = Linear(summaryWidth, width);
        dropout = Dropout(0.4);
        head = Linear(3 * width, classes);
        RegisterComponents();
    }

    /// <param name="steps">[B, T, stepWidth]</param>
    /// <param name="summary">[B, summaryWidth]</param>
    /// <returns>Logits, [B, classes].</returns>
    public Tensor Answer(Tensor steps, Tensor summary)
    {
        var states = course.forward(inputDropout.forward(steps)).Item1; // [B, T, H]
        var last = states.select(1, states.shape[1] - 1); // [B, H]
        var dense = functional.relu(summaries.forward(summaryDropout.forward(summary))); // [B, H]
        return head.forward(dropout.forward(cat([states.mean([1]), last, dense], 1)));
    }
}
