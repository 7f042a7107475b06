using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>The classes that a target column's values stand for, and how values become classes.</summary>
/// <param name="Names">With two classes the second is the positive one.</param>
/// <param name="ClassOf">The class of each value seen in training.</param>
public sealed record TargetClasses(string[] Names, IReadOnlyDictionary<string, int> ClassOf)
{
    /// <summary>More different numbers than this are a quantity, not classes.</summary>
    public const int MaxClasses = 20;

    /// <summary>Values that say that there is nothing, in tables of hospitals: of two classes the other is the positive one.</summary>
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "no",
        "n",
        "f",
        "false",
        "absent",
        "absence",
        "negative",
        "neg",
        "normal",
        "healthy",
        "control",
        "benign",
        "alive",
        "survived",
        "survivor",
        "none",
        "否",
        "无",
        "阴性",
        "正常",
        "健康",
        "对照",
        "对照组",
        "良性",
        "存活",
        "生存",
    };

    /// <summary>
    /// Without positive values each value is a class, in ascending order; of two, one such as no, negative, normal, control or 阴性 is
    /// the first. With them there are two classes, the positive
    /// one second: called by their value where each side has one value, otherwise <c>negative</c> and <c>positive</c>.
    /// </summary>
    /// <exception cref="InvalidInputException">Fewer than two classes, too many, or a positive value that does not occur.</exception>
    public static TargetClasses Of(Table table, string target, IReadOnlyList<string> positive)
    {
        var values = table
            .Column(target)
            .Where(c => c is not null)
            .Select(c => ColumnKinds.Level(c!))
            .Distinct()
            .OrderBy(v => ColumnKinds.TryNumber(v, out var number) ? number : double.PositiveInfinity)
            .ThenBy(v => v, StringComparer.Ordinal)
            .ToList();
        if (values.Count < 2)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{target}': the target is "
                    + (values.Count == 0 ? "empty in every row" : $"'{values[0]}' in every row"),
                "Give rows of at least two classes; nothing can be learned from one."
            );
        }

        if (positive.Count == 0)
        {
            if (values.Count > MaxClasses)
            {
                throw new InvalidInputException(
                    $"{table.Name}, column '{target}': {values.Count} different values are too many classes",
                    $"Name the target values that count as positive (--positive), or a target of at most {MaxClasses} classes."
                );
            }

            if (values.Count == 2 && Nothing.Contains(values[1]) && !Nothing.Contains(values[0]))
                values.Reverse();
            return new TargetClasses([.. values], values.Select((v, i) => (v, i)).ToDictionary(v => v.v, v => v.i));
        }
        var wanted = positive.Select(ColumnKinds.Level).ToHashSet();
        if (wanted.FirstOrDefault(w => !values.Contains(w)) is { } absent)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{target}': the positive value '{absent}' does not occur",
                values.Count <= MaxClasses
                    ? $"Its values are: {string.Join(", ", values)}."
                    : $"It has {values.Count} different values; is it the right column?"
            );
        }

        if (wanted.Count == values.Count)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{target}': every value is named as positive",
                "Leave at least one value as negative."
            );
        }

        string[] names =
            values.Count == 2 ? [values.First(v => !wanted.Contains(v)), wanted.First()] : ["negative", "positive"];
        return new TargetClasses(names, values.ToDictionary(v => v, v => wanted.Contains(v) ? 1 : 0));
    }

    /// <summary>Of two classes in words: whether nothing but the alphabet says which is the positive one.</summary>
    public bool ByAlphabet =>
        Names.Length == 2
        && Nothing.Contains(Names[0]) == Nothing.Contains(Names[1])
        && !Names.Any(n => ColumnKinds.TryNumber(n, out _));

    /// <summary>The class of each row; −1 where the target is missing.</summary>
    /// <exception cref="InvalidInputException">A value did not occur in training.</exception>
    public int[] Read(Table table, string target)
    {
        var cells = table.Column(target);
        var labels = new int[cells.Length];
        for (var row = 0; row < cells.Length; row++)
        {
            labels[row] =
                cells[row] is not { } cell ? -1
                : ClassOf.TryGetValue(ColumnKinds.Level(cell), out var label) ? label
                : throw new InvalidInputException(
                    $"{table.Place(row, target)}: the value is none of those seen in training",
                    $"They are: {string.Join(", ", ClassOf.Keys)}."
                );
        }

        return labels;
    }
}
