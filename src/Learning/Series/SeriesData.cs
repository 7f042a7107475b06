using static TorchSharp.torch;

namespace Xinglin.Learning.Series;

/// <summary>Prepared series as tensors, made once.</summary>
internal sealed class SeriesData : IDisposable
{
    private SeriesData(Tensor steps, Tensor summaries)
    {
        Steps = steps;
        Summaries = summaries;
    }

    /// <summary>[N, T, StepWidth]</summary>
    public Tensor Steps { get; }

    /// <summary>[N, SummaryWidth]</summary>
    public Tensor Summaries { get; }

    /// <param name="ids">Positions in the events' ids; row n is <c>ids[n]</c>.</param>
    public static SeriesData From(
        SeriesPreparation preparation,
        EventTable events,
        IReadOnlyList<int> ids,
        OutcomeFile? statics
    )
    {
        var places = preparation.Variables.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var variables = events.Variables.Select(name => places.GetValueOrDefault(name, -1)).ToArray();
        var stepLength = preparation.Bins * preparation.StepWidth;
        var steps = new float[ids.Count * stepLength];
        var summaries = new float[ids.Count * preparation.SummaryWidth];
        for (var n = 0; n < ids.Count; n++)
            preparation.Apply(
                events,
                ids[n],
                variables,
                statics?.Rows.GetValueOrDefault(events.Ids[ids[n]]),
                statics,
                steps.AsSpan(n * stepLength, stepLength),
                summaries.AsSpan(n * preparation.SummaryWidth, preparation.SummaryWidth)
            );
        return new SeriesData(
            tensor(steps, [ids.Count, preparation.Bins, preparation.StepWidth]),
            tensor(summaries, [ids.Count, preparation.SummaryWidth])
        );
    }

    public void Dispose()
    {
        Steps.Dispose();
        Summaries.Dispose();
    }
}
