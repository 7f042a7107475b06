using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Evaluation.Cards;

/// <summary>
/// A model card (Mitchell et al. 2019) as parts, each in both languages. <see cref="MarkdownCard"/> writes one file for each language;
/// no part ever holds both languages in one text.
/// </summary>
public sealed record ModelCard(BilingualText Title, IReadOnlyList<CardSection> Sections);

/// <summary>One heading of a card and what is under it.</summary>
public sealed record CardSection(BilingualText Heading, params IReadOnlyList<CardBlock> Blocks);

/// <summary>A part of a section.</summary>
public abstract record CardBlock
{
    private CardBlock() { }

    /// <summary>Sentences.</summary>
    public sealed record Paragraph(BilingualText Text) : CardBlock;

    /// <summary>A line of a list.</summary>
    public sealed record Item(BilingualText Text) : CardBlock;

    /// <summary>A command or a file, the same in both languages.</summary>
    public sealed record Code(string Text) : CardBlock;

    /// <summary>Measured figures.</summary>
    /// <param name="Source">On what they were measured, and how.</param>
    /// <param name="Interval">What the intervals are.</param>
    public sealed record Facts(BilingualText Source, IReadOnlyList<CardFact> All, BilingualText Interval) : CardBlock
    {
        /// <summary>Figures whose intervals are those at 95 %.</summary>
        public Facts(BilingualText source, IReadOnlyList<CardFact> all)
            : this(source, all, new("95 % 区间", "95 % CI")) { }
    }

    /// <summary>A table: as many cells in each row as there are headings.</summary>
    public sealed record Table(IReadOnlyList<BilingualText> Headings, IEnumerable<IReadOnlyList<BilingualText>> Rows)
        : CardBlock
    {
        /// <summary>A row of each item.</summary>
        public static Table Each<T>(
            IReadOnlyList<BilingualText> headings,
            IEnumerable<T> items,
            Func<T, BilingualText[]> row
        ) => new(headings, items.Select(row));
    }
}

/// <summary>One measured figure.</summary>
/// <param name="Unit">Stands after the value and after the interval; empty for a figure without one.</param>
/// <param name="Low">Lower end of the interval; null where none was measured.</param>
/// <param name="Of">How many cases it was measured on, where that differs from figure to figure.</param>
public sealed record CardFact(
    BilingualText Label,
    double Value,
    string Format = "0.000",
    string Unit = "",
    double? Low = null,
    double? High = null,
    int? Of = null
)
{
    /// <summary>A figure with its interval.</summary>
    public static CardFact From(BilingualText label, Measure measure) =>
        new(label, measure.Value, Low: measure.Low, High: measure.High);

    /// <summary>A share of cases with its interval.</summary>
    public static CardFact From(BilingualText label, Proportion share) =>
        new(label, share.Value, Low: share.Low, High: share.High, Of: share.Of);
}
