using System.Text.Json.Nodes;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// For a category with many levels: how often each class came with each level, as smoothed log-odds (Micci-Barreca 2001).
/// One number for each output in place of hundreds of 0/1 columns. Training rows are encoded from the other parts of the
/// training rows, never from themselves, so that a model does not learn to trust what a row says of itself.
/// </summary>
/// <param name="Prior">[outputs] log-odds of each class over all training rows: stands for a level that was rare or absent.</param>
/// <param name="Rates">For each level with at least <see cref="Fewest"/> rows, [outputs] log-odds.</param>
public sealed record TargetEncoding(double[] Prior, IReadOnlyDictionary<string, double[]> Rates)
{
    /// <summary>A category with more levels than this has rates.</summary>
    public const int ManyLevels = 15;

    /// <summary>Levels of fewer rows are not kept: they would name patients rather than describe them.</summary>
    private const int Fewest = 3;

    /// <summary>Rows that the average over all levels counts for next to a level's own.</summary>
    private const double Weight = 15;

    private const int Parts = 5;

    public int Outputs => Prior.Length;

    /// <param name="labels">The class of each of <paramref name="rows"/>.</param>
    public static TargetEncoding Fit(string?[] cells, int[] rows, int[] labels, int classes)
    {
        var counts = Counts(cells, rows, labels, classes, part: -1);
        var shares = Shares(labels, classes);
        return new TargetEncoding(
            [.. ClassesOf(classes).Select(c => Logit(shares[c]))],
            counts
                .Where(c => c.Value.Sum() >= Fewest)
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .ToDictionary(c => c.Key, c => Smoothed(c.Value, null, shares))
        );
    }

    /// <summary>The log-odds of a level; the prior for one that is missing, rare or unheard of.</summary>
    public double[] Of(string? level) => level is not null && Rates.TryGetValue(level, out var rate) ? rate : Prior;

    /// <summary>For each of the training rows, the log-odds of its level without the fifth of the rows that it is in.</summary>
    public double[][] OfTraining(string?[] cells, int[] rows, int[] labels, int classes)
    {
        var shares = Shares(labels, classes);
        var all = Counts(cells, rows, labels, classes, part: -1);
        var own = Enumerable.Range(0, Parts).Select(p => Counts(cells, rows, labels, classes, p)).ToArray();
        var known = new Dictionary<(string, int), double[]>();
        var answer = new double[rows.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            if (cells[rows[i]] is not { } level)
            {
                answer[i] = Prior;
                continue;
            }
            var part = PartOf(rows[i]);
            if (!known.TryGetValue((level, part), out var rate))
                known[(level, part)] = rate = Smoothed(all[level], own[part].GetValueOrDefault(level), shares);
            answer[i] = rate;
        }
        return answer;
    }

    public JsonObject ToJson() =>
        new()
        {
            ["prior"] = Numbers(Prior),
            ["rates"] = new JsonObject(Rates.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)Numbers(r.Value)))),
        };

    public static TargetEncoding? FromJson(JsonNode? json) =>
        json is null
            ? null
            : new(Numbers(json["prior"]!), json["rates"]!.AsObject().ToDictionary(r => r.Key, r => Numbers(r.Value!)));

    /// <summary>A part from the row itself, so that a row drawn twice by a bootstrap is in one part.</summary>
    private static int PartOf(int row) => (int)((uint)row * 2654435761u >> 8) % Parts;

    private static Dictionary<string, double[]> Counts(string?[] cells, int[] rows, int[] labels, int classes, int part)
    {
        var counts = new Dictionary<string, double[]>();
        for (var i = 0; i < rows.Length; i++)
        {
            if (cells[rows[i]] is not { } level || (part >= 0 && PartOf(rows[i]) != part))
                continue;
            if (!counts.TryGetValue(level, out var count))
                counts[level] = count = new double[classes];
            count[labels[i]]++;
        }
        return counts;
    }

    private static double[] Smoothed(double[] counts, double[]? without, double[] shares)
    {
        var rows = counts.Sum() - (without?.Sum() ?? 0);
        return
        [
            .. ClassesOf(shares.Length)
                .Select(c => Logit((counts[c] - (without?[c] ?? 0) + Weight * shares[c]) / (rows + Weight))),
        ];
    }

    private static double[] Shares(int[] labels, int classes) =>
        [
            .. Enumerable
                .Range(0, classes)
                .Select(c => (labels.Count(l => l == c) + 0.5) / (labels.Length + 0.5 * classes)),
        ];

    private static IEnumerable<int> ClassesOf(int classes) => classes == 2 ? [1] : Enumerable.Range(0, classes);

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static JsonArray Numbers(double[] values) => new([.. values.Select(v => JsonValue.Create(v))]);

    private static double[] Numbers(JsonNode json) => [.. json.AsArray().Select(v => (double)v!)];
}
