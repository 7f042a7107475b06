using Xinglin.Reports.Documents;
using Xinglin.Reports.Wording;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>The numbers of a fact as a clinician reads them: <c>82 % (71–90)</c>, <c>152/94 mmHg</c>.</summary>
public static class FactNumbers
{
    public static string Of(Fact fact)
    {
        var pressures = With(fact, NumberRoles.Systolic).Concat(With(fact, NumberRoles.Diastolic)).ToList();
        var values = pressures.Count == 2 ? pressures : With(fact, NumberRoles.Value).Take(3).ToList();
        if (values.Count == 0)
            return "";
        var unit = Numbers.Unit(values[0].Unit);
        var words = string.Join('/', values.Select(Plain));
        if (
            With(fact, NumberRoles.Low).FirstOrDefault() is not { } low
            || With(fact, NumberRoles.High).FirstOrDefault() is not { } high
        )
        {
            return $"{words} {unit}".TrimEnd();
        }

        if (values[0].Unit == "%" && low.Unit == "%")
            return $"{words} ({Numbers.PercentInterval(low.Value / 100, high.Value / 100)}) %";
        var ends = $"{Plain(low)}–{Plain(high)}";
        // A count with the range of what was counted: 58 readings (120–153 mmHg).
        return low.Unit == values[0].Unit
            ? $"{words} ({ends}) {unit}".TrimEnd()
            : $"{words}{Units.After(values[0].Unit, Localizer.Language, false)} ({ends} {Numbers.Unit(low.Unit)})";
    }

    private static IEnumerable<FactNumber> With(Fact fact, string role) =>
        fact.Numbers.Where(number => number.Role == role);

    private static string Plain(FactNumber number) =>
        number.Unit == "%" ? Numerals.Number(number.Value, "%")
        : number.Unit.EndsWith("/wk", StringComparison.Ordinal) ? Numbers.Change(number.Value)
        : Numbers.Plain(number.Value);
}
