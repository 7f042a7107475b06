using Xinglin.Formats;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Features;

/// <summary>A table as read: named columns of text cells, null where a cell is missing.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Cells">[columns][rows]</param>
/// <param name="Lines">The line of the file on which each row starts, from 1.</param>
public sealed record Table(string Name, IReadOnlyList<string> Columns, string?[][] Cells, int[] Lines)
{
    private readonly Dictionary<string, int> _index = Columns
        .Select((name, i) => (name, i))
        .ToDictionary(c => c.name, c => c.i);

    public int Rows => Lines.Length;

    /// <summary>What a person should know of how the file was read.</summary>
    public IReadOnlyList<BilingualText> Notes { get; init; } = [];

    /// <summary>The cells of a column.</summary>
    /// <exception cref="InvalidInputException">No such column; the message names those there are.</exception>
    public string?[] Column(string name) =>
        Cells[
            IndexOf(name) is var i and >= 0
                ? i
                : throw new InvalidInputException($"{Name} has no column '{name}'", $"Its columns are: {Listed()}.")
        ];

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>Where a row is, for messages: file, row from 0 and line from 1.</summary>
    public string Place(int row, string column) => $"{Name}, line {Lines[row]} (row {row}), column '{column}'";

    private int IndexOf(string name) => _index.GetValueOrDefault(name, -1);

    private string Listed() =>
        Columns.Count <= 60
            ? string.Join(", ", Columns)
            : string.Join(", ", Columns.Take(60)) + $" and {Columns.Count - 60} more";
}
