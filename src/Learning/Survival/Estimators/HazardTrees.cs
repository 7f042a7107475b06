using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival.Estimators;

/// <summary>
/// Boosted trees in discrete time: every person enters once for each interval they were seen in, with the interval's number as a
/// column, and LightGBM learns whether the event came in it (Brown 1975; Sparapani et al. 2016 with trees).
/// </summary>
public sealed record HazardTrees(TimeGrid Grid, BoostedTrees Trees)
{
    public static HazardTrees Fit(
        Encoded x,
        double[] times,
        bool[] events,
        BoostedTreesSettings settings,
        int intervals,
        int seed,
        CancellationToken ct = default
    )
    {
        var grid = TimeGrid.Of(times, events, intervals);
        var (rows, numbers, labels) = (new List<int>(), new List<int>(), new List<int>());
        for (var i = 0; i < times.Length; i++)
        {
            var (survived, died) = grid.Seen(times[i], events[i]);
            for (var k = 0; k < survived + (died ? 1 : 0); k++)
            {
                rows.Add(i);
                numbers.Add(k);
                labels.Add(died && k == survived ? 1 : 0);
            }
        }
        return new HazardTrees(
            grid,
            BoostedTrees.Fit(WithInterval(x, rows, numbers), [.. labels], 2, settings, seed, ct)
        );
    }

    /// <summary>The chance of an event within each interval [rows][intervals], given survival until it.</summary>
    public double[][] Chances(Encoded x)
    {
        var rows = Enumerable.Range(0, x.Rows).SelectMany(r => Enumerable.Repeat(r, Grid.Count)).ToList();
        var numbers = rows.Select((_, i) => i % Grid.Count).ToList();
        var scores = Trees.Score(WithInterval(x, rows, numbers));
        return [.. scores.Select(s => Calibration.Sigmoid(s[1])).Chunk(Grid.Count)];
    }

    private static Encoded WithInterval(Encoded x, List<int> rows, List<int> numbers)
    {
        var width = x.Columns + 1;
        var values = new float[checked(rows.Count * width)];
        for (var i = 0; i < rows.Count; i++)
        {
            x.Row(rows[i]).CopyTo(values.AsSpan(i * width));
            values[i * width + x.Columns] = numbers[i];
        }
        return new Encoded(values, rows.Count, width, [.. x.Source, -1]);
    }
}
