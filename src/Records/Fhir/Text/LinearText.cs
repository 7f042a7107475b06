using System.Globalization;
using System.Text;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// Unicode normalisation in time that grows with the text. The usual one sorts each run of combining marks, which costs the
/// square of the run's length: 80 KB of accents over one letter took 5.5 s. As in the Stream-Safe Text Format (Unicode Standard
/// Annex 15, section 13), a longer run than any writing needs is taken in pieces of 30 marks.
/// </summary>
public static class LinearText
{
    private const int LongestRun = 30;

    /// <summary>The normal form; of a run of more than 30 marks, that of each 30 of them.</summary>
    public static string Normalized(string text, NormalizationForm form)
    {
        if (Ascii.IsValid(text))
            return text;
        var end = EndOfPiece(text, 0);
        if (end == text.Length)
            return text.Normalize(form);
        var all = new StringBuilder(text.Length);
        for (var from = 0; from < text.Length; from = end, end = EndOfPiece(text, from))
            all.Append(text[from..end].Normalize(form));
        return all.ToString();
    }

    /// <summary>Where a run of marks has become too long; the end of the text when none does.</summary>
    private static int EndOfPiece(string text, int from)
    {
        var run = 0;
        for (var i = from; i < text.Length; i++)
        {
            // A pair of surrogates is one character.
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            run = IsMark(text, i) ? run + 1 : 0;
            if (run > LongestRun)
                return i;
            i += pair ? 1 : 0;
        }
        return text.Length;
    }

    // The two half-width sound marks of Japanese are letters that become marks.
    private static bool IsMark(string text, int at) =>
        text[at] >= '\u0300'
        && (
            text[at] is '\uFF9E' or '\uFF9F'
            || CharUnicodeInfo.GetUnicodeCategory(text, at)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.EnclosingMark
        );
}
