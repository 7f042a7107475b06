using System.Globalization;
using System.Text;

namespace Xinglin.Learning.Evaluation.Cards;

/// <summary>Writes the lines of a model card; numbers with a point, whatever the machine's language.</summary>
internal static class CardLines
{
    /// <summary>A heading of the second level in both languages, with empty lines around it.</summary>
    public static void Heading(this StringBuilder card, string zh, string en) => card.Append($"\n## {zh} · {en}\n\n");

    /// <summary>A line of a list in both languages.</summary>
    public static void Both(this StringBuilder card, FormattableString zh, FormattableString en) =>
        card.Line($"- {Told(zh)} · {Told(en)}");

    public static void Line(this StringBuilder card, FormattableString text) => card.Append(Told(text)).Append('\n');

    /// <summary>A name from the data as a part of a table's cell: a bar or an end of line in it would end the cell.</summary>
    public static string Cell(string name) => name.ReplaceLineEndings(" ").Replace("|", "\\|");

    public static string Told(FormattableString text) => FormattableString.Invariant(text);
}
