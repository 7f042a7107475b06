using System.Text.RegularExpressions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Wording;

namespace Xinglin.Reports.Checking;

/// <summary>Whether a number or date of a text is held by a fact, after the stated rounding and in the role it plays.</summary>
internal static partial class Matching
{
    public static bool Holds(Fact fact, TextToken.Range range) =>
        Holds(fact, range, NumberRoles.Low, NumberRoles.High)
        || Holds(fact, range, NumberRoles.ReferenceLow, NumberRoles.ReferenceHigh);

    public static bool Holds(Fact fact, TextToken.Pair pair) =>
        fact.Numbers.Any(number =>
            number.Role == NumberRoles.Systolic
            && Units.Spoken(number.Unit) == pair.Unit
            && Equal(pair.Systolic, number, fact)
        )
        && fact.Numbers.Any(number =>
            number.Role == NumberRoles.Diastolic
            && Units.Spoken(number.Unit) == pair.Unit
            && Equal(pair.Diastolic, number, fact)
        );

    /// <param name="before">The text before the number: what it is called.</param>
    /// <param name="after">The text after the number and its unit.</param>
    public static bool Holds(Fact fact, TextToken.Number token, string before, string after) =>
        fact.Numbers.Any(number =>
            Fits(number.Role, before, after)
            && Units.Spoken(number.Unit) == token.Unit
            && Equal(token.Stated, number, fact)
        );

    public static bool Holds(Fact fact, TextToken.Date date) => Holds(fact.Time, date) || Holds(fact.Until, date);

    public static bool Holds(Fact fact, TextToken.TimeOfDay time) =>
        fact.Time is { } moment && moment.Hour == time.Time.Hour && moment.Minute == time.Time.Minute;

    private static bool Holds(DateTimeOffset? moment, TextToken.Date date) =>
        moment is { } time
        && (date.Year is null || date.Year == time.Year)
        && date.Month == time.Month
        && date.Day == time.Day
        && (date.Time is not { } clock || (clock.Hour == time.Hour && clock.Minute == time.Minute));

    private static bool Holds(Fact fact, TextToken.Range range, string lowRole, string highRole) =>
        fact.Numbers.Any(number =>
            number.Role == lowRole && Units.Spoken(number.Unit) == range.Unit && Equal(range.Low, number, fact)
        )
        && fact.Numbers.Any(number =>
            number.Role == highRole && Units.Spoken(number.Unit) == range.Unit && Equal(range.High, number, fact)
        );

    private static bool Fits(string role, string before, string after)
    {
        var level = LevelAfter().IsMatch(after);
        var threshold = ThresholdBefore().IsMatch(before);
        var limit = LimitBefore().IsMatch(before);
        return role switch
        {
            NumberRoles.Level => level,
            NumberRoles.Threshold => threshold || limit,
            NumberRoles.ReferenceLow or NumberRoles.ReferenceHigh => limit,
            NumberRoles.Value
            or NumberRoles.Original
            or "horizon"
            or ForecastFacts.SpanRole
            or "known"
            or FactKinds.Imputed => !level && !threshold,
            _ => false,
        };
    }

    /// <summary>Equal after rounding to the decimals stated, which may not be fewer than the unit's own.</summary>
    private static bool Equal(StatedNumber stated, FactNumber number, Fact fact)
    {
        var value = fact.Kind == FactKinds.Trend ? Math.Abs(number.Value) : number.Value;
        if (stated.Bound.Length > 0)
        {
            var words =
                stated.Bound + stated.Value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
            return Numerals.Number(value, number.Unit) == words
                || (number.Unit == "%" && Numerals.FinePercentage(value) == words);
        }
        // A bare number is written without closing zeros: 0.9 may stand for 0.900.
        var least = Units.Decimals(number.Unit) ?? 3;
        var exact = Units.Decimals(number.Unit) is null && Math.Abs(Numerals.Round(value, least) - stated.Value) < 1e-9;
        return exact
            || (stated.Decimals >= least && Math.Abs(Numerals.Round(value, stated.Decimals) - stated.Value) < 1e-9);
    }

    [GeneratedRegex(@"^\s*(?:置信|预测)?(?:区间)|^\s*(?:prediction |confidence |credible )?(?:interval|CI\b|band)")]
    private static partial Regex LevelAfter();

    [GeneratedRegex(@"(?:阈值|threshold(?: of)?)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex ThresholdBefore();

    [GeneratedRegex(
        @"(?:高于|低于|超过|上限|下限|参考值?|目标值?|above|below|over|under|limit|target|reference)\s*(?:为|of)?\s*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex LimitBefore();
}
