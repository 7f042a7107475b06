using Xinglin.Formats;

namespace Xinglin.Learning.Tables.Features;

/// <summary>One column that a model may look at, read into numbers or levels once for all folds.</summary>
/// <param name="Numbers">For numbers and codes, per row; NaN where missing. Otherwise null.</param>
/// <param name="Levels">For codes and categories, per row; null where missing. Otherwise null.</param>
public sealed record Feature(string Name, ColumnKind Kind, double[]? Numbers, string?[]? Levels)
{
    /// <summary>Outside of this a number is taken as missing; null where no limits of life are known for the column.</summary>
    public PhysiologicalRange? Possible { get; init; }

    /// <summary>The same column with its impossible numbers missing.</summary>
    public Feature WithoutImpossible() =>
        Possible is { } possible
        && Numbers is { } numbers
        && Array.Exists(numbers, v => v is not double.NaN && !possible.Contains(v))
            ? this with
            {
                Numbers = Array.ConvertAll(numbers, v => possible.Contains(v) ? v : double.NaN),
            }
            : this;

    /// <summary>Reads the column of a table as a given kind.</summary>
    /// <exception cref="InvalidInputException">A numeric column holds text or an infinite number.</exception>
    public static Feature Read(Table table, string column, ColumnKind kind)
    {
        var cells = table.Column(column);
        var numbers = kind == ColumnKind.Category ? null : new double[cells.Length];
        var levels = kind == ColumnKind.Number ? null : new string?[cells.Length];
        for (var row = 0; row < cells.Length; row++)
        {
            if (levels is not null)
                levels[row] = cells[row] is { } cell ? ColumnKinds.Level(cell) : null;
            if (numbers is null)
                continue;
            numbers[row] = double.NaN;
            if (cells[row] is not { } text)
                continue;
            if (!ColumnKinds.TryNumber(text, out numbers[row]) || !double.IsFinite(numbers[row]))
            {
                throw new InvalidInputException(
                    $"{table.Place(row, column)}: the cell is not a finite number",
                    "Correct the cell, or empty it if the value is unknown."
                );
            }
        }
        return new Feature(column, kind, numbers, levels);
    }
}
