using System.Text.RegularExpressions;
using Markdig;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Models;

/// <summary>
/// A model card holds both languages: headings and cells as <c>中文 · English</c> or <c>中文 English</c>, paragraphs as a
/// Chinese line followed by an English one. Each reader is shown one language; a line that has only one stands for both.
/// </summary>
public static partial class CardText
{
    // Raw HTML in a card is shown as text: a card is data.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .DisableHtml()
        .Build();

    public static BilingualText Html(string card) =>
        new(
            Shown(Markdown.ToHtml(Only(card, chinese: true), Pipeline)),
            Shown(Markdown.ToHtml(Only(card, chinese: false), Pipeline))
        );

    /// <summary>The source attributes are a long table for an auditor: folded until asked for. Cells break where a reader would.</summary>
    private static string Shown(string html) =>
        Attributes()
            .Replace(
                Cell().Replace(html, cell => Unbroken(cell.Value)),
                "<details><summary><b>${title}</b></summary>${text}</details>"
            );

    /// <summary>One line in each language.</summary>
    public static BilingualText In(string line) => new(Half(line, chinese: true), Half(line, chinese: false));

    private static string Only(string card, bool chinese)
    {
        var kept = new List<string>();
        foreach (var block in card.Replace("\r", "").Split("\n\n"))
        {
            if (block.StartsWith("    ", StringComparison.Ordinal))
            {
                kept.Add(block);
                continue;
            }
            // A block with lines of both languages keeps those of the reader; a mixed line is halved.
            var lines = block.Split('\n');
            var both = lines.Any(IsChinese) && lines.Any(IsEnglish);
            var read = lines.Where(line => !both || !(chinese ? IsEnglish(line) : IsChinese(line)));
            kept.Add(string.Join('\n', read.Select(line => Half(line, chinese))));
        }
        return string.Join("\n\n", kept);
    }

    private static string Half(string line, bool chinese)
    {
        if (IsTable(line))
            return string.Join('|', Bar().Split(line).Select(cell => $" {HalfOf(cell.Trim(), chinese, cell: true)} "))
                .Trim();
        var start = Marker().Match(line).Value;
        return start + HalfOf(line[start.Length..], chinese);
    }

    private static string HalfOf(string text, bool chinese, bool cell = false)
    {
        if (!Han().IsMatch(text))
            return text;
        if (text.Split(" · ", 2) is [var first, var second] && Han().IsMatch(first))
            return chinese ? first : second;
        var seam = Seam().Match(text);
        // Words of both languages in turn belong together, and what follows a label is for both.
        if (seam.Success && (Mixed().IsMatch(seam.Groups["zh"].Value) || !cell && !Sentence(seam.Groups["zh"].Value)))
            return text;
        return !seam.Success ? text : (seam.Groups["label"].Value + seam.Groups[chinese ? "zh" : "en"].Value).Trim();
    }

    /// <summary>A number and its sign, both ends of an interval, or a word of a few characters stay on one line of a narrow cell.</summary>
    private static string Unbroken(string cell) =>
        Word().IsMatch(cell)
            ? string.Join('\u2060', cell.ToCharArray())
            : Sign().Replace(Between().Replace(cell, "\u2060$&\u2060"), "\u00a0");

    private static bool Sentence(string chinese) => chinese.TrimEnd('*', '”').EndsWith('。');

    private static bool IsTable(string line) => line.StartsWith('|');

    private static bool IsChinese(string line) => !IsTable(line) && Han().IsMatch(line) && HalfOf(line, true) == line;

    private static bool IsEnglish(string line) => !IsTable(line) && line.Trim().Length > 0 && !Han().IsMatch(line);

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Han();

    // A bar between cells; one within a cell is written \|.
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("<h2>(?<title>[^<]*ONC HTI-1[^<]*)</h2>(?<text>.*?)(?=<h2>|$)", RegexOptions.Singleline)]
    private static partial Regex Attributes();

    [GeneratedRegex(@"(?<=<t[dh][^>]*>)[^<]+(?=</t[dh]>)")]
    private static partial Regex Cell();

    [GeneratedRegex(@"^[\u4e00-\u9fff]{2,4}$")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=\d) (?=%)|(?<=&lt;|≥) (?=\d)")]
    private static partial Regex Sign();

    [GeneratedRegex(@"(?<=\d)(?:…(?=-?\d)|–(?=(?:&lt;)?\d))")]
    private static partial Regex Between();

    // A heading's or a list's marker, kept in both languages.
    [GeneratedRegex(@"^(?:#+ |- )?")]
    private static partial Regex Marker();

    // "中文。 English." or "中文 English": Chinese up to its last sign, then a run without any. A label such as "population: " is kept.
    [GeneratedRegex(
        @"^(?<label>[a-z]+: |\d+ % )?(?<zh>.*[\u4e00-\u9fff][。；）”*]*)\s+(?<en>[A-Za-z""“0-9*][^\u4e00-\u9fff]*)$"
    )]
    private static partial Regex Seam();

    [GeneratedRegex(@"[;,] ")]
    private static partial Regex Mixed();
}
