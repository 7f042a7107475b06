using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>A logistic regression by DP-SGD.</summary>
internal static class PrivateLogistic
{
    private const int Members = 8;

    /// <summary>
    /// The mean of the weights over the last half of the steps, then the weights at points of that half: all are told by the same
    /// guarantee, and their spread is that of the noise.
    /// </summary>
    public static List<LogisticRegression> Descend(
        Encoded x,
        int[] labels,
        int classes,
        PrivatePlan plan,
        IProgress<TrainingProgress>? progress,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var outputs = Scores.Outputs(classes);
        using var layer = nn.Linear(x.Columns, outputs);
        using (no_grad())
        {
            layer.weight!.zero_();
            layer.bias!.zero_();
        }
        // No row's input is longer than one: its gradient is then seldom clipped, and clipping is what costs accuracy.
        var shrink = 1 / (float)Math.Sqrt(x.Columns);
        using var rows = tensor(x.Values, [x.Rows, x.Columns]).mul_(shrink);
        using var truth = tensor(Array.ConvertAll(labels, l => (long)l));
        var gradients = new RowGradients();
        var (kept, mean) = (new List<LogisticRegression>(), (double[]?)null);
        var averaged = 0;
        DpSgd.Fit(
            layer,
            gradients,
            x.Rows,
            pick =>
            {
                var logits = gradients.Through(layer, rows.index_select(0, pick));
                var wanted = truth.index_select(0, pick);
                return outputs == 1
                    ? nn.functional.binary_cross_entropy_with_logits(
                        logits.squeeze(1),
                        wanted.to(ScalarType.Float32),
                        reduction: nn.Reduction.None
                    )
                    : nn.functional.cross_entropy(logits, wanted, reduction: nn.Reduction.None);
            },
            plan,
            progress,
            clock,
            cancellation,
            step =>
            {
                if (step < plan.Steps / 2)
                    return;
                float[] weights =
                [
                    .. layer.weight!.data<float>().ToArray().Select(w => w * shrink),
                    .. layer.bias!.data<float>().ToArray(),
                ];
                mean ??= new double[weights.Length];
                averaged++;
                for (var i = 0; i < weights.Length; i++)
                    mean[i] += weights[i];
                if (step % Math.Max(1, plan.Steps / 2 / Members) == 0 && kept.Count < Members)
                    kept.Add(Model(weights));
            }
        );
        return [Model([.. mean!.Select(w => (float)(w / averaged))]), .. kept];

        LogisticRegression Model(float[] all) =>
            new(classes, x.Columns, all[..(outputs * x.Columns)], all[(outputs * x.Columns)..]);
    }
}
