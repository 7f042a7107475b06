using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Records.Charts;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Printing;

/// <summary>
/// A draft or a signed document as a file: JSON (everything), Markdown, HTML or PDF (one language). All say whose words they hold; none
/// of them is the signed PDF.
/// </summary>
/// <param name="letterhead">The hospital's head as it is set now; null where it has none.</param>
public sealed class DraftExport(PdfPrinter printer, TimeProvider clock, Func<Letterhead?>? letterhead = null)
{
    /// <summary>The endings that can be written, without the dot.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["json", "md", "html", "pdf"];

    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>; <c>zh</c> is read as <c>zh-CN</c>.</param>
    /// <exception cref="ArgumentException">An unknown format or language; the message names the known ones.</exception>
    /// <exception cref="PdfException">The PDF could not be printed.</exception>
    public async Task<byte[]> ToAsync(
        string format,
        StoredDraft stored,
        Chart chart,
        string language,
        CancellationToken ct = default
    )
    {
        language = language == "zh" ? "zh-CN" : language;
        var draft = stored.Draft;
        if (!draft.Texts.ContainsKey(language))
        {
            throw new ArgumentException(
                $"Unknown language “{language}”: use one of {string.Join(", ", draft.Texts.Keys)}."
            );
        }
        var label = LabelOf(stored, language);
        var header = PatientHeaders.Of(chart, clock.GetUtcNow());
        string Html() => PrintedDocument.Html(draft, language, header, null, label, letterhead?.Invoke());
        return format.ToLowerInvariant() switch
        {
            "json" => Json(stored),
            "md" => Encoding.UTF8.GetBytes(Markdown(draft, language, header, label)),
            "html" => Encoding.UTF8.GetBytes(Html()),
            "pdf" => await printer.PrintAsync(Html(), ct),
            _ => throw new ArgumentException($"Unknown format “{format}”: use one of {string.Join(", ", Formats)}."),
        };
    }

    /// <summary>What a text of a signed document says of itself; null for a draft.</summary>
    public static BilingualText? LabelOf(StoredDraft stored, string language) =>
        stored.Status != DraftStatus.Signed ? SignedLabels.Unsigned(stored.Draft)
        : FollowedBy.Withdrawal(stored.Report) is { } withdrawn ? FollowedBy.Ended(withdrawn)
        : FollowedBy.Successor(stored.Report) is { } newer ? FollowedBy.Ended(newer)
        : stored.SignedLanguage == language ? SignedLabels.Of(stored.Draft, SignedLabels.Signers(stored.Report))
        : SignedLabels.OtherLanguage(stored.Draft);

    /// <summary>All of it; of a signed document, whose words each text holds, before the rest.</summary>
    private static byte[] Json(StoredDraft stored)
    {
        if (stored.Status != DraftStatus.Signed)
            return DraftJson.WriteIndented(stored.Draft);
        var labels = stored.Draft.Texts.Keys.ToDictionary(
            language => language,
            language => (JsonNode?)LabelOf(stored, language)!.In(language)
        );
        var all = new JsonObject { ["labels"] = new JsonObject(labels) };
        foreach (var (name, value) in JsonNode.Parse(DraftJson.Write(stored.Draft))!.AsObject())
            all[name] = value?.DeepClone();
        return DraftJson.Indented(all);
    }

    /// <summary>The text as Markdown, with numbered notes that name each sentence's evidence.</summary>
    /// <param name="label">What a text of a signed document says of itself; null for a draft.</param>
    public static string Markdown(Draft draft, string language, PrintedPatient patient, BilingualText? label = null)
    {
        var words = Numerals.Chinese(language) ? PrintWords.Chinese : PrintWords.English;
        var text = draft.Texts[language];
        var notes = new Dictionary<string, int>();
        var markdown = new StringBuilder(
            $"# {Escape(text.Title)}\n\n> {(SignedLabels.IsDraftedByAi(draft) ? $"◆ {words.AiLabel} · " : "")}{label?.In(language) ?? words.NotSigned}\n"
        );
        if (draft.Prediction.Context.Synthetic)
        {
            markdown.Append($">\n> △ {words.SyntheticLabel} · {words.SyntheticText}\n");
        }
        markdown.Append(
            $"\n{words.Name}: {Escape(patient.Name.In(language))} · {words.Sex}: {words.SexOf(patient.Sex)} · {words.PatientId}: {Escape(patient.Id)}\n"
        );
        foreach (var section in text.Sections)
        {
            var standing = section.Sentences.Where(sentence => !sentence.Deleted).ToArray();
            if (standing.Length == 0)
            {
                continue;
            }
            markdown.Append($"\n## {Escape(section.Heading)}\n\n");
            foreach (var sentence in standing)
            {
                var marks = sentence.FactIds.Select(id =>
                {
                    notes.TryAdd(id, notes.Count + 1);
                    return $"[^{notes[id]}]";
                });
                var author = sentence.Author is null ? "" : $" \\[{Escape(sentence.Author)}\\]";
                markdown.Append($"- {Escape(sentence.Text)}{author}{string.Concat(marks)}\n");
            }
        }
        markdown.Append('\n');
        foreach (var (id, number) in notes)
        {
            if (draft.Facts.FirstOrDefault(fact => fact.Id == id) is not { } fact)
            {
                markdown.Append($"[^{number}]: –\n");
                continue;
            }
            var time = fact.Time is { } at ? $", {Numerals.Moment(at, language)}" : "";
            markdown.Append(
                $"[^{number}]: {Escape(fact.Label.In(language))}: {Escape(fact.Statement.In(language))}{time} ({Escape(fact.Source ?? "–")})\n"
            );
        }
        return markdown.ToString();
    }

    /// <summary>No text of a patient may become Markdown or HTML.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '\n' or '\r')
            {
                escaped.Append(' ');
                continue;
            }
            if (letter is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '&' or '!')
            {
                escaped.Append('\\');
            }
            escaped.Append(letter);
        }
        return escaped.ToString();
    }
}
