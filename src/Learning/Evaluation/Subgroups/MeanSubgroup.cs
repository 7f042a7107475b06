using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Evaluation.Subgroups;

/// <summary>The means of some figures over one group of people, on what the model had not seen.</summary>
/// <param name="Column">The column that divides people.</param>
/// <param name="Level">The group's value or band of it.</param>
/// <param name="N">People, series or images of the group: what is drawn again for the intervals.</param>
/// <param name="Means">In the order of the figures; empty where there are fewer than <see cref="Fewest"/>.</param>
public sealed record MeanSubgroup(string Column, string Level, int N, IReadOnlyList<Measure> Means)
{
    public const int Fewest = 10;
    private const int Resamples = 300;

    public bool TooSmall => Means.Count == 0;

    /// <param name="figures">[figures][members]; what is not a number is left out of its mean.</param>
    /// <param name="clusters">For each member a number that those which are no separate witnesses share.</param>
    public static MeanSubgroup Of(string column, string level, double[][] figures, int[] clusters, int seed)
    {
        var drawn = clusters.Index().GroupBy(one => one.Item, one => one.Index).Select(g => g.ToArray()).ToArray();
        if (drawn.Length < Fewest)
            return new MeanSubgroup(column, level, drawn.Length, []);
        return new MeanSubgroup(column, level, drawn.Length, [.. figures.Select(values => Mean(values, drawn, seed))]);
    }

    public JsonObject ToJson(IReadOnlyList<string> names)
    {
        var json = new JsonObject
        {
            ["column"] = Column,
            ["level"] = Level,
            ["n"] = N,
            ["too_small"] = TooSmall,
        };
        foreach (var (name, mean) in names.Zip(Means))
            json[name] = mean.ToJson();
        return json;
    }

    private static Measure Mean(double[] values, int[][] drawn, int seed)
    {
        var parts = Array.ConvertAll(
            drawn,
            members =>
            {
                var known = members.Select(member => values[member]).Where(double.IsFinite).ToArray();
                return (Sum: known.Sum(), Count: known.Length);
            }
        );
        var random = new SeededRandom(seed);
        var draws = new List<double>();
        for (var b = 0; b < Resamples; b++)
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < parts.Length; i++)
            {
                var part = parts[random.Next(parts.Length)];
                (sum, count) = (sum + part.Sum, count + part.Count);
            }
            if (count > 0)
                draws.Add(sum / count);
        }
        var all = parts.Sum(part => part.Count);
        return Measure.Of(all > 0 ? parts.Sum(part => part.Sum) / all : double.NaN, draws);
    }
}
