using Xinglin.Learning.Tables.Features;
using Xinglin.Synthesis.Tables.Columns;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables.Evaluation;

/// <summary>
/// The space in which patients are near or far: quantities in standard deviations, categories one-hot over √2 so that two different levels
/// are one apart, missing cells at the mean with a mark of their own. Fitted on real rows.
/// </summary>
internal sealed class CohortSpace
{
    private const int MostLevels = 30;

    private readonly List<(
        string Name,
        double Mean,
        double Deviation,
        Dictionary<string, int>? Levels,
        CohortColumn Column
    )> _parts = [];

    public CohortSpace(CohortSchema schema, Table real, int[] rows)
    {
        foreach (var column in schema.Columns)
        {
            if (column.Kind == CohortKind.Category)
            {
                var levels = column
                    .Levels.Take(MostLevels)
                    .Select((l, i) => (Key: ColumnKinds.Level(l), i))
                    .ToDictionary(l => l.Key, l => l.i);
                _parts.Add((column.Name, 0, 1, levels, column));
                continue;
            }
            var cells = real.Column(column.Name);
            var values = rows.Select(r => column.Number(cells[r])).Where(v => !double.IsNaN(v)).ToArray();
            var mean = values.Length == 0 ? 0 : values.Average();
            var deviation = values.Length == 0 ? 1 : Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            _parts.Add((column.Name, mean, deviation > 0 ? deviation : 1, null, column));
        }
        Width = _parts.Sum(p => 1 + (p.Levels?.Count ?? 1));
    }

    public int Width { get; }

    /// <summary>[rows, Width]; outliers beyond ten deviations are drawn in.</summary>
    public Tensor Place(Table table, int[] rows)
    {
        var flat = new float[rows.Length * Width];
        var at = 0;
        foreach (var (name, mean, deviation, levels, column) in _parts)
        {
            var cells = table.Column(name);
            for (var i = 0; i < rows.Length; i++)
            {
                var place = flat.AsSpan(i * Width + at);
                if (cells[rows[i]] is not { } cell)
                    place[0] = 0.7071f;
                else if (levels is null)
                    place[1] = (float)Math.Clamp((column.Number(cell) - mean) / deviation, -10, 10);
                else if (levels.TryGetValue(ColumnKinds.Level(cell), out var level))
                    place[1 + level] = 0.7071f;
            }
            at += 1 + (levels?.Count ?? 1);
        }
        return tensor(flat, [rows.Length, Width]);
    }
}
