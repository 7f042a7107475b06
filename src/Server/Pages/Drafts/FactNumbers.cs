using Xinglin.Reports.Drafts;
using Xinglin.Server.Pages.Marks;

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
        var interval =
            With(fact, NumberRoles.Low).FirstOrDefault() is { } low
            && With(fact, NumberRoles.High).FirstOrDefault() is { } high
                ? $" ({Plain(low)}–{Plain(high)})"
                : "";
        return $"{words}{interval} {unit}".TrimEnd();
    }

    private static IEnumerable<FactNumber> With(Fact fact, string role) =>
        fact.Numbers.Where(number => number.Role == role);

    private static string Plain(FactNumber number) =>
        Numbers.Plain(number.Unit == "%" ? Math.Round(number.Value) : number.Value);
}
