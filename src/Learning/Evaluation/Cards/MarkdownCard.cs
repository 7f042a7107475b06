using System.Globalization;
using System.Text;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Evaluation.Cards;

/// <summary>Writes a card as Markdown, once in each language; numbers with a point, whatever the machine's language.</summary>
public static class MarkdownCard
{
    /// <summary>The content of <c>card.zh.md</c> and of <c>card.en.md</c>.</summary>
    public static BilingualText Write(ModelCard card) =>
        new(Whole(card, text => text.Zh), Whole(card, text => text.En));

    /// <summary>One section alone, in each language.</summary>
    public static BilingualText Write(CardSection section) =>
        new(Part(section, text => text.Zh), Part(section, text => text.En));

    private static string Whole(ModelCard card, Func<BilingualText, string> read) =>
        string.Join(
            '\n',
            card.Sections.Select(section => Part(section, read)).Prepend($"# {Line(read(card.Title))}\n")
        );

    private static string Part(CardSection section, Func<BilingualText, string> read)
    {
        var text = new StringBuilder($"## {Line(read(section.Heading))}\n");
        CardBlock? before = null;
        foreach (var block in section.Blocks)
        {
            // Lines of one list stand together, all else is set apart.
            if (!(before is CardBlock.Item && block is CardBlock.Item))
                text.Append('\n');
            Append(text, block, read);
            before = block;
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, CardBlock block, Func<BilingualText, string> read)
    {
        switch (block)
        {
            case CardBlock.Paragraph paragraph:
                text.Append(Line(read(paragraph.Text))).Append('\n');
                break;
            case CardBlock.Item item:
                text.Append("- ").Append(Line(read(item.Text))).Append('\n');
                break;
            case CardBlock.Code code:
                foreach (var line in code.Text.ReplaceLineEndings("\n").Split('\n'))
                    text.Append("    ").Append(line).Append('\n');
                break;
            case CardBlock.Facts facts:
                text.Append(Line(read(facts.Source))).Append("\n\n");
                Append(text, TableOf(facts), read);
                break;
            case CardBlock.Table table:
                Row(text, table.Headings.Select(read));
                text.Append('|').AppendJoin("", table.Headings.Select(_ => "---|")).Append('\n');
                foreach (var row in table.Rows)
                    Row(text, row.Select(read));
                break;
        }
    }

    /// <summary>Columns that no figure fills are left out.</summary>
    private static CardBlock.Table TableOf(CardBlock.Facts facts)
    {
        var (interval, cases) = (facts.All.Any(f => f.Low is not null), facts.All.Any(f => f.Of is not null));
        return CardBlock.Table.Each(
            [
                new("指标", "measure"),
                new("数值", "value"),
                .. interval ? new[] { facts.Interval } : [],
                .. cases ? new[] { BilingualText.Same("n") } : [],
            ],
            facts.All,
            f =>
                [
                    f.Label,
                    BilingualText.Same(Number(f.Value, f) + Unit(f)),
                    .. interval ? new[] { BilingualText.Same(Interval(f)) } : [],
                    .. cases ? new[] { BilingualText.Of($"{f.Of}") } : [],
                ]
        );
    }

    private static string Interval(CardFact f) =>
        f is { Low: { } low, High: { } high } && !double.IsNaN(low)
            ? $"{Number(low, f)}{(low < 0 ? "…" : "–")}{Number(high, f)}{Unit(f)}"
            : "";

    private static string Number(double value, CardFact f) =>
        double.IsNaN(value) ? "–" : value.ToString(f.Format, CultureInfo.InvariantCulture);

    private static string Unit(CardFact f) => f.Unit.Length > 0 ? " " + f.Unit : "";

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");

    /// <summary>A bar or an end of line from the data would end the cell.</summary>
    private static string Cell(string text) => Line(text).Replace("|", "\\|");

    private static string Line(string text) => text.ReplaceLineEndings(" ").Trim();
}
