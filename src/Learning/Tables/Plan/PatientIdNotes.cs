using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>Says that a column seems to say whose row it is, and that the same person has several rows.</summary>
public static class PatientIdNotes
{
    private const int MaxDistinctOfACategory = 20;

    /// <summary>A code of a few levels comes back in far more rows than a person does.</summary>
    private const double FewestShare = 0.1;

    /// <summary>The note, or null where nothing was noticed.</summary>
    public static BilingualText? Of(Table table, string column, int[] rows)
    {
        var (filled, different) = Counts(table, column, rows);
        return Repeats(table, column, rows)
            ? new(
                $"列“{column}”似为患者编号且有重复（{filled}行，{different}个）：请以 --group 指明，否则同一患者会同时用于训练与评价。",
                $"Column '{column}' looks like a patient identifier and repeats ({different} in {filled} rows): name it with "
                    + "--group, or one person is on both sides of a split."
            )
            : null;
    }

    /// <summary>Whether a column's name looks like a patient identifier, and persons have several rows.</summary>
    public static bool Repeats(Table table, string column, int[] rows)
    {
        if (!PatientIdDetector.Are(column))
            return false;
        var (filled, different) = Counts(table, column, rows);
        var cells = table.Column(column);
        return different > MaxDistinctOfACategory
            && different < filled
            && different >= FewestShare * filled
            && !Array.Exists(rows, r => cells[r] is { } cell && ColumnKinds.TryNumber(cell, out var n) && n % 1 != 0);
    }

    private static (int Filled, int Different) Counts(Table table, string column, int[] rows)
    {
        var cells = table.Column(column);
        var filled = rows.Where(r => cells[r] is not null).Select(r => cells[r]!).ToList();
        return (filled.Count, filled.Distinct().Count());
    }
}
