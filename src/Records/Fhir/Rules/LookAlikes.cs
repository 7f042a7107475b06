using System.Globalization;
using System.Text;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// Codes as a person reads them: a full-width <c>AIAST</c>, or one with a soft hyphen or a space of no width in it, looks like the
/// code that says a model made it.
/// </summary>
internal static class LookAlikes
{
    // Of the characters that are not shown (Unicode, Default_Ignorable_Code_Point), those that are neither format characters nor
    // marks: fillers of Korean.
    private const string Fillers = "\u115F\u1160\u3164\uFFA0";

    /// <summary>True when the text reads as the code, in whatever letters.</summary>
    public static bool Says(string? text, string code) =>
        text is not null && Plain(text).Equals(code, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text in its plainest letters (NFKD), without marks, spaces and what is not shown.</summary>
    public static string Plain(string text)
    {
        if (Ascii.IsValid(text))
            return text.Trim();
        var plain = new StringBuilder(text.Length);
        foreach (var sign in LinearText.Normalized(text, NormalizationForm.FormKD))
        {
            if (!IsUnseen(sign))
                plain.Append(sign);
        }

        return plain.ToString();
    }

    private static bool IsUnseen(char sign) =>
        char.IsWhiteSpace(sign)
        || char.IsControl(sign)
        // Tags and variation selectors beyond the first plane, and with them all that no code is written in.
        || char.IsSurrogate(sign)
        || Fillers.Contains(sign)
        || CharUnicodeInfo.GetUnicodeCategory(sign)
            is UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.OtherNotAssigned;
}
