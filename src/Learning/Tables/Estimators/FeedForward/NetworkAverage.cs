using Xinglin.Learning.Tables.Features;
using Layer = Xinglin.Learning.Tables.Estimators.FeedForward.FeedForwardNetwork.Layer;

namespace Xinglin.Learning.Tables.Estimators.FeedForward;

/// <summary>Networks of one form from different first weights; their scores are averaged.</summary>
public sealed record NetworkAverage(IReadOnlyList<FeedForwardNetwork> Networks)
{
    public static NetworkAverage Fresh(int inputs, int classes, NetworkSettings settings, int seed) =>
        new([
            .. Enumerable
                .Range(0, settings.Copies)
                .Select(c => FeedForwardNetwork.Fresh(inputs, classes, settings, seed + 104_729 * c)),
        ]);

    public static NetworkAverage Fit(
        Encoded x,
        int[] labels,
        int classes,
        NetworkSettings settings,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        new([
            .. Fresh(x.Columns, classes, settings, seed)
                .Networks.Select(
                    (fresh, c) => NetworkTraining.Fit(fresh, x, labels, settings, seed + 104_729 * c, clock, ct)
                ),
        ]);

    public double[][] Score(Encoded x)
    {
        var scores = new double[x.Rows][];
        Parallel.For(0, x.Rows, r => scores[r] = Score(x.Row(r)));
        return scores;
    }

    public double[] Score(ReadOnlySpan<float> row)
    {
        var sum = Networks[0].Score(row);
        for (var n = 1; n < Networks.Count; n++)
        {
            var more = Networks[n].Score(row);
            for (var c = 0; c < sum.Length; c++)
                sum[c] += more[c];
        }
        for (var c = 0; c < sum.Length; c++)
            sum[c] /= Networks.Count;
        return sum;
    }

    /// <summary>Every layer with its name among the tensors: <c>layer0</c>…, of the second network <c>copy1.layer0</c>….</summary>
    public IEnumerable<(string Name, Layer Layer)> Named() =>
        Networks.SelectMany((n, c) => n.Layers.Select((layer, l) => (NameOf(c, l), layer)));

    /// <summary>The same form with other layers.</summary>
    public NetworkAverage With(Func<string, Layer, Layer> other) =>
        new([.. Networks.Select((n, c) => n with { Layers = [.. n.Layers.Select((s, l) => other(NameOf(c, l), s))] })]);

    private static string NameOf(int copy, int layer) => (copy > 0 ? $"copy{copy}." : "") + $"layer{layer}";
}
