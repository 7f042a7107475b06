using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>A document while it is being written: sections in order, sentences in order, ids given by section and place.</summary>
internal sealed class DocumentBuilder(Phrasing voice, FactSheet facts)
{
    private readonly List<(string Code, string Heading, List<Sentence> Sentences)> _sections = [];

    public Phrasing Voice { get; } = voice;

    public FactSheet Facts { get; } = facts;

    public DocumentBuilder Section(string code, string heading)
    {
        _sections.Add((code, heading, []));
        return this;
    }

    /// <summary>Adds a sentence to the last section.</summary>
    /// <exception cref="InvalidOperationException">The sentence rests on no fact: such a sentence is not written.</exception>
    public void Add(CitedText phrase)
    {
        if (phrase.FactIds.Count == 0)
        {
            throw new InvalidOperationException("A sentence without evidence is not written.");
        }
        var (code, _, sentences) = _sections[^1];
        sentences.Add(new Sentence($"{code}-{sentences.Count + 1}", Capital(phrase.Text), phrase.FactIds));
    }

    /// <summary>One of several ways to say the same, always the same one for the same prediction and place.</summary>
    public CitedText Vary(string place, params ReadOnlySpan<CitedText> ways)
    {
        // FNV-1a, so that the choice is the same on every machine and in every run.
        var hash = 2166136261u;
        foreach (var letter in Facts.Prediction.Context.Id + place)
        {
            hash = (hash ^ letter) * 16777619u;
        }
        return ways[(int)(hash % (uint)ways.Length)];
    }

    public DraftText Build(string title) =>
        new(
            Voice.Language,
            title,
            [
                .. _sections
                    .Where(section => section.Sentences.Count > 0)
                    .Select(section => new DraftSection(section.Code, section.Heading, section.Sentences)),
            ]
        );

    private static string Capital(string text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
