using System.Text.RegularExpressions;
using Markdig;

namespace Xinglin.Server.Pages.Models;

/// <summary>A model card as a page shows it: the Markdown of one language, whole.</summary>
public static partial class CardText
{
    // Raw HTML in a card is shown as text: a card is data.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .DisableHtml()
        .Build();

    /// <summary>Everything but the title, which the page shows itself.</summary>
    public static string Html(string card) => Shown(Markdown.ToHtml(WithoutTitle(card), Pipeline));

    private static string WithoutTitle(string card) =>
        string.Join(
            '\n',
            card.Split('\n')
                .SkipWhile(line => line.Trim().Length == 0 || line.StartsWith("# ", StringComparison.Ordinal))
        );

    /// <summary>The source attributes are a long table for an auditor: folded until asked for. Cells break where a reader would.</summary>
    private static string Shown(string html) =>
        Attributes()
            .Replace(
                Cell().Replace(html, cell => Unbroken(cell.Value)),
                "<details><summary><b>${title}</b></summary>${text}</details>"
            );

    /// <summary>The text of the card's first heading; null for a card without one.</summary>
    public static string? Title(string card) =>
        card.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))
            ?[2..];

    /// <summary>A number and its sign, both ends of an interval, or a word of a few characters stay on one line of a narrow cell.</summary>
    private static string Unbroken(string cell) =>
        Word().IsMatch(cell)
            ? string.Join('\u2060', cell.ToCharArray())
            : Sign().Replace(Between().Replace(cell, "\u2060$&\u2060"), "\u00a0");

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
}
