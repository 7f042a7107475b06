using Xinglin.Formats;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Series.Data;

/// <summary>The series that have both events and outcomes, and one row for each outcome.</summary>
/// <param name="Ids">Positions in the events' ids, one for each series.</param>
/// <param name="Rows">For each row its series (position in <paramref name="Ids"/>) and the hour up to which events are known; infinity: all.</param>
/// <param name="Labels">Class number of each row; empty for numbers.</param>
/// <param name="Values">The number of each row; empty for classes.</param>
/// <param name="LeftOut">Outcomes without events, or empty.</param>
internal sealed record SeriesCohort(
    SeriesTarget Target,
    int[] Ids,
    SeriesRow[] Rows,
    int[] Labels,
    double[] Values,
    int LeftOut
)
{
    public const int Fewest = 20;

    /// <exception cref="InvalidInputException">Too few ids in common, or a target that cannot be learnt.</exception>
    public static SeriesCohort From(EventTable events, OutcomeLines outcomes, SeriesAnswer wanted)
    {
        var (ids, rows, texts) = Matched(events, outcomes);
        if (ids.Length < Fewest)
        {
            throw InvalidInputException.In(
                outcomes.Name,
                $"Only {ids.Length} ids have both events and an outcome: at least {Fewest} are needed. Check that the ids are written alike."
            );
        }

        return Labelled(SeriesTarget.Of(outcomes, texts, wanted), outcomes, ids, rows, texts);
    }

    /// <summary>Rows to score a model on.</summary>
    /// <exception cref="InvalidInputException">No id in common, or an outcome that the model does not know.</exception>
    public static SeriesCohort For(SeriesTarget target, EventTable events, OutcomeLines outcomes)
    {
        var (ids, rows, texts) = Matched(events, outcomes);
        if (ids.Length == 0)
        {
            throw InvalidInputException.In(
                outcomes.Name,
                "None of its ids is in the events file. Check how ids are written."
            );
        }

        if (target.PerStep != outcomes.Hourly && ids.Length > 1)
        {
            throw InvalidInputException.In(
                outcomes.Name,
                target.PerStep
                    ? "The model answers at each moment of a series: outcomes with a column time are needed."
                    : "The model answers once for each series: keep one outcome for each id."
            );
        }

        return Labelled(target, outcomes, ids, rows, texts);
    }

    /// <summary>The fold of each series, each class (or fifth of the numbers) spread evenly.</summary>
    public int[] Folds(int wanted, int seed)
    {
        var strata = Strata();
        var rarest = strata.GroupBy(stratum => stratum).MinBy(group => group.Count())!;
        var smallest = rarest.Count();
        if (smallest < 2)
        {
            throw InvalidInputException.In(
                $"column {Target.Column}",
                (
                    Target.IsNumber
                        ? "There are too few series."
                        : $"Of {Ids.Length} series one alone has the class '{Target.Classes[rarest.Key]}'."
                )
                    + " What comes once cannot be both learnt and judged: add series, or group the class with another. "
                    + "A model that was trained on other series can be judged on these by evaluate."
            );
        }

        var count = Math.Clamp(wanted, 2, Math.Max(2, smallest));
        var folds = new int[Ids.Length];
        var random = SeededRandom.OfDotNet(seed);
        foreach (var group in Enumerable.Range(0, Ids.Length).GroupBy(series => strata[series]))
        {
            var members = group.ToArray();
            random.Shuffle(members);
            for (var i = 0; i < members.Length; i++)
                folds[members[i]] = i % count;
        }
        return folds;
    }

    /// <summary>The rows as moments of the events table.</summary>
    public IReadOnlyList<PredictionTime> PredictionTimes() =>
        Array.ConvertAll(Rows, row => new PredictionTime(Ids[row.Series], row.Until));

    /// <summary>For each series what it is spread by: its class (the last one it ever has), or the fifth of its mean number.</summary>
    private int[] Strata()
    {
        var strata = new int[Ids.Length];
        if (!Target.IsNumber)
        {
            for (var row = 0; row < Rows.Length; row++)
                strata[Rows[row].Series] = Math.Max(strata[Rows[row].Series], Labels[row]);
            return strata;
        }
        var (sums, counts) = (new double[Ids.Length], new int[Ids.Length]);
        for (var row = 0; row < Rows.Length; row++)
        {
            sums[Rows[row].Series] += Values[row];
            counts[Rows[row].Series]++;
        }
        var order = Enumerable.Range(0, Ids.Length).OrderBy(series => sums[series] / counts[series]).ToArray();
        for (var place = 0; place < order.Length; place++)
            strata[order[place]] = 5 * place / order.Length;
        return strata;
    }

    private static (int[] Ids, SeriesRow[] Rows, string[] Texts) Matched(EventTable events, OutcomeLines outcomes)
    {
        var positions = events.Ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var known = outcomes
            .Lines.Select(line => (At: positions.GetValueOrDefault(line.Id, -1), line.Hour, line.Outcome))
            .Where(line => line.At >= 0)
            .OrderBy(line => line.At)
            .ThenBy(line => line.Hour)
            .ToArray();
        var ids = known.Select(line => line.At).Distinct().ToArray();
        var series = ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return (
            ids,
            Array.ConvertAll(
                known,
                line => new SeriesRow(series[line.At], outcomes.Hourly ? line.Hour : double.PositiveInfinity)
            ),
            Array.ConvertAll(known, line => line.Outcome)
        );
    }

    private static SeriesCohort Labelled(
        SeriesTarget target,
        OutcomeLines outcomes,
        int[] ids,
        SeriesRow[] rows,
        string[] texts
    )
    {
        var place = $"{outcomes.Name}, column {outcomes.Target}";
        var leftOut = outcomes.Lines.Count + outcomes.Empty - rows.Length;
        if (target.IsNumber)
        {
            var values = Array.ConvertAll(texts, SeriesTarget.Number);
            return values.All(double.IsFinite)
                ? new SeriesCohort(target, ids, rows, [], values, leftOut)
                : throw InvalidInputException.In(place, "It holds text where the model answers a number.");
        }
        var classes = target.Classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var labels = Array.ConvertAll(texts, text => classes.GetValueOrDefault(text, -1));
        return labels.All(label => label >= 0)
            ? new SeriesCohort(target, ids, rows, labels, [], leftOut)
            : throw InvalidInputException.In(
                place,
                $"It has a class that the model does not know. It knows: {string.Join(", ", target.Classes)}."
            );
    }
}

/// <summary>One row to learn from or to answer.</summary>
/// <param name="Series">Position of the series among those at hand.</param>
/// <param name="Until">The hour up to which, and at which, events are known; infinity: all of them.</param>
internal readonly record struct SeriesRow(int Series, double Until);
