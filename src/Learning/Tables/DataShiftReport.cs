using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables;

/// <summary>
/// What of a table is not as the rows of the training were: cells that something stands in for, values beyond those seen, levels
/// not seen. A unit or a coding that differs from the training's shows here.
/// </summary>
/// <param name="Imputed">For each row, the features that a value of the training stands in for.</param>
/// <param name="Outside">For each row, the features whose value is outside of what training saw.</param>
/// <param name="Notes">Columns where this is more than a stray cell.</param>
public sealed record DataShiftReport(
    IReadOnlyList<string>[] Imputed,
    IReadOnlyList<string>[] Outside,
    IReadOnlyList<BilingualText> Notes
)
{
    /// <summary>From this share of a column's filled cells on, a note tells of it.</summary>
    private const double MinShareNoted = 0.1;

    /// <summary>A column that is empty so much more often than in training is told of.</summary>
    private const double MoreEmpty = 0.25;

    private const int NamesInCell = 20;

    /// <exception cref="InvalidInputException">A column is missing.</exception>
    public static DataShiftReport Of(IReadOnlyList<PreparedColumn> columns, Table table)
    {
        var (imputed, outside) = (new List<string>?[table.Rows], new List<string>?[table.Rows]);
        var notes = new List<BilingualText>(table.Notes);
        foreach (var column in columns)
        {
            var cells = table.Column(column.Name);
            int empty = 0,
                beyond = 0,
                impossible = 0;
            for (var row = 0; row < cells.Length; row++)
            {
                if (IsImputed(column, cells[row]))
                {
                    (imputed[row] ??= []).Add(column.Name);
                    _ = cells[row] is null ? empty++ : impossible++;
                }
                else if (IsOutside(column, cells[row]))
                {
                    (outside[row] ??= []).Add(column.Name);
                    beyond++;
                }
            }
            notes.AddRange(Told(column, cells.Length, empty, impossible, beyond));
        }
        return new DataShiftReport(
            Array.ConvertAll(imputed, IReadOnlyList<string> (names) => names ?? []),
            Array.ConvertAll(outside, IReadOnlyList<string> (names) => names ?? []),
            notes
        );
    }

    /// <summary>Whether a value of the training stands in for a cell: it is missing, or no living person has such a value.</summary>
    public static bool IsImputed(PreparedColumn column, string? cell) =>
        cell is null
        || column.Possible is { } possible && ColumnKinds.TryNumber(cell, out var number) && !possible.Contains(number);

    /// <summary>Whether a filled cell lies outside of the numbers or levels of the training.</summary>
    public static bool IsOutside(PreparedColumn column, string? cell) =>
        cell is not null
        && (
            column.HasNumbers
                ? ColumnKinds.TryNumber(cell, out var number) && (number < column.Low || number > column.High)
                : !column.HasRare && !column.Levels.Contains(ColumnKinds.Level(cell))
        );

    /// <summary>What to know of a file before its figures are believed: that it is the training's own, and <see cref="Notes"/>.</summary>
    /// <param name="model">The content of <c>model.json</c>.</param>
    internal static JsonArray NotesOfEvaluation(
        JsonObject model,
        string csv,
        IReadOnlyList<PreparedColumn> columns,
        Table table
    )
    {
        var notes = new JsonArray();
        if ((string?)model["data_sha256"] == DataDigest.OfFile(csv))
        {
            notes.Add(
                BilingualTextConverter.ToNode(
                    new(
                        $"{table.Name}即训练所用的文件：下列数值偏好，请以模型卡上由留出数据得出的数值为准。",
                        $"{table.Name} is the file that the model was trained on: these figures flatter it; believe those of its card, from rows left out."
                    )
                )
            );
        }

        foreach (var note in Of(columns, table).Notes)
            notes.Add(BilingualTextConverter.ToNode(note));
        return notes;
    }

    /// <summary>Names as one cell of a table, with <c>|</c> between them.</summary>
    public static string Cell(IReadOnlyList<string> names) =>
        names.Count <= NamesInCell
            ? string.Join('|', names)
            : $"{string.Join('|', names.Take(NamesInCell))}|… (+{names.Count - NamesInCell})";

    private static IEnumerable<BilingualText> Told(
        PreparedColumn column,
        int rows,
        int empty,
        int impossible,
        int beyond
    )
    {
        var name = column.Name;
        if (empty >= (column.MissingShare + MoreEmpty) * rows)
        {
            yield return new(
                $"列“{name}”有{empty}/{rows}行为空，训练数据中为{Percent(column.MissingShare)}：以训练值代替。",
                $"Column '{name}' is empty in "
                    + $"{empty} of {rows} rows, {Percent(column.MissingShare)} in training: a value of the training is in."
            );
        }

        if (impossible > 0)
        {
            yield return new(
                $"列“{name}”有{impossible}/{rows}个值超出生命可能的范围，按缺失处理：请检查单位。",
                $"Column '{name}': {impossible} of {rows} values "
                    + "are outside of what life allows and were taken as missing; check the unit."
            );
        }

        if (beyond == 0 || beyond < MinShareNoted * (rows - empty))
            yield break;
        if (column.HasNumbers)
        {
            yield return new(
                $"列“{name}”有{beyond}/{rows}个值超出训练数据的范围（{Number(column.Low)}～{Number(column.High)}）：请检查单位与人群。",
                $"Column '{name}': "
                    + $"{beyond} of {rows} values lie outside of those in training ({Number(column.Low)} to {Number(column.High)}); check "
                    + "unit and population."
            );
        }
        else
        {
            yield return new(
                $"列“{name}”有{beyond}/{rows}个取值在训练数据中未出现：请检查编码。",
                $"Column '{name}': {beyond} of {rows} cells hold a level that "
                    + $"training did not see (it saw {string.Join(", ", column.Levels.Take(NamesInCell))}); check the coding."
            );
        }
    }

    private static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
