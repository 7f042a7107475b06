using System.Globalization;

namespace Xinglin.Synthesis.HomeMonitoring;

/// <summary>
/// The changes that truly happened to simulated people and that an alert should tell of: 2 kg or more of retained fluid, and
/// a slow rise of the systolic mean by 10 mmHg.
/// </summary>
public static class HomeTruth
{
    /// <summary>Hours count from the first simulated day, as in the events.</summary>
    public const string Header = "id,variable,change,onset,complete\n";

    private const double LeastKilograms = 2;
    private const double RiseMillimetres = 10;

    /// <summary>Lines of one person; only changes that were complete within the days.</summary>
    public static string Lines(string id, HomeCourse course, int days)
    {
        var lines = "";
        // Logistic, half after six days (see WeightSimulation): nine tenths are in after 8.9.
        if (course.Weight is { RetentionFromDay: { } from, RetentionKilograms: >= LeastKilograms } && from + 9 < days)
            lines += Line(id, "weight", "gain", from, from + 8.9);
        if (course.Pressure is { TrendPerWeek: > 0 } pressure)
        {
            var complete = pressure.TrendFromDay + 7 * RiseMillimetres / pressure.TrendPerWeek;
            if (complete < days)
                lines += Line(id, "systolic", "rise", pressure.TrendFromDay, complete);
        }
        return lines;
    }

    private static string Line(string id, string variable, string change, double onset, double complete) =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{variable},{change},{24 * onset:0.#},{24 * complete:0.#}\n");
}
