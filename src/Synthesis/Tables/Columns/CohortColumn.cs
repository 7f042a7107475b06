using System.Globalization;

namespace Xinglin.Synthesis.Tables.Columns;

/// <summary>What a synthetic column is made of.</summary>
public enum CohortKind
{
    /// <summary>A quantity, or a day counted from 1 January 1970.</summary>
    Number,

    /// <summary>One of a few levels.</summary>
    Category,
}

/// <summary>How a column is turned into numbers for a network and back; part of <c>model.json</c>.</summary>
/// <param name="Levels">Category: the cells as they are written, without rare ones. Empty for numbers.</param>
/// <param name="Shares">Category: the share of each level among filled cells.</param>
/// <param name="Atoms">Number: single values that many rows share exactly, such as 0 or a detection limit.</param>
/// <param name="Modes">Number: the bells of all other values.</param>
/// <param name="Low">Number: nothing below is made.</param>
/// <param name="High">Number: nothing above is made.</param>
/// <param name="Decimals">Number: digits after the point.</param>
/// <param name="Trimmed">Number: closing zeros are left out, as in <c>1.5</c> next to <c>2</c>.</param>
/// <param name="Date">Number: a day, written <c>yyyy-MM-dd</c>.</param>
/// <param name="Missing">Share of empty cells; they are made again, together with what goes with them.</param>
public sealed record CohortColumn(
    string Name,
    CohortKind Kind,
    IReadOnlyList<string> Levels,
    IReadOnlyList<double> Shares,
    IReadOnlyList<double> Atoms,
    IReadOnlyList<GaussianMode> Modes,
    double Low,
    double High,
    int Decimals,
    bool Trimmed,
    bool Date,
    double Missing
)
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public bool HasMissing => Missing > 0;

    /// <summary>Parts of the column's one-hot block: atoms and modes, or levels, then "missing" if there is any.</summary>
    public int Choices => (Kind == CohortKind.Number ? Atoms.Count + Modes.Count : Levels.Count) + (HasMissing ? 1 : 0);

    /// <summary>Whether choice <paramref name="choice"/> is a bell, next to which the position within it counts.</summary>
    public bool IsMode(int choice) =>
        Kind == CohortKind.Number && choice >= Atoms.Count && choice < Atoms.Count + Modes.Count;

    /// <summary>The cell that a choice and a position stand for.</summary>
    /// <param name="position">−1 to 1: within four deviations about the bell's mean.</param>
    public string? Cell(int choice, double position)
    {
        if (HasMissing && choice == Choices - 1)
            return null;
        if (Kind == CohortKind.Category)
            return Levels[choice];
        if (choice < Atoms.Count)
            return Text(Atoms[choice]);
        var mode = Modes[choice - Atoms.Count];
        return Text(mode.Mean + 4 * mode.Deviation * position);
    }

    /// <summary>A number as this column writes it, within its range.</summary>
    public string Text(double value)
    {
        value = Math.Clamp(value, Low, High);
        if (Date)
            return Epoch.AddDays(Math.Round(value)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var rounded = Math.Round(value, Decimals);
        rounded = rounded == 0 ? 0 : rounded; // no "-0"
        return rounded.ToString(
            (Trimmed ? "0." + new string('#', Decimals) : "F" + Decimals).TrimEnd('.'),
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>A cell as a number; NaN where it is missing.</summary>
    public double Number(string? cell) =>
        cell is null ? double.NaN
        : Date ? (DateTime.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture) - Epoch).TotalDays
        : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Whether a cell is a day as <c>yyyy-MM-dd</c>.</summary>
    public static bool IsDay(string cell) =>
        DateTime.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
