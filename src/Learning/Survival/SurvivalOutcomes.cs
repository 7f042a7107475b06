using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>Times and events of a table.</summary>
/// <param name="Times">Per row of the table; NaN where unknown.</param>
/// <param name="Rows">Rows that meet the conditions and have both.</param>
public sealed record SurvivalOutcomes(
    double[] Times,
    bool[] Events,
    int[] Rows,
    string EventValue,
    IReadOnlyList<BilingualText> Notes
)
{
    private static readonly string[] Yes = ["true", "yes", "y", "dead", "death", "deceased", "event", "是", "死亡"];

    /// <exception cref="InvalidInputException">A column is missing, a time is no time, or the event's value is not known.</exception>
    public static SurvivalOutcomes Read(
        Table table,
        string time,
        string @event,
        string? eventValue,
        IReadOnlyList<string> where
    )
    {
        var (timeCells, eventCells) = (table.Column(time), table.Column(@event));
        var meets = Meets(table, where);
        var value = eventValue is null ? Infer(table, @event, meets) : ColumnKinds.Level(eventValue);
        var rows = new List<int>();
        var (times, events) = (new double[table.Rows], new bool[table.Rows]);
        var incomplete = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            times[row] = double.NaN;
            if (!meets[row])
                continue;
            if (timeCells[row] is not { } text || eventCells[row] is not { } told)
            {
                incomplete++;
                continue;
            }
            if (!ColumnKinds.TryNumber(text, out var t) || !double.IsFinite(t) || t < 0)
            {
                throw new InvalidInputException(
                    $"{table.Place(row, time)}: the cell is not a time of zero or more",
                    "Give the time from the start to the event or the last look as a number."
                );
            }

            (times[row], events[row]) = (t, ColumnKinds.Level(told) == value);
            rows.Add(row);
        }
        if (eventValue is not null && !rows.Any(r => events[r]))
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{@event}': the value '{eventValue}' does not occur",
                $"Its values are: {string.Join(", ", eventCells.Where(c => c is not null).Distinct().Take(12))}."
            );
        }

        var notes = new List<BilingualText>();
        if (incomplete > 0)
        {
            notes.Add(
                new(
                    $"{incomplete}行缺少时间或结局，已略去。",
                    $"{incomplete} rows lack a time or an event and were left out."
                )
            );
        }

        var others = rows.Where(r => !events[r])
            .Select(r => ColumnKinds.Level(eventCells[r]!))
            .Distinct()
            .Order()
            .ToList();
        if (others.Count > 1)
        {
            notes.Add(
                new(
                    $"列“{@event}”中，{string.Join("、", others)} 计为删失，{value} 计为事件。若其中有排除该事件的另一事件（竞争风险），所给概率为没有它时的概率。",
                    $"Of '{@event}', {string.Join(", ", others)} count as censored, {value} as the event. If one of them is another "
                        + "event that rules this one out (a competing risk), probabilities are those of a world without it."
                )
            );
        }

        return new SurvivalOutcomes(times, events, [.. rows], value, notes);
    }

    private static bool[] Meets(Table table, IReadOnlyList<string> where)
    {
        var meets = Enumerable.Repeat(true, table.Rows).ToArray();
        foreach (var condition in where)
        {
            var parts = condition.Split('=', 2);
            if (parts.Length < 2)
            {
                throw new InvalidInputException(
                    $"--where '{condition}'",
                    "Write column=value, or column=value1|value2."
                );
            }

            var wanted = parts[1].Split('|').Select(ColumnKinds.Level).ToHashSet();
            var cells = table.Column(parts[0]);
            for (var row = 0; row < meets.Length; row++)
                meets[row] &= cells[row] is { } cell && wanted.Contains(ColumnKinds.Level(cell));
        }
        return meets.Contains(true)
            ? meets
            : throw new InvalidInputException(
                $"{table.Name}: no row meets {string.Join(" and ", where)}",
                "Check the column's values."
            );
    }

    private static string Infer(Table table, string column, bool[] meets)
    {
        var values = table
            .Column(column)
            .Where((c, r) => c is not null && meets[r])
            .Select(c => ColumnKinds.Level(c!))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return values switch
        {
            ["0", "1"] or ["1"] => "1",
            ["1", "2"] => "2",
            [_, _] when values.Where(v => Yes.Contains(v.ToLowerInvariant())).ToList() is [var one] => one,
            [_] when Yes.Contains(values[0].ToLowerInvariant()) => values[0],
            _ => throw new InvalidInputException(
                $"{table.Name}, column '{column}': which of its {values.Count} values is the event is not plain",
                $"Name it with --event-value. Its values are: {string.Join(", ", values.Take(12))}."
            ),
        };
    }
}
