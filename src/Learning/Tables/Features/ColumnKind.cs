using System.Globalization;
using Xinglin.Formats;

namespace Xinglin.Learning.Tables.Features;

/// <summary>What a column holds, inferred from its cells or named in the plan.</summary>
public enum ColumnKind
{
    /// <summary>A measured quantity.</summary>
    Number,

    /// <summary>
    /// A few whole numbers (3 to 10 different), such as a grade or a coded category: seen both as a quantity and as
    /// categories, since the cells cannot tell which it is.
    /// </summary>
    Code,

    /// <summary>Words, or two values of any kind.</summary>
    Category,

    /// <summary>A day or a moment. Left out: the calendar does not repeat itself.</summary>
    Date,

    /// <summary>A name or number of its own for nearly each row. Left out.</summary>
    Identifier,

    /// <summary>The same in every row, or never filled. Left out.</summary>
    Constant,
}

/// <summary>Infers the kind of a column.</summary>
public static class ColumnKinds
{
    private const int FewWords = 5;
    private const int ManyNumbers = 20;
    private const double NearlyAll = 0.95;

    public static bool IsFeature(ColumnKind kind) =>
        kind is ColumnKind.Number or ColumnKind.Code or ColumnKind.Category;

    /// <summary>The kind of a column from its cells.</summary>
    /// <exception cref="InvalidInputException">
    /// A column of numbers holds a few cells of text, or a number is infinite: the first such cell is named.
    /// </exception>
    /// <param name="categorical">A person said that the column holds categories.</param>
    public static ColumnKind Infer(Table table, string column, bool categorical = false)
    {
        var cells = table.Column(column);
        var distinct = cells.Where(c => c is not null).Select(c => c!).Distinct().ToList();
        if (distinct.Count <= 1)
            return ColumnKind.Constant;
        if (categorical)
            return ColumnKind.Category;
        var words = distinct.Where(d => !TryNumber(d, out _)).ToHashSet();
        var filled = cells.Count(c => c is not null);
        if (words.Count == 0)
            return OfNumbers(table, column, distinct, filled);
        if (distinct.Count(CalendarDates.IsDate) >= NearlyAll * distinct.Count)
            return ColumnKind.Date;
        if (NumberParsing.MendOf(distinct) is { } remedy)
        {
            throw new InvalidInputException(
                $"{table.Place(Array.FindIndex(cells, c => c is not null && words.Contains(c)), column)}: the column holds numbers that are not "
                    + "written as numbers",
                $"{remedy}; or leave the column out (--drop), or say that it holds categories (--categorical)."
            );
        }

        var inWords = cells.Count(c => c is not null && words.Contains(c));
        var likeRows = distinct.Count > 20 && distinct.Count > 0.5 * filled;
        if (IsSpoiledNumber(filled, distinct.Count, inWords, words.Count, likeRows))
        {
            var row = Array.FindIndex(cells, c => c is not null && words.Contains(c));
            throw new InvalidInputException(
                $"{table.Place(row, column)}: the cell is not a number, though {filled - inWords} of {filled} cells are",
                "Correct or empty such cells (a limit such as <0.5 can be written as 0.5), leave the column out (--drop), "
                    + "or say that it holds categories (--categorical)."
            );
        }
        return likeRows ? ColumnKind.Identifier : ColumnKind.Category;
    }

    /// <summary>
    /// Whether words stand where numbers are meant: a few cells among numbers; a few words (such as "not done") among many
    /// different numbers; or mostly numbers, nearly all different. Codes such as those of ICD, many words next to numbers that
    /// return, are categories.
    /// </summary>
    private static bool IsSpoiledNumber(int filled, int different, int inWords, int words, bool likeRows) =>
        words <= FewWords && inWords <= 0.05 * filled
        || words <= FewWords && inWords < 0.5 * filled && different - words > ManyNumbers
        || likeRows && inWords < 0.5 * filled;

    /// <summary>Reads a number as it is written in a table: point as decimal mark, no grouping.</summary>
    public static bool TryNumber(string cell, out double number)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        number = cell.Trim('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity : 0;
        return number != 0;
    }

    /// <summary>The level of a categorical cell: numbers in one spelling (<c>4.0</c> is <c>4</c>), words as they are.</summary>
    public static string Level(string cell) =>
        TryNumber(cell, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : cell;

    private static ColumnKind OfNumbers(Table table, string column, List<string> distinct, int filled)
    {
        var numbers = distinct.Select(d => TryNumber(d, out var number) ? number : double.NaN).ToList();
        if (numbers.FindIndex(n => !double.IsFinite(n)) is var i and >= 0)
        {
            var row = Array.IndexOf(table.Column(column), distinct[i]);
            throw new InvalidInputException(
                $"{table.Place(row, column)}: the number is not finite",
                "Correct the cell, or empty it if the value is unknown."
            );
        }
        var different = numbers.Distinct().ToList();
        if (different.Count == 1)
            return ColumnKind.Constant;
        if (different.Count == 2)
            return ColumnKind.Category;
        var whole = different.All(n => n == Math.Floor(n) && Math.Abs(n) < 1e15);
        if (whole && different.Count <= 10)
            return ColumnKind.Code;
        if (whole && CalendarDates.AreDays(different))
            return ColumnKind.Date;
        var running =
            whole && different.Count == filled && filled > 20 && different.Max() - different.Min() == filled - 1;
        var called = whole && different.Count == filled && filled > 20 && PatientIdDetector.Are(column);
        return running || called ? ColumnKind.Identifier : ColumnKind.Number;
    }
}
