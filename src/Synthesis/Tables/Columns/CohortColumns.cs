using System.Globalization;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Tables.Columns;

/// <summary>Reads from a table what its columns are made of.</summary>
internal static class CohortColumns
{
    /// <summary>Values that so many rows share exactly are made exactly.</summary>
    private const double AtomShare = 0.05;
    private const int AtomRows = 10;
    private const int MostLevels = 200;

    /// <summary>What to do with each column of a table, and what a person should know about it.</summary>
    /// <returns>Name and kind of each column that is made again; columns that name rows or hold free text are left out.</returns>
    public static (List<(string Name, CohortKind Kind, bool Date)> Kept, List<BilingualText> Notes) Plan(
        Table table,
        string? target,
        IReadOnlyList<string> drop,
        IReadOnlyList<string> categorical
    )
    {
        foreach (var named in drop.Concat(categorical).Append(target))
        {
            if (named is not null)
                table.Column(named); // refuses a name that is not there
        }

        var kept = new List<(string, CohortKind, bool)>();
        var notes = new List<BilingualText>();
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        foreach (var column in table.Columns.Where(c => !drop.Contains(c)))
        {
            if (column != target && PatientIdNotes.Repeats(table, column, rows))
            {
                notes.Add(
                    new(
                        $"列“{column}”似为患者编号且有重复，不予生成；请以 --group 指明，否则同一患者会同时用于训练与检验。",
                        $"Column '{column}' looks like a patient identifier, repeats and is not made; name it with --group, or one person's rows are both learnt from and held out."
                    )
                );
                continue;
            }
            var kind = ColumnKinds.Infer(table, column, categorical.Contains(column));
            switch (kind)
            {
                case ColumnKind.Identifier when column != target:
                    notes.Add(
                        new(
                            $"列“{column}”为行的名称、编号或自由文本，已略去：否则会重复个别患者的内容。",
                            $"Column '{column}' names rows or holds free text and is left out: it would repeat what is one patient's."
                        )
                    );
                    break;
                case ColumnKind.Date when !table.Column(column).All(c => c is null || CohortColumn.IsDay(c)):
                    notes.Add(
                        new(
                            $"列“{column}”的日期未写作 yyyy-MM-dd，已略去。",
                            $"Column '{column}' holds dates that are not written as yyyy-MM-dd and is left out."
                        )
                    );
                    break;
                case ColumnKind.Number or ColumnKind.Date:
                    kept.Add((column, CohortKind.Number, kind == ColumnKind.Date));
                    break;
                default:
                    kept.Add((column, CohortKind.Category, false));
                    break;
            }
        }
        return (kept, notes);
    }

    /// <summary>Fits one column on some rows of a table.</summary>
    /// <param name="keepAll">The target: no level is too rare.</param>
    public static CohortColumn Fit(
        Table table,
        (string Name, CohortKind Kind, bool Date) column,
        int[] rows,
        bool keepAll,
        int seed
    )
    {
        var cells = rows.Select(r => table.Column(column.Name)[r]).ToArray();
        var filled = cells.Where(c => c is not null).Select(c => c!).ToArray();
        var missing = 1 - (double)filled.Length / cells.Length;
        return column.Kind == CohortKind.Category
            ? Category(column.Name, filled, missing, keepAll)
            : Number(column.Name, filled, missing, column.Date, seed);
    }

    /// <summary>Levels of fewer rows than this are one patient's rather than a group's, and are not made.</summary>
    public static int FewestRows(int rows) => rows >= 200 ? 5 : 3;

    private static CohortColumn Category(string name, string[] filled, double missing, bool keepAll)
    {
        var groups = filled
            .GroupBy(ColumnKinds.Level)
            .Select(g => (Text: g.GroupBy(c => c).OrderByDescending(c => c.Count()).First().Key, Rows: g.Count()))
            .OrderByDescending(g => g.Rows)
            .ThenBy(g => g.Text, StringComparer.Ordinal)
            .ToList();
        var kept = keepAll ? groups : groups.Where(g => g.Rows >= FewestRows(filled.Length)).Take(MostLevels).ToList();
        if (kept.Count == 0)
            kept = [.. groups.Take(1)];
        var all = Math.Max(1, kept.Sum(g => g.Rows));
        return new CohortColumn(
            name,
            CohortKind.Category,
            [.. kept.Select(g => g.Text)],
            [.. kept.Select(g => (double)g.Rows / all)],
            [],
            [],
            0,
            0,
            0,
            false,
            false,
            kept.Count == 0 ? 1 : missing
        );
    }

    private static CohortColumn Number(string name, string[] filled, double missing, bool date, int seed)
    {
        var shell = new CohortColumn(name, CohortKind.Number, [], [], [], [], 0, 0, 0, false, date, missing);
        if (filled.Length == 0)
            return shell with { Modes = [new GaussianMode(1, 0, 1)], Missing = 1 };
        var numbers = filled.Select(c => shell.Number(c)).ToArray();
        var most = Math.Max(AtomRows, AtomShare * filled.Length);
        var groups = numbers.GroupBy(n => n).ToList();
        // Few different values in all: then each frequent one is no spike but part of the shape.
        var atoms = groups.Count >= 12 ? groups.Where(g => g.Count() >= most).Select(g => g.Key).Order().ToList() : [];
        if (atoms.Count > 8)
            atoms = [];
        var rest = numbers.Where(n => !atoms.Contains(n)).ToArray();
        var decimals = date ? [0] : filled.Select(Decimals).Distinct().ToArray();
        return shell with
        {
            Atoms = atoms,
            Modes = rest.Length == 0 ? [] : GaussianMixture.Fit(rest, seed: seed),
            Low = numbers.Min(),
            High = numbers.Max(),
            Decimals = Math.Min(8, decimals.Max()),
            Trimmed = decimals.Length > 1,
        };
    }

    private static int Decimals(string cell)
    {
        var exponent = cell.IndexOfAny(['e', 'E']);
        if (exponent >= 0)
        {
            var value = double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
            return Math.Clamp((int)Math.Ceiling(3 - Math.Log10(Math.Max(1e-12, Math.Abs(value)))), 0, 8);
        }
        var point = cell.IndexOf('.');
        return point < 0 ? 0 : cell.Length - point - 1;
    }
}
