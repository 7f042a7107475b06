using Xinglin.Learning.Tables.Features;
using static TorchSharp.torch;

namespace Xinglin.Learning.Series.Data;

/// <summary>
/// Rows as the members of an ensemble read them, each form made when it is first asked for. The series at hand are those of
/// <paramref name="ids"/>; a row names one of them by its position there.
/// </summary>
internal sealed class PreparedRows(
    SeriesPreparation preparation,
    EventTable events,
    OutcomeFile? statics,
    int[] ids,
    SeriesRow[] rows
) : IDisposable
{
    private readonly int[] _variables = preparation.Places(events);
    private readonly string?[][] _cells = [.. ids.Select(id => preparation.StaticCells(statics, events.Ids[id]))];
    private Encoded? _statistics;
    private Encoded? _summaries;
    private Tensor? _steps;
    private Tensor? _steady;

    public SeriesPreparation Preparation => preparation;

    public SeriesRow[] Rows => rows;

    public int SeriesCount => ids.Length;

    /// <summary>What trees read: [rows, columns], NaN where nothing was measured.</summary>
    public Encoded Statistics => _statistics ??= MakeStatistics();

    /// <summary>What the linear member reads: [rows, SummaryWidth], 0 where nothing was measured.</summary>
    public Encoded Summaries => _summaries ??= MakeSummaries(rows);

    /// <summary>The grid of each series, [series, Bins, StepWidth].</summary>
    public Tensor Steps => _steps ??= MakeSteps();

    /// <summary>
    /// What networks read next to the grid: the summaries of each series, or, for answers at each moment, its static
    /// features. [series, width]
    /// </summary>
    public Tensor Steady => _steady ??= MakeSteady();

    private Encoded MakeStatistics()
    {
        var maker = new SeriesStatistics(preparation);
        var values = new float[checked(rows.Length * maker.Width)];
        for (var row = 0; row < rows.Length; row++)
        {
            maker.Write(
                events,
                ids[rows[row].Series],
                rows[row].Until,
                _variables,
                _cells[rows[row].Series],
                values.AsSpan(row * maker.Width, maker.Width)
            );
        }

        return new Encoded(values, rows.Length, maker.Width, []);
    }

    private Encoded MakeSummaries(SeriesRow[] of)
    {
        var width = preparation.SummaryWidth;
        var values = new float[checked(of.Length * width)];
        for (var row = 0; row < of.Length; row++)
        {
            preparation.WriteSummary(
                events,
                ids[of[row].Series],
                of[row].Until,
                _variables,
                _cells[of[row].Series],
                values.AsSpan(row * width, width)
            );
        }

        return new Encoded(values, of.Length, width, []);
    }

    private Tensor MakeSteps()
    {
        var length = preparation.Bins * preparation.StepWidth;
        var values = new float[checked(ids.Length * length)];
        for (var n = 0; n < ids.Length; n++)
            preparation.WriteGrid(events, ids[n], _variables, values.AsSpan(n * length, length));
        return Kept(tensor(values, [ids.Length, preparation.Bins, preparation.StepWidth]));
    }

    private Tensor MakeSteady()
    {
        if (!preparation.PerStep)
        {
            var all = Enumerable
                .Range(0, ids.Length)
                .Select(series => new SeriesRow(series, double.PositiveInfinity))
                .ToArray();
            return Kept(tensor(MakeSummaries(all).Values, [ids.Length, preparation.SummaryWidth]));
        }
        var width = SteadyWidth(preparation);
        var values = new float[ids.Length * width];
        for (var n = 0; n < ids.Length; n++)
        {
            for (var s = 0; s < preparation.StaticFeatures.Count; s++)
                values[n * width + s] = preparation.StaticFeatures[s].Apply(_cells[n][s]);
        }

        return Kept(tensor(values, [ids.Length, width]));
    }

    /// <summary>Width of <see cref="Steady"/>; at least 1.</summary>
    public static int SteadyWidth(SeriesPreparation preparation) =>
        preparation.PerStep ? Math.Max(1, preparation.StaticFeatures.Count) : preparation.SummaryWidth;

    /// <summary>It outlives the scope in which it happened to be asked for first.</summary>
    private static Tensor Kept(Tensor made) => made.DetachFromDisposeScope();

    public void Dispose()
    {
        _steps?.Dispose();
        _steady?.Dispose();
    }
}
