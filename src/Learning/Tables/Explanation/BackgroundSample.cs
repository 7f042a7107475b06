using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Explanation;

/// <summary>
/// The rows that a row is held against when its features are explained. Each column's cells are taken at even steps through its
/// sorted training cells (missing ones too, at their share) and dealt in an order of their own, so that every column looks
/// as in training while no row is a patient's.
/// </summary>
/// <param name="Cells">[columns][rows], in the order of the preparation; null where missing.</param>
public sealed record BackgroundSample(IReadOnlyList<string> Columns, string?[][] Cells)
{
    public int Count => Cells.Length == 0 ? 0 : Cells[0].Length;

    /// <param name="rows">The training rows.</param>
    public static BackgroundSample Of(IReadOnlyList<Feature> features, int[] rows, int seed)
    {
        var count = Math.Min(
            rows.Length,
            features.Count > 500 ? 4
                : features.Count > 100 ? 8
                : 16
        );
        var random = new SeededRandom(seed);
        return new BackgroundSample(
            [.. features.Select(f => f.Name)],
            [
                .. features.Select(f =>
                {
                    var sorted = f.Numbers is { } numbers
                        ? rows.OrderBy(r => numbers[r]).ToArray()
                        : rows.OrderBy(r => f.Levels![r], StringComparer.Ordinal).ToArray();
                    var picked = Enumerable
                        .Range(0, count)
                        .Select(i => Cell(f, sorted[(int)((i + 0.5) / count * sorted.Length)]))
                        .ToArray();
                    random.Shuffle(picked);
                    return picked;
                }),
            ]
        );
    }

    public Table AsTable() => new("background", Columns, Cells, [.. Enumerable.Range(1, Count)]);

    public JsonObject ToJson() =>
        new(
            Columns.Select(
                (c, i) =>
                    KeyValuePair.Create(
                        c,
                        (JsonNode?)new JsonArray([.. Cells[i].Select(v => v is null ? null : JsonValue.Create(v))])
                    )
            )
        );

    /// <param name="columns">The order that is wanted.</param>
    public static BackgroundSample FromJson(JsonNode json, IReadOnlyList<string> columns) =>
        new(columns, [.. columns.Select(c => json[c]!.AsArray().Select(v => (string?)v).ToArray())]);

    private static string? Cell(Feature f, int row) =>
        f.Numbers is { } numbers
            ? double.IsNaN(numbers[row])
                ? null
                : numbers[row].ToString("R", CultureInfo.InvariantCulture)
            : f.Levels![row];
}
