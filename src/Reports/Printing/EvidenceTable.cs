using System.Text;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Wording;
using static Xinglin.Reports.Printing.PrintedDocument;

namespace Xinglin.Reports.Printing;

/// <summary>The appendix: every fact that the standing sentences rest on, with value, range, time and source.</summary>
internal static class EvidenceTable
{
    public static void Append(StringBuilder html, Draft draft, string language, PrintWords words)
    {
        var cited = draft
            .Texts[language]
            .Sections.SelectMany(section => section.Sentences)
            .Where(sentence => !sentence.Deleted)
            .SelectMany(sentence => sentence.FactIds)
            .ToHashSet();
        html.Append(
            $"<section class=\"evidence\"><h2>{E(words.Evidence)}</h2><p>{E(words.EvidenceNote)}</p><table><thead><tr>"
        );
        foreach (var head in new[] { words.Fact, words.Value, words.Range, words.Time, words.Source })
        {
            html.Append($"<th>{E(head)}</th>");
        }
        html.Append("</tr></thead><tbody>");
        foreach (var fact in draft.Facts.Where(fact => cited.Contains(fact.Id)))
        {
            Row(html, fact, draft, language, words);
        }
        html.Append("</tbody></table></section>");
    }

    private static void Row(StringBuilder html, Fact fact, Draft draft, string language, PrintWords words)
    {
        var rejected =
            fact.FindingId is { } id
            && draft.Decisions.TryGetValue(id, out var decision)
            && decision == Decision.Rejected;
        html.Append(rejected ? "<tr class=\"rejected\">" : "<tr>");
        html.Append($"<td>{E(fact.Label.In(language))}");
        html.Append(rejected ? $" <span class=\"note\">({E(words.NotAccepted)})</span></td>" : "</td>");
        html.Append($"<td>{E(Value(fact, language))}</td><td>{E(Range(fact, language))}</td>");
        html.Append($"<td>{E(Time(fact, language))}</td><td>{E(Source(fact, language))}</td></tr>");
    }

    private static string Value(Fact fact, string language)
    {
        var systolic = fact.Numbers.FirstOrDefault(number => number.Role == NumberRoles.Systolic);
        var diastolic = fact.Numbers.FirstOrDefault(number => number.Role == NumberRoles.Diastolic);
        if (systolic is not null && diastolic is not null)
        {
            return $"{fact.Statement.In(language)} {Numerals.Pair(systolic.Value, diastolic.Value, systolic.Unit, language)}";
        }
        var value = fact.Numbers.FirstOrDefault(number => number.Role == NumberRoles.Value);
        if (value is null)
        {
            return fact.Statement.In(language);
        }
        var quantity = Numerals.Quantity(value.Value, value.Unit, language);
        return fact.Statement.In(language) == quantity ? quantity : $"{fact.Statement.In(language)} {quantity}";
    }

    private static string Source(Fact fact, string language) =>
        fact.Source is null || fact.Source == fact.Label.In(language) ? "–" : fact.Source;

    private static string Range(Fact fact, string language)
    {
        string? Between(string low, string high) =>
            fact.Numbers.FirstOrDefault(number => number.Role == low) is { } from
            && fact.Numbers.FirstOrDefault(number => number.Role == high) is { } to
                ? Numerals.Range(from.Value, to.Value, from.Unit, language)
                : null;
        string? One(string role, string sign) =>
            fact.Numbers.FirstOrDefault(number => number.Role == role) is { } number
                ? $"{sign} {Numerals.Quantity(number.Value, number.Unit, language)}"
                : null;
        var level = fact.Numbers.FirstOrDefault(number => number.Role == NumberRoles.Level) is { } sure
            ? $" ({Numerals.Quantity(sure.Value, sure.Unit, language)})"
            : "";
        return Between(NumberRoles.Low, NumberRoles.High) is { } interval
            ? interval + level
            : Between(NumberRoles.ReferenceLow, NumberRoles.ReferenceHigh)
                ?? One(NumberRoles.ReferenceHigh, "≤")
                ?? One(NumberRoles.ReferenceLow, "≥")
                ?? "–";
    }

    private static string Time(Fact fact, string language) =>
        (fact.Time, fact.Until) switch
        {
            ({ } from, { } until) => $"{Numerals.Date(from, language)} – {Numerals.Date(until, language)}",
            ({ } at, _) => Numerals.Moment(at, language),
            _ => "–",
        };
}
