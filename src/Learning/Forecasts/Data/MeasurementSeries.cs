using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Forecasts.Data;

/// <summary>The readings of one variable of one patient, oldest first.</summary>
/// <param name="Hours">Hours since any fixed moment.</param>
public sealed record MeasurementSeries(string Id, double[] Hours, double[] Values)
{
    public int Count => Hours.Length;

    /// <summary>Where the file has dates, the moment of hour 0; null where it has numbers.</summary>
    public DateTime? Begin { get; init; }

    /// <summary>An hour as the file writes times.</summary>
    internal static string TimeText(double hour, DateTime? begin) =>
        begin is { } zero
            ? EventTimes.Text(zero.AddHours(hour))
            : hour.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>What else was noted of the patient (doses, meals, exercise), by variable; empty where nothing is known.</summary>
    public IReadOnlyDictionary<string, NotedEvents> Companions { get; init; } = NotedEvents.None;

    /// <summary>The series up to and with a reading.</summary>
    internal MeasurementSeries Until(int last) =>
        this with
        {
            Hours = Hours[..(last + 1)],
            Values = Values[..(last + 1)],
        };

    /// <summary>The series of each patient who has the variable at all.</summary>
    /// <exception cref="InvalidInputException">Nobody has it.</exception>
    public static IReadOnlyList<MeasurementSeries> From(EventTable events, string variable)
    {
        var index = events.VariableIndex(variable);
        if (index < 0)
        {
            throw InvalidInputException.In(
                $"variable {variable}",
                $"The events do not have it. They have: {string.Join(", ", events.Variables)}."
            );
        }

        var series = new List<MeasurementSeries>();
        for (var id = 0; id < events.Ids.Count; id++)
        {
            var (start, end) = events.Of(id);
            var positions = Enumerable.Range(start, end - start).Where(i => events.Variable[i] == index).ToArray();
            if (positions.Length > 0)
            {
                series.Add(
                    new MeasurementSeries(
                        events.Ids[id],
                        Array.ConvertAll(positions, i => events.Time[i]),
                        Array.ConvertAll(positions, i => (double)events.Value[i])
                    )
                    {
                        Begin = events.Begins?[id],
                        Companions = NotedEvents.Of(events, start, end, index),
                    }
                );
            }
        }
        return series;
    }
}
