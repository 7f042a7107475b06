using System.Text;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// What a code or a date should have been, and the form of what was sent. Of what was sent only its form and words for a sex
/// that no one is called by are said: a value in the wrong place may be a patient's name.
/// </summary>
internal static class ValueHints
{
    private const int MostCodes = 12;
    private const int LongestForm = 30;
    private static readonly HashSet<string> WordsForSex =
    [
        "女",
        "男",
        "女性",
        "男性",
        "未知",
        "其他",
        "F",
        "M",
        "f",
        "m",
        "U",
        "O",
        "Female",
        "Male",
        "FEMALE",
        "MALE",
        "0",
        "1",
        "2",
        "9",
    ];

    /// <summary><c>; sent: 女; allowed: male, female, other, unknown</c>, as far as it is known and may be said.</summary>
    public static string OfCode(string valueSet, string said)
    {
        var allowed =
            ModelInfo.ModelInspector.EnumMappings.FirstOrDefault(one => one.Name == valueSet)?.Members.Keys.ToList()
            ?? [];
        var sent = said.Split('\'') is [_, var value, ..] && WordsForSex.Contains(value) ? $"; sent: {value}" : "";
        return allowed.Count is 0 or > MostCodes ? sent : $"{sent}; allowed: {string.Join(", ", allowed)}";
    }

    /// <summary><c>; sent: ####/##/##; write YYYY-MM-DD, YYYY-MM or YYYY</c>.</summary>
    public static string OfLiteral(string type, string sent) =>
        type switch
        {
            "date" => Form(sent) + "; write YYYY-MM-DD, YYYY-MM or YYYY",
            "dateTime" => Form(sent) + "; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm",
            "instant" => Form(sent) + "; write YYYY-MM-DDThh:mm:ss+hh:mm",
            "time" => Form(sent) + "; write hh:mm:ss",
            _ => "",
        };

    // Only of what has digits and the marks of dates, and without its digits.
    private static string Form(string sent)
    {
        var text = sent.Trim('\'', '"', ' ');
        if (
            text.Length is 0 or > LongestForm
            || text.Any(letter => !char.IsAsciiDigit(letter) && !"-/.:+TZ 年月日".Contains(letter))
        )
            return "";
        var form = new StringBuilder("; sent: ");
        foreach (var letter in text)
            form.Append(char.IsAsciiDigit(letter) ? '#' : letter);
        return form.ToString();
    }
}
