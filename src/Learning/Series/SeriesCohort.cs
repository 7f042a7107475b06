using System.Globalization;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <summary>The series that have both events and an outcome.</summary>
/// <param name="Ids">Positions in the events' ids.</param>
/// <param name="Labels">Class number of each.</param>
/// <param name="Classes">Class names, numbers in numerical order, words in alphabetical order.</param>
/// <param name="LeftOut">Lines of the outcomes file without events, or with an empty outcome.</param>
internal sealed record SeriesCohort(int[] Ids, int[] Labels, IReadOnlyList<string> Classes, int LeftOut)
{
    private const int MostClasses = 30;

    /// <exception cref="DataRefusedException">Too few ids in common, or a target without classes.</exception>
    public static SeriesCohort From(EventTable events, OutcomeFile outcomes, string target)
    {
        var column = outcomes.Column(target);
        var (ids, names) = (new List<int>(), new List<string>());
        for (var id = 0; id < events.Ids.Count; id++)
            if (outcomes.Rows.TryGetValue(events.Ids[id], out var row) && row[column].Length > 0)
            {
                ids.Add(id);
                names.Add(row[column]);
            }
        if (ids.Count < 20)
            throw new DataRefusedException(
                outcomes.Name,
                $"Only {ids.Count} ids have both events and an outcome: at least 20 are needed. Check that the ids are written alike."
            );
        var classes = names.Distinct().ToList();
        if (classes.Count < 2)
            throw new DataRefusedException(
                $"{outcomes.Name}, column {target}",
                "Every outcome is the same: nothing can be learnt."
            );
        if (classes.Count > MostClasses)
            throw new DataRefusedException(
                $"{outcomes.Name}, column {target}",
                $"It has {classes.Count} different values, at most {MostClasses} classes are learnt. Group them first."
            );
        classes.Sort(Compare);
        return new SeriesCohort(
            [.. ids],
            [.. names.Select(name => classes.IndexOf(name))],
            classes,
            outcomes.Rows.Count - ids.Count
        );
    }

    /// <summary>The fold of each series, class by class, so that every fold has its share of each.</summary>
    public int[] Folds(int wanted, int seed)
    {
        var smallest = Labels.GroupBy(label => label).Min(group => group.Count());
        if (smallest < 2)
            throw new DataRefusedException(
                "target",
                "A class has a single series: it cannot be both learnt and judged. Group it with another."
            );
        var count = Math.Clamp(wanted, 2, Math.Max(2, smallest));
        var folds = new int[Labels.Length];
        var random = new Random(seed);
        foreach (var group in Enumerable.Range(0, Labels.Length).GroupBy(row => Labels[row]))
        {
            var members = group.ToArray();
            random.Shuffle(members);
            for (var i = 0; i < members.Length; i++)
                folds[members[i]] = i % count;
        }
        return folds;
    }

    private static int Compare(string a, string b) =>
        double.TryParse(a, CultureInfo.InvariantCulture, out var x)
        && double.TryParse(b, CultureInfo.InvariantCulture, out var y)
            ? x.CompareTo(y)
            : string.CompareOrdinal(a, b);
}
