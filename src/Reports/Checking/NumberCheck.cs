using Xinglin.Reports.Documents;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Checking;

/// <summary>Objects to numbers, units, dates and names with digits that no cited fact holds.</summary>
internal static class NumberCheck
{
    /// <summary>Names of tests and the like that hold a digit and say no value.</summary>
    private static readonly string[] Names = ["HbA1c", "SpO2", "PaO2", "CO2", "PaCO2", "B12", "COVID-19", "T3", "T4"];

    public static IEnumerable<Violation> Of(QuotedText text, IReadOnlyList<Fact> cited, string language)
    {
        foreach (var token in TextReader.Read(text.Text))
        {
            if (text.Quoted(token.Start, token.Text.Length))
            {
                continue;
            }
            var held = token switch
            {
                TextToken.Number number => cited.Any(fact =>
                    Matching.Holds(fact, number, text.Text[..token.Start], text.Text[token.End..])
                ),
                TextToken.Range range => cited.Any(fact => Matching.Holds(fact, range)),
                TextToken.Pair pair => cited.Any(fact => Matching.Holds(fact, pair)),
                TextToken.Date date => cited.Any(fact => Matching.Holds(fact, date)),
                TextToken.TimeOfDay time => cited.Any(fact => Matching.Holds(fact, time)),
                TextToken.Name name => Names.Contains(name.Text) || cited.Any(fact => Says(fact, name.Text, language)),
                _ => false,
            };
            if (!held)
            {
                yield return Refuse(token, cited);
            }
        }
    }

    private static bool Says(Fact fact, string name, string language) =>
        fact.Label.In(language).Contains(name, StringComparison.Ordinal)
        || (fact.Statement.In(language).Contains(name, StringComparison.Ordinal) && fact.Numbers.Count == 0);

    private static Violation Refuse(TextToken token, IReadOnlyList<Fact> cited)
    {
        if (token is TextToken.Date or TextToken.TimeOfDay or TextToken.MalformedDate)
        {
            return new Violation(
                "",
                ViolationKind.Date,
                token.Start,
                token.Text,
                new BilingualText(
                    $"日期或时间「{token.Text}」与所引依据不符。",
                    $"The date or time “{token.Text}” is in none of the facts cited."
                )
            );
        }
        if (token is TextToken.Name)
        {
            return new Violation(
                "",
                ViolationKind.Name,
                token.Start,
                token.Text,
                new BilingualText($"所引依据中没有「{token.Text}」。", $"None of the facts cited names “{token.Text}”.")
            );
        }
        var otherUnit =
            token is TextToken.Number number
            && cited
                .SelectMany(fact => fact.Numbers)
                .FirstOrDefault(candidate =>
                    candidate.Unit != number.Unit
                    && Math.Abs(
                        Numerals.Round(candidate.Value, Units.Decimals(candidate.Unit) ?? 3) - number.Stated.Value
                    ) < 1e-9
                )
                is { } same
                ? same.Unit
                : null;
        return otherUnit is { Length: > 0 }
            ? new Violation(
                "",
                ViolationKind.Unit,
                token.Start,
                token.Text,
                new BilingualText(
                    $"「{token.Text}」的单位与依据不符，依据的单位为 {otherUnit}。",
                    $"“{token.Text}”: the fact is in {otherUnit}."
                )
            )
            : new Violation(
                "",
                ViolationKind.Number,
                token.Start,
                token.Text,
                new BilingualText(
                    $"数值「{token.Text}」与所引依据不符：请改回，或写明理由。",
                    $"No fact cited holds “{token.Text}”: change it back, or say why it departs."
                )
            );
    }
}
