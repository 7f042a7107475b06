using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Checking;

/// <summary>
/// A sentence and the parts of it that are word-for-word quotations of a cited fact's label or statement (a guideline's
/// advice, the name of a test with a number in it). Inside a quotation nothing needs to be checked again; one changed letter,
/// and it is no quotation any more.
/// </summary>
internal sealed class QuotedText
{
    private readonly bool[] _quoted;
    private readonly bool[] _whole;

    public QuotedText(string text, IReadOnlyList<Fact> cited, string language)
    {
        Text = text;
        _quoted = new bool[text.Length];
        _whole = new bool[text.Length];
        foreach (var fact in cited)
        {
            Mark(fact.Label.In(language), _quoted);
            if (fact.Kind is FactKinds.Guideline or FactKinds.Reason or FactKinds.Film or FactKinds.Document)
            {
                Mark(fact.Label.In(language), _whole);
                Mark(fact.Statement.In(language).TrimEnd('。', '.', ' '), _quoted, _whole);
            }
            else if (fact.Numbers.All(number => number.Role != NumberRoles.Value))
            {
                Mark(fact.Statement.In(language), _quoted);
            }
        }
    }

    public string Text { get; }

    /// <summary>True when this part lies in a quotation: its numbers, sides and directions are the fact's own.</summary>
    public bool Quoted(int start, int length) => Inside(_quoted, start, length);

    /// <summary>True when this part lies in quoted advice or reasons, whose findings too are the fact's own.</summary>
    public bool QuotedWhole(int start, int length) => Inside(_whole, start, length);

    private static bool Inside(bool[] marks, int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (!marks[i])
            {
                return false;
            }
        }
        return true;
    }

    private void Mark(string quotation, params ReadOnlySpan<bool[]> marks)
    {
        if (quotation.Length < 2)
        {
            return;
        }
        for (
            var at = Text.IndexOf(quotation, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = Text.IndexOf(quotation, at + 1, StringComparison.OrdinalIgnoreCase)
        )
        {
            // "52 mmHg" is not quoted by "152 mmHg".
            var end = at + quotation.Length;
            var cut =
                (at > 0 && Joined(Text[at - 1], Text[at])) || (end < Text.Length && Joined(Text[end - 1], Text[end]));
            if (!cut)
            {
                foreach (var mark in marks)
                {
                    Array.Fill(mark, true, at, quotation.Length);
                }
            }
        }
    }

    private static bool Joined(char left, char right) =>
        (char.IsAsciiDigit(left) && char.IsAsciiDigit(right))
        || (char.IsAsciiLetter(left) && char.IsAsciiLetter(right))
        || (left == '.' && char.IsAsciiDigit(right));
}
