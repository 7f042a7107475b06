using System.Runtime.CompilerServices;
using System.Text;

namespace Xinglin.Reports.Writing;

/// <summary>Words taken from a fact: the only thing, besides another phrase, that may stand in the holes of a template.</summary>
public readonly record struct Spoken(string Text, string FactId);

/// <summary>A piece of a sentence and the facts it rests on.</summary>
public sealed record CitedText(string Text, IReadOnlyList<string> FactIds)
{
    /// <summary>Makes a phrase of a template whose holes are facts; the ids are collected on the way.</summary>
    public static CitedText Of(SentenceTemplate template) => template.Build();

    /// <summary>The same words, resting on these facts as well.</summary>
    public CitedText Citing(params IEnumerable<string> factIds) =>
        this with
        {
            FactIds = FactIds.Concat(factIds).Distinct().ToArray(),
        };

    public static CitedText Join(IReadOnlyList<CitedText> parts, string between, string beforeLast)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            text.Append(
                i == 0 ? ""
                : i == parts.Count - 1 ? beforeLast
                : between
            );
            text.Append(parts[i].Text);
        }
        return new CitedText(text.ToString(), parts.SelectMany(part => part.FactIds).Distinct().ToArray());
    }
}

/// <summary>
/// The template of a sentence. A string or a number cannot be put into it (there is no such overload), and its own words may
/// hold no digit: a number enters a sentence only through a fact.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct SentenceTemplate(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + formattedCount * 12);
    private readonly List<string> _factIds = new(formattedCount);

    /// <exception cref="InvalidOperationException">The template's own words hold a digit.</exception>
    public void AppendLiteral(string words)
    {
        if (words.Any(char.IsDigit))
        {
            throw new InvalidOperationException("A number enters a sentence only through a fact.");
        }
        _text.Append(words);
    }

    public void AppendFormatted(Spoken words)
    {
        _text.Append(words.Text);
        _factIds.Add(words.FactId);
    }

    public void AppendFormatted(CitedText phrase)
    {
        _text.Append(phrase.Text);
        _factIds.AddRange(phrase.FactIds);
    }

    internal CitedText Build() => new(_text.ToString(), _factIds.Distinct().ToArray());
}
