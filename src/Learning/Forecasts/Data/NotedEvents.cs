using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Forecasts.Data;

/// <summary>Events of another variable of the same patient, oldest first.</summary>
/// <param name="Hours">On the same clock as the readings.</param>
public sealed record NotedEvents(double[] Hours, double[] Values)
{
    /// <summary>Most variables that are looked at next to the one forecast.</summary>
    public const int MaxVariables = 8;

    public static readonly IReadOnlyDictionary<string, NotedEvents> None = new Dictionary<string, NotedEvents>();

    /// <param name="but">The variable that is forecast.</param>
    public static IReadOnlyDictionary<string, NotedEvents> Of(EventTable events, int start, int end, int but) =>
        Enumerable
            .Range(start, end - start)
            .Where(i => events.Variable[i] != but)
            .GroupBy(i => events.Variables[events.Variable[i]])
            .ToDictionary(
                group => group.Key,
                group => new NotedEvents(
                    [.. group.Select(i => events.Time[i])],
                    [.. group.Select(i => (double)events.Value[i])]
                )
            );

    /// <summary>The variables noted for the most patients, at least a tenth of them, in a fixed order.</summary>
    public static IReadOnlyList<string> Usual(IReadOnlyList<MeasurementSeries> series) =>
        [
            .. series
                .SelectMany(one => one.Companions.Keys)
                .GroupBy(name => name)
                .Where(group => 10 * group.Count() >= series.Count)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Take(MaxVariables)
                .Select(group => group.Key),
        ];
}
