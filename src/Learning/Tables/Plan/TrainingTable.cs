using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>A table made ready for training: features, classes, outer folds, and what was noticed on the way.</summary>
/// <param name="Rows">The rows that have a target.</param>
/// <param name="Folds">The outer fold of every row of the table.</param>
/// <param name="Notes">What a person should know: columns left out and why, rows without a target.</param>
internal sealed record TrainingTable(
    Table Table,
    TrainingData Data,
    TargetClasses Classes,
    int[] Rows,
    int[] Folds,
    IReadOnlyList<BilingualText> Notes
)
{
    private const int FewestOfClass = 10;

    /// <summary>Quantities that a table has at least where rows that are alike are taken for copies.</summary>
    internal const int FewestNumbers = 3;

    /// <exception cref="InvalidInputException">No honest model can be trained from the table.</exception>
    public static TrainingTable Of(Table table, TabularPlan plan)
    {
        var notes = new List<BilingualText>(table.Notes);
        string?[] named =
        [
            .. plan.Drop,
            .. plan.Categorical,
            plan.Target,
            plan.Id,
            plan.Group,
            .. plan.Trust.Subgroups ?? [],
        ];
        foreach (var column in named)
        {
            if (column is not null)
                table.Column(column); // refuses a name that is not there
        }

        RefuseRepeatedIds(table, plan.Id);
        var classes = TargetClasses.Of(table, plan.Target, plan.Positive);
        if (plan.Positive.Count == 0 && classes.ByAlphabet)
        {
            notes.Add(
                new(
                    $"“{classes.Names[1]}”按字母顺序作为阳性类别；如非所愿，请以 --positive 指明。",
                    $"'{classes.Names[1]}' is the positive class by the "
                        + "alphabet alone; say so with --positive if it is the other."
                )
            );
        }

        var labels = classes.Read(table, plan.Target);
        var rows = Enumerable.Range(0, table.Rows).Where(r => labels[r] >= 0).ToArray();
        if (rows.Length < table.Rows)
        {
            notes.Add(
                new(
                    $"{table.Rows - rows.Length}行无目标值，已略去。",
                    $"{table.Rows - rows.Length} rows have no target and were left out."
                )
            );
        }

        var features = Features(table, plan, rows, notes);
        var groups = plan.Group is null ? Copies(features, labels, rows) : table.Column(plan.Group);
        var folds = OuterFolds(table, plan, classes, labels, rows, groups);
        RefuseSplitGroups(table, plan, groups, folds, rows);
        var data = new TrainingData(features, labels, classes.Names.Length, groups);
        notes.AddRange(LeakageNotes.Of(data, rows));
        notes.AddRange(FewRows(classes, labels, rows));
        return new TrainingTable(table, data, classes, rows, folds, notes);
    }

    /// <summary>Classes of so few rows that no figure of them means much.</summary>
    private static IEnumerable<BilingualText> FewRows(TargetClasses classes, int[] labels, int[] rows) =>
        classes
            .Names.Select((name, c) => (Name: name, Count: rows.Count(r => labels[r] == c)))
            .Where(c => c.Count < FewestOfClass)
            .Select(c => new BilingualText(
                $"类别“{c.Name}”仅{c.Count}行：与其有关的性能数值说明不了什么。",
                $"Only {c.Count} rows are of class '{c.Name}': figures of so few say little."
            ));

    private static void RefuseRepeatedIds(Table table, string? id)
    {
        if (id is null)
            return;
        var seen = new Dictionary<string, int>();
        var cells = table.Column(id);
        for (var row = 0; row < cells.Length; row++)
        {
            if (cells[row] is not { } cell)
                throw new InvalidInputException($"{table.Place(row, id)}: the id is missing", "Give every row its id.");
            if (!seen.TryAdd(cell, row))
            {
                throw new InvalidInputException(
                    $"{table.Place(row, id)}: the id is already on line {table.Lines[seen[cell]]}",
                    "Remove the repeated row; if a patient has several rows, name the column with --group instead."
                );
            }
        }
    }

    private static List<Feature> Features(Table table, TabularPlan plan, int[] rows, List<BilingualText> notes)
    {
        string?[] apart = [plan.Target, plan.Id, plan.Group, .. plan.Drop];
        var features = new List<Feature>();
        var seen = new Dictionary<int, List<string>>();
        foreach (var column in table.Columns.Where(c => !apart.Contains(c)))
        {
            var kind = ColumnKinds.Infer(table, column, plan.Categorical.Contains(column));
            if (ColumnKinds.IsFeature(kind) && SameAsBefore(table, column, seen) is { } other)
            {
                notes.Add(
                    new(
                        $"列“{column}”每行均与“{other}”相同，已略去。",
                        $"Column '{column}' says in every row what '{other}' says and was left out."
                    )
                );
            }
            else if (ColumnKinds.IsFeature(kind))
            {
                features.Add(ImpossibleValues.Apply(Feature.Read(table, column, kind), table, rows, notes));
            }
            else
            {
                notes.Add(LeftOut(table, column, kind));
            }
        }
        if (plan.Group is null)
        {
            notes.AddRange(
                table
                    .Columns.Where(c => c != plan.Target && c != plan.Id)
                    .Select(c => PatientIdNotes.Of(table, c, rows))
                    .OfType<BilingualText>()
            );
        }

        return features.Count > 0
            ? features
            : throw new InvalidInputException(
                $"{table.Name} has no column to learn from",
                string.Join(" ", notes.Select(n => n.En).Append("Give at least one column that varies between rows."))
            );
    }

    /// <summary>Why a column is not learned from.</summary>
    internal static BilingualText LeftOut(Table table, string column, ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Constant when table.Column(column).All(c => c is null) => new(
                $"列“{column}”全部为空，已略去。",
                $"Column '{column}' is empty in every row and was left out."
            ),
            ColumnKind.Constant when table.Column(column).Any(c => c is null) => new(
                $"列“{column}”凡填写处均相同，其余为空，已略去：若空表示“否”，请写明。",
                $"Column '{column}' says the same wherever it is filled "
                    + "and was left out: if an empty cell means no, write it."
            ),
            ColumnKind.Constant => new(
                $"列“{column}”从不变化，已略去。",
                $"Column '{column}' never changes and was left out."
            ),
            ColumnKind.Date => new(
                $"列“{column}”为日期，已略去：请改为相差天数。",
                $"Column '{column}' holds dates and was left out: give a difference in days."
            ),
            _ => new(
                $"列“{column}”几乎每行不同（名称、编号或自由文本），已略去。",
                $"Column '{column}' says something of its own in nearly every row (a "
                    + "name, a number given to rows, free text) and was left out."
            ),
        };

    /// <summary>An earlier column with the same cell in every row, or null.</summary>
    private static string? SameAsBefore(Table table, string column, Dictionary<int, List<string>> seen)
    {
        var cells = table.Column(column);
        var hash = new HashCode();
        foreach (var cell in cells)
            hash.Add(cell);
        if (!seen.TryGetValue(hash.ToHashCode(), out var alike))
            seen[hash.ToHashCode()] = alike = [];
        var same = alike.Find(a => table.Column(a).SequenceEqual(cells));
        alike.Add(column);
        return same;
    }

    /// <summary>
    /// Rows that repeat another row in every feature and in the target, as groups, so that no copy is measured by a model
    /// that was trained on the other. Null where there are none, or where the features take so few values that rows of
    /// different patients must be alike.
    /// </summary>
    private static string?[]? Copies(List<Feature> features, int[] labels, int[] rows)
    {
        if (features.Count(f => f.Kind == ColumnKind.Number) < FewestNumbers)
            return null;
        var first = new Dictionary<((long, long) Contents, int Label), int>();
        var groups = new string?[labels.Length];
        var copies = 0;
        foreach (var row in rows)
        {
            var key = (LeakageNotes.Contents(features, row), labels[row]);
            if (first.TryAdd(key, row))
                continue;
            groups[row] = groups[first[key]] = $"row {first[key]}";
            copies++;
        }
        return copies > 0 ? groups : null;
    }

    private static int[] OuterFolds(
        Table table,
        TabularPlan plan,
        TargetClasses classes,
        int[] labels,
        int[] rows,
        string?[]? groups
    )
    {
        var counts = classes.Names.Select((_, c) => rows.Count(r => labels[r] == c)).ToArray();
        var scarce = Array.IndexOf(counts, counts.Min());
        if (counts[scarce] < 2)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{plan.Target}': class '{classes.Names[scarce]}' has one row only",
                "Remove the class, or join it with another (--positive)."
            );
        }

        int[] folds;
        if (plan.Folds is not null)
        {
            folds = Plan.Folds.FromFile(plan.Folds, table.Rows);
        }
        else
        {
            var ofRows = groups is null ? null : rows.Select(r => groups[r]).ToArray();
            var dealt = Plan.Folds.Stratified([.. rows.Select(r => labels[r])], ofRows, plan.OuterFolds, plan.Seed);
            folds = new int[table.Rows];
            for (var i = 0; i < rows.Length; i++)
                folds[rows[i]] = dealt[i];
        }
        foreach (var fold in rows.Select(r => folds[r]).Distinct().Order())
        {
            var left = rows.Where(r => folds[r] != fold).Select(r => labels[r]).Distinct().Count();
            if (left < classes.Names.Length)
            {
                throw new InvalidInputException(
                    $"{(plan.Folds is null ? table.Name : Path.GetFileName(plan.Folds))}, fold {fold}: a class has all its rows in it, so that none is left to train on",
                    "Spread every class over at least two folds, or use fewer groups in one fold."
                );
            }
        }
        return folds;
    }

    private static void RefuseSplitGroups(Table table, TabularPlan plan, string?[]? groups, int[] folds, int[] rows)
    {
        if (groups is null || plan.Folds is null || plan.Group is null)
            return;
        var foldOf = new Dictionary<string, int>();
        foreach (var row in rows)
        {
            if (groups[row] is { } group && !foldOf.TryAdd(group, folds[row]) && foldOf[group] != folds[row])
            {
                throw new InvalidInputException(
                    $"{table.Place(row, plan.Group!)}: the group's rows stand in folds {foldOf[group]} and {folds[row]}",
                    "Give a fold file that keeps each group together, or leave --folds or --group out."
                );
            }
        }
    }
}
