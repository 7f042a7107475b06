using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// Proposes settings from what the trials before them taught: a tree-structured Parzen estimator (Bergstra et al. 2011) for
/// each kind. Kinds take turns, the better ones more often. The proposals depend on the seed and the trials alone.
/// </summary>
internal sealed class TpeSampler(TableTraits traits, IReadOnlyList<string> kinds, int seed)
{
    /// <summary>The share of a kind's trials that count as good.</summary>
    private const double Good = 0.3;

    private const int Draws = 24;

    private readonly SeededRandom _random = new(seed);
    private readonly Dictionary<string, List<(double[] Point, double Loss)>> _seen = [];
    private int _turn;

    /// <summary>Tells how a candidate did.</summary>
    public void Learn(Candidate candidate, double loss)
    {
        if (SearchSpace.Point(candidate, traits) is not { } point)
            return;
        if (!_seen.TryGetValue(candidate.Kind, out var list))
            _seen[candidate.Kind] = list = [];
        list.Add((point, loss));
    }

    public Candidate Next()
    {
        // The best kind at every other turn, the second best at every fourth, and so on.
        var ranked = kinds.OrderBy(k => _seen.TryGetValue(k, out var s) ? s.Min(t => t.Loss) : 0).ToList();
        var place = Math.Min(ranked.Count - 1, System.Numerics.BitOperations.TrailingZeroCount(++_turn));
        var kind = ranked[place];
        return SearchSpace.Candidate(kind, Propose(kind), traits);
    }

    private double[] Propose(string kind)
    {
        var width = SearchSpace.Width(kind);
        var seen = _seen.GetValueOrDefault(kind) ?? [];
        if (seen.Count < 4)
            return [.. Enumerable.Range(0, width).Select(_ => _random.NextDouble())];
        var ordered = seen.OrderBy(t => t.Loss).Select(t => t.Point).ToList();
        var count = Math.Max(2, (int)Math.Ceiling(Good * ordered.Count));
        var (good, rest) = (ordered[..count], ordered[count..]);
        double[]? best = null;
        var most = double.NegativeInfinity;
        for (var d = 0; d < Draws; d++)
        {
            var draw = new double[width];
            var from = _random.Next(good.Count + 1);
            for (var i = 0; i < width; i++)
            {
                draw[i] =
                    from == good.Count
                        ? _random.NextDouble()
                        : Reflected(good[from][i] + Bandwidth(good.Count) * _random.NextGaussian());
            }

            var gain = Density(good, draw) - Density(rest, draw);
            if (gain > most)
                (most, best) = (gain, draw);
        }
        return best!;
    }

    private static double Bandwidth(int count) => Math.Max(0.08, 0.3 / Math.Sqrt(count));

    /// <summary>The logarithm of a mixture of normal distributions about the points and the even one.</summary>
    private static double Density(List<double[]> points, double[] at)
    {
        var h = Bandwidth(points.Count);
        double sum = 1;
        foreach (var p in points)
        {
            double log = 0;
            for (var i = 0; i < at.Length; i++)
                log -= (at[i] - p[i]) * (at[i] - p[i]) / (2 * h * h) + Math.Log(h * 2.5066);
            sum += Math.Exp(log);
        }
        return Math.Log(sum / (points.Count + 1));
    }

    private static double Reflected(double v)
    {
        v = Math.Abs(v);
        return v > 1 ? Math.Max(0, 2 - v) : v;
    }
}
