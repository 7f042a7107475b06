using System.Globalization;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>Speaks in the language of the page: Simplified Chinese or English, nothing else.</summary>
public static class Localizer
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    /// <summary>The language tag of the page, <c>zh-CN</c> or <c>en</c>.</summary>
    public static string Language => Of(CultureInfo.CurrentUICulture);

    /// <summary>The text in the language of the page.</summary>
    public static string T(BilingualText text) => Told(text.In(Language));

    /// <summary>
    /// As every text of others stands on a page: nothing in it that is not seen, and where it was cut, it says so, and where the
    /// rest is. <c>SentText</c> puts that note next to the text rather than into it.
    /// </summary>
    public static string Told(string text)
    {
        var shown = HiddenCharacters.Shown(text);
        return shown.Contains(LongTexts.GoesOn, StringComparison.Ordinal)
            ? shown.Replace(LongTexts.GoesOn, "…" + RecordWords.GoesOn.In(Language), StringComparison.Ordinal)
            : shown;
    }

    /// <summary>The text in the language of the page with its places {0}, {1} … filled.</summary>
    public static string T(BilingualText text, params object?[] values) =>
        Told(string.Format(CultureInfo.InvariantCulture, text.In(Language), values));

    /// <summary>A name as it heads a line: <c>moxifloxacin</c> → Moxifloxacin; <c>pH</c> and <c>eGFR</c> stay.</summary>
    public static BilingualText Heading(BilingualText name) =>
        name.En is [>= 'a' and <= 'z', >= 'a' and <= 'z', ..]
            ? name with
            {
                En = char.ToUpperInvariant(name.En[0]) + name.En[1..],
            }
            : name;

    /// <summary><c>zh-CN</c> for every kind of Chinese, <c>en</c> for all else.</summary>
    public static string Of(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Chinese : English;
}
