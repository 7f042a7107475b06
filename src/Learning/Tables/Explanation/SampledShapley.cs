using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;

namespace Xinglin.Learning.Tables.Explanation;

/// <summary>
/// Shapley values of any model by sampling orders of the features (Castro et al. 2009; Štrumbelj and Kononenko 2014), each order
/// taken forwards and backwards (Mitchell et al. 2022), against a set of background rows (interventional SHAP, Lundberg and Lee
/// 2017). An estimate of each value; base plus all values is the score exactly, since the steps of each order add up.
/// </summary>
/// <remarks>
/// Beyond <see cref="MostSteps"/> features neighbours of an order move together and share what they moved in equal parts.
/// </remarks>
public static class SampledShapley
{
    /// <summary>Steps of one order, at most; each costs one answer of the model.</summary>
    public const int MostSteps = 256;

    /// <summary>Which cells of a made row come from the row that is explained; the others come from a background row.</summary>
    /// <param name="Own">[features]</param>
    public readonly record struct Hybrid(bool[] Own, int Background);

    /// <param name="rounds">
    /// Times that every background row is used, at least 1; each time with one order, forwards and backwards.
    /// </param>
    /// <param name="scores">Scores [rows][classes] of made rows.</param>
    public static Attribution Of(
        int features,
        int backgrounds,
        int rounds,
        int seed,
        Func<IReadOnlyList<Hybrid>, double[][]> scores
    )
    {
        var random = new SeededRandom(seed);
        var order = Enumerable.Range(0, features).ToArray();
        double[]? baseline = null;
        double[][]? sums = null;
        var used = 0;
        for (var round = 0; round < rounds; round++)
        {
            for (var b = 0; b < backgrounds; b++)
            {
                random.Shuffle(order);
                foreach (var way in new[] { order, [.. order.Reverse()] })
                {
                    var blocks = way.Chunk((features + MostSteps - 1) / MostSteps).ToList();
                    var answers = scores(Chain(features, blocks, b));
                    baseline ??= new double[answers[0].Length];
                    sums ??= [.. Enumerable.Range(0, features).Select(_ => new double[baseline.Length])];
                    for (var c = 0; c < baseline.Length; c++)
                    {
                        baseline[c] += answers[0][c];
                        for (var k = 0; k < blocks.Count; k++)
                        {
                            foreach (var f in blocks[k])
                                sums[f][c] += (answers[k + 1][c] - answers[k][c]) / blocks[k].Length;
                        }
                    }
                    used++;
                }
            }
        }

        return new Attribution(
            [.. baseline!.Select(v => v / used)],
            [.. sums!.Select(f => f.Select(v => v / used).ToArray())]
        );
    }

    /// <summary>From the background row, block by block, to the row itself.</summary>
    private static List<Hybrid> Chain(int features, List<int[]> blocks, int background)
    {
        var own = new bool[features];
        var chain = new List<Hybrid> { new([.. own], background) };
        foreach (var block in blocks)
        {
            foreach (var f in block)
                own[f] = true;
            chain.Add(new Hybrid([.. own], background));
        }
        return chain;
    }
}
