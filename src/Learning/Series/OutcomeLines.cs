using System.Globalization;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <summary>
/// The outcomes of a file, as text: one for each id, or, where ids repeat and there is a column <c>time</c>, one for each id
/// and moment (then <see cref="Hourly"/>).
/// </summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Lines">Id, hour (NaN when not <see cref="Hourly"/>) and the outcome, never empty.</param>
/// <param name="Empty">Lines left out because their outcome was empty.</param>
public sealed record OutcomeLines(
    string Name,
    string Target,
    bool Hourly,
    IReadOnlyList<(string Id, double Hour, string Outcome)> Lines,
    int Empty
)
{
    /// <param name="hours">Hours in one unit of the time column.</param>
    /// <exception cref="DataRefusedException">A column is missing, a line is short, or an id (and moment) comes twice.</exception>
    public static OutcomeLines Read(string path, string idColumn, string target, double hours = 1)
    {
        using var reader = EventFile.Open(path);
        var name = Path.GetFileName(path);
        var columns = Fields((reader.ReadLine() ?? "").TrimStart('\ufeff'));
        var (id, outcome, time) = (Column(idColumn), Column(target), Array.IndexOf(columns, "time"));
        var lines = new List<(string Id, double Hour, string Outcome)>();
        var firstLine = new Dictionary<string, int>();
        var moments = new HashSet<(string, double)>();
        int? repeated = null;
        var (number, empty) = (1, 0);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
                continue;
            var fields = Fields(line);
            if (fields.Length != columns.Length)
                throw new DataRefusedException(
                    $"{name}, line {number}",
                    $"{columns.Length} fields are needed, as in the header."
                );
            if (!firstLine.TryAdd(fields[id], number))
                repeated ??= number;
            var hour = time < 0 ? double.NaN : Hour(fields[time]);
            if (repeated is not null && (time < 0 || double.IsNaN(hour)))
                throw new DataRefusedException(
                    $"{name}, line {repeated}",
                    "Its id came before. Keep one line for each id, or give a column time for outcomes at several moments."
                );
            if (time >= 0 && !double.IsNaN(hour) && !moments.Add((fields[id], hour)))
                throw new DataRefusedException(
                    $"{name}, line {number}",
                    "Its id came before at the same time. Keep one line for each id and moment."
                );
            if (fields[outcome].Length == 0)
                empty++;
            else
                lines.Add((fields[id], hour * hours, fields[outcome]));
        }
        if (lines.Count == 0)
            throw new DataRefusedException(name, $"It holds no outcome in column {target}. Give at least one.");
        return new OutcomeLines(
            name,
            target,
            repeated is not null,
            repeated is not null ? lines : [.. lines.Select(line => line with { Hour = double.NaN })],
            empty
        );

        int Column(string wanted) =>
            Array.IndexOf(columns, wanted) is var at and >= 0
                ? at
                : throw new DataRefusedException(
                    $"{name}, line 1",
                    $"There is no column {wanted}. The columns are: {string.Join(", ", columns)}."
                );
    }

    private static double Hour(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var hour) && double.IsFinite(hour)
            ? hour
            : double.NaN;

    private static string[] Fields(string line) => Array.ConvertAll(line.Split(','), field => field.Trim().Trim('"'));
}
