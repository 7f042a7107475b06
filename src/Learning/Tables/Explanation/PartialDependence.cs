using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Explanation;

/// <summary>
/// Partial dependence (Friedman 2001): the mean probability over training rows when one feature is set to each value of a grid and
/// all else stays as it was.
/// </summary>
/// <param name="Grid">Numbers or levels, as a table would write them.</param>
/// <param name="Mean">[classes told][grid]</param>
/// <param name="Low">The 10th percentile over the rows, likewise.</param>
/// <param name="High">The 90th percentile over the rows, likewise.</param>
public sealed record PartialDependence(string Feature, string[] Grid, double[][] Mean, double[][] Low, double[][] High)
{
    /// <summary>Features that are looked at in training: the most important ones.</summary>
    public const int Features = 8;

    private const int MostValues = 12;
    private const int MostRows = 120;

    /// <param name="rows">Training rows; at most 120 of them are used, drawn by the seed.</param>
    /// <param name="at">The feature's index.</param>
    /// <param name="probabilities">The model's probabilities [rows][classes] of features.</param>
    public static PartialDependence Of(
        IReadOnlyList<Feature> features,
        int[] rows,
        int at,
        int seed,
        Func<IReadOnlyList<Feature>, int[], double[][]> probabilities
    )
    {
        int[] used = [.. rows];
        new SeededRandom(seed).Shuffle(used);
        used = used[..Math.Min(used.Length, MostRows)];
        var feature = features[at];
        var cells = Cells(feature, rows);
        var told = new List<double[][]>();
        foreach (var (number, level, _) in cells)
        {
            var set = feature with
            {
                Numbers = feature.Numbers is null ? null : [.. Enumerable.Repeat(number, feature.Numbers.Length)],
                Levels = feature.Levels is null ? null : [.. Enumerable.Repeat(level, feature.Levels.Length)],
            };
            told.Add(probabilities([.. features.Select((f, i) => i == at ? set : f)], used));
        }
        var classes = told[0][0].Length;
        int[] shown = classes == 2 ? [1] : [.. Enumerable.Range(0, classes)];
        double[][] Each(Func<double[], double> of) =>
            [.. shown.Select(c => told.Select(p => of([.. p.Select(q => q[c]).Order()])).ToArray())];
        return new PartialDependence(
            feature.Name,
            [.. cells.Select(c => c.Text)],
            Each(p => p.Average()),
            Each(p => p[(int)(0.1 * (p.Length - 1))]),
            Each(p => p[(int)(0.9 * (p.Length - 1))])
        );
    }

    public JsonObject ToJson(IReadOnlyList<string> classes)
    {
        JsonArray Numbers(double[] values) => [.. values.Select(v => Proportion.Rounded(v))];
        var shown = classes.Count == 2 ? [classes[1]] : classes;
        return new JsonObject
        {
            ["feature"] = Feature,
            ["grid"] = new JsonArray([.. Grid.Select(g => JsonValue.Create(g))]),
            ["probability"] = new JsonObject(
                shown.Select(
                    (c, i) =>
                        KeyValuePair.Create(
                            c,
                            (JsonNode?)
                                new JsonObject
                                {
                                    ["mean"] = Numbers(Mean[i]),
                                    ["p10"] = Numbers(Low[i]),
                                    ["p90"] = Numbers(High[i]),
                                }
                        )
                )
            ),
        };
    }

    /// <summary>Twelve values evenly through the sorted cells of a quantity; every level of a category, at most twelve.</summary>
    private static List<(double Number, string? Level, string Text)> Cells(Feature feature, int[] rows)
    {
        if (feature.Numbers is not { } numbers)
        {
            return
            [
                .. rows.Select(r => feature.Levels![r])
                    .Where(l => l is not null)
                    .GroupBy(l => l!)
                    .OrderByDescending(g => g.Count())
                    .Take(MostValues)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => (double.NaN, (string?)g.Key, g.Key)),
            ];
        }

        var sorted = rows.Select(r => numbers[r]).Where(v => !double.IsNaN(v)).Order().ToArray();
        return
        [
            .. Enumerable
                .Range(0, MostValues)
                .Select(i => sorted[(int)Math.Round((0.02 + 0.96 * i / (MostValues - 1)) * (sorted.Length - 1))])
                .Distinct()
                .Select(v =>
                {
                    var text = v.ToString("R", CultureInfo.InvariantCulture);
                    return (v, (string?)text, text);
                }),
        ];
    }
}
