using Xinglin.Learning.Images.Data;
using static TorchSharp.torch;

namespace Xinglin.Learning.Images;

/// <summary>Which training images are drawn and how much each counts, so that rare classes are learnt too.</summary>
/// <param name="labels">The class of each training image.</param>
internal sealed class ClassSampling(ClassBalance balance, int classes, int[] labels)
{
    private const double Smoothing = 0.03;

    private readonly int[][] _members =
    [
        .. Enumerable
            .Range(0, classes)
            .Select(c => Enumerable.Range(0, labels.Length).Where(row => labels[row] == c).ToArray())
            .Where(rows => rows.Length > 0),
    ];

    /// <param name="rows">int64 [B]: each image once in an epoch.</param>
    /// <returns>The images to take: those, or as many of each class.</returns>
    public int[] Draw(Tensor rows)
    {
        var numbers = rows.data<long>().ToArray();
        if (balance != ClassBalance.Sampling)
            return Array.ConvertAll(numbers, row => (int)row);
        var draw = rand(numbers.Length).data<float>().ToArray();
        return
        [
            .. numbers.Select(
                (row, i) =>
                {
                    var own = _members[row % _members.Length];
                    return own[Math.Min(own.Length - 1, (int)(draw[i] * own.Length))];
                }
            ),
        ];
    }

    /// <summary>Weighted cross-entropy with smoothed labels (Szegedy et al., 2016).</summary>
    public Tensor Loss(Tensor logits, int[] rows) =>
        nn.functional.cross_entropy(
            logits,
            tensor(Array.ConvertAll(rows, row => (long)labels[row])),
            tensor(Weights()),
            label_smoothing: Smoothing
        );

    /// <summary>Inverse square root of each class's share, mean 1: rare classes count more, but are not shouted.</summary>
    private float[] Weights()
    {
        if (balance != ClassBalance.Weights)
            return [.. Enumerable.Repeat(1f, classes)];
        var weights = new double[classes];
        for (var c = 0; c < classes; c++)
            weights[c] = 1 / Math.Sqrt(Math.Max(1, labels.Count(label => label == c)));
        return Array.ConvertAll(weights, weight => (float)(weight / weights.Average()));
    }
}
