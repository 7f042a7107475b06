using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Segmentation;

/// <summary>How one label of one image was drawn. Not a number where it cannot be said.</summary>
/// <param name="Dice">2 · |both| / (|drawn| + |true|); not a number where neither has the label.</param>
/// <param name="Iou">|both| / |either|.</param>
/// <param name="Hausdorff95">95th percentile of the distance between the surfaces.</param>
/// <param name="MeanDistance">Average symmetric surface distance.</param>
public readonly record struct OverlapScore(double Dice, double Iou, double Hausdorff95, double MeanDistance)
{
    /// <param name="sizes">Depth, rows, columns.</param>
    public static OverlapScore Of(byte[] drawn, byte[] truth, byte label, int[] sizes, double[] spacing)
    {
        var (both, first, second) = Counts(drawn, truth, label);
        var (hausdorff, mean) = SurfaceDistance.Between(
            Array.ConvertAll(drawn, value => value == label),
            Array.ConvertAll(truth, value => value == label),
            sizes,
            spacing
        );
        return new OverlapScore(2 * both / (first + second), both / (first + second - both), hausdorff, mean);
    }

    private static (double Both, double First, double Second) Counts(byte[] drawn, byte[] truth, byte label)
    {
        double both = 0,
            first = 0,
            second = 0;
        for (var i = 0; i < drawn.Length; i++)
        {
            first += drawn[i] == label ? 1 : 0;
            second += truth[i] == label ? 1 : 0;
            both += drawn[i] == label && truth[i] == label ? 1 : 0;
        }
        return (both, first, second);
    }
}

/// <summary>Scores of many images, with 95 % intervals by a seeded percentile bootstrap over the images.</summary>
/// <param name="Scores">[images][labels]</param>
/// <param name="Unit">Unit of the distances.</param>
public sealed record OverlapReport(
    IReadOnlyList<string> Labels,
    IReadOnlyList<OverlapScore[]> Scores,
    string Unit,
    double Seconds
)
{
    private const int Resamples = 1000;

    /// <summary>Mean over the images of the mean over the labels.</summary>
    public Measure Dice => Mean(one => one.Dice, null);

    public Measure Of(Func<OverlapScore, double> value, int label) => Mean(value, label);

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["n"] = Scores.Count,
            ["dice"] = Number(Dice.Value),
            ["ci95"] = new JsonObject { ["dice"] = Ends(Dice) },
            ["iou"] = Number(Mean(one => one.Iou, null).Value),
            ["unit"] = Unit,
        };
        var labels = new JsonArray();
        foreach (var (i, name) in Labels.Index())
        {
            var one = new JsonObject
            {
                ["label"] = name,
                ["images_without"] = Scores.Count(score => double.IsNaN(score[i].Dice)),
            };
            var ends = new JsonObject();
            foreach (
                var (key, value) in new (string, Func<OverlapScore, double>)[]
                {
                    ("dice", score => score.Dice),
                    ("iou", score => score.Iou),
                    ("hausdorff95", score => score.Hausdorff95),
                    ("mean_surface_distance", score => score.MeanDistance),
                }
            )
            {
                var measure = Mean(value, i);
                one[key] = Number(measure.Value);
                ends[key] = Ends(measure);
            }
            one["ci95"] = ends;
            labels.Add(one);
        }
        json["labels"] = labels;
        json["seconds"] = Math.Round(Seconds, 3);
        return json;
    }

    private Measure Mean(Func<OverlapScore, double> value, int? label)
    {
        var each = Scores
            .Select(scores =>
                label is { } one
                    ? value(scores[one])
                    : scores.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average()
            )
            .Where(double.IsFinite)
            .ToArray();
        if (each.Length == 0)
            return new Measure(double.NaN, double.NaN, double.NaN);
        var random = new SeededRandom(0);
        var draws = new double[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            for (var i = 0; i < each.Length; i++)
                draws[r] += each[random.Next(each.Length)] / each.Length;
        }

        Array.Sort(draws);
        return new Measure(
            each.Average(),
            draws[(int)(0.025 * (Resamples - 1))],
            draws[(int)(0.975 * (Resamples - 1))]
        );
    }

    private static JsonArray Ends(Measure measure) => [Number(measure.Low), Number(measure.High)];

    private static JsonValue? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 4)) : null;
}
