using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Wording;

namespace Xinglin.Reports.Writing;

/// <summary>Says a fact in one language: its label, its numbers, its time. Stateless and thread-safe.</summary>
public sealed class Phrasing(string language)
{
    public static Phrasing Chinese { get; } = new("zh-CN");
    public static Phrasing English { get; } = new("en");

    public string Language { get; } = language;

    /// <summary>The label as it is within a sentence: an English name loses its capital, a proper name keeps it.</summary>
    public Spoken Label(Fact fact) =>
        new(
            Numerals.Chinese(Language) || fact.Kind is FactKinds.Guideline or FactKinds.Model or FactKinds.Limit
                ? fact.Label.In(Language)
                : Uncapitalised(fact.Label.En),
            fact.Id
        );

    /// <summary>The label without what is in brackets behind it: the name, once it has been said in full.</summary>
    public Spoken Name(Fact fact)
    {
        var label = Label(fact);
        return label with { Text = ShortName(label.Text) };
    }

    /// <summary>The value of a category within a sentence, "sex: male".</summary>
    public Spoken Category(Fact fact) =>
        new(Numerals.Chinese(Language) ? fact.Statement.Zh : Uncapitalised(fact.Statement.En), fact.Id);

    /// <summary>A label up to its first bracket; the whole when it begins with one.</summary>
    internal static string ShortName(string label)
    {
        var bracket = label.IndexOfAny(['(', '（']);
        return bracket > 1 ? label[..bracket].TrimEnd() : label;
    }

    public Spoken Statement(Fact fact) => new(fact.Statement.In(Language), fact.Id);

    /// <exception cref="InvalidOperationException">The fact has no number of that role.</exception>
    public Spoken Quantity(Fact fact, string role = NumberRoles.Value)
    {
        var number = Number(fact, role);
        return new(Numerals.Quantity(number.Value, number.Unit, Language), fact.Id);
    }

    /// <summary>The size of a change without its sign, for "falling by 2.1 mmHg per week".</summary>
    public Spoken Size(Fact fact, string role = NumberRoles.Value)
    {
        var number = Number(fact, role);
        return new(Numerals.Quantity(Math.Abs(number.Value), number.Unit, Language), fact.Id);
    }

    public Spoken Range(Fact fact, string lowRole = NumberRoles.Low, string highRole = NumberRoles.High)
    {
        var (low, high) = (Number(fact, lowRole), Number(fact, highRole));
        return new(Numerals.Range(low.Value, high.Value, low.Unit, Language), fact.Id);
    }

    public Spoken Pair(Fact fact)
    {
        var (systolic, diastolic) = (Number(fact, NumberRoles.Systolic), Number(fact, NumberRoles.Diastolic));
        return new(Numerals.Pair(systolic.Value, diastolic.Value, systolic.Unit, Language), fact.Id);
    }

    public Spoken Date(Fact fact) => new(Numerals.Date(Time(fact.Time, fact), Language), fact.Id);

    public Spoken Moment(Fact fact) => new(Numerals.Moment(Time(fact.Time, fact), Language), fact.Id);

    public Spoken Until(Fact fact) => new(Numerals.Date(Time(fact.Until, fact), Language), fact.Id);

    /// <summary>A list as the language writes it: "a, b and c" or 「甲、乙和丙」.</summary>
    public CitedText List(IEnumerable<CitedText> parts) =>
        Numerals.Chinese(Language)
            ? CitedText.Join(parts.ToArray(), "、", "、")
            : CitedText.Join(parts.ToArray(), ", ", " and ");

    private static string Uncapitalised(string text)
    {
        var word = text.Split(' ', '-', ',')[0];
        return word.Length > 1 && word.Skip(1).All(char.IsAsciiLetterLower) && !ProperNames.Contains(word)
            ? char.ToLowerInvariant(text[0]) + text[1..]
            : text;
    }

    private static readonly HashSet<string> ProperNames =
    [
        "Escherichia",
        "Crohn",
        "Parkinson",
        "Hodgkin",
        "Brier",
        "Staphylococcus",
        "Helicobacter",
    ];

    internal static FactNumber? Find(Fact fact, string role) =>
        fact.Numbers.FirstOrDefault(number => number.Role == role);

    private static FactNumber Number(Fact fact, string role) =>
        Find(fact, role) ?? throw new InvalidOperationException($"Fact {fact.Id} has no number of role {role}.");

    private static DateTimeOffset Time(DateTimeOffset? time, Fact fact) =>
        time ?? throw new InvalidOperationException($"Fact {fact.Id} has no such time.");
}
