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

    /// <summary><c>; sent: 女; allowed: male, female, other, unknown</c>, as far as it is known and may be said; of many the first three.</summary>
    public static string OfCode(string valueSet, string said)
    {
        var allowed =
            ModelInfo.ModelInspector.EnumMappings.FirstOrDefault(one => one.Name == valueSet)?.Members.Keys.ToList()
            ?? [];
        var sent = said.Split('\'') is [_, var value, ..] && WordsForSex.Contains(value) ? $"; sent: {value}" : "";
        return allowed.Count > MostCodes
                ? $"{sent}; allowed are the {allowed.Count} codes of that value set of FHIR R4, such as {string.Join(", ", allowed.Take(3))}"
            : allowed.Count == 0 ? sent
            : $"{sent}; allowed: {string.Join(", ", allowed)}";
    }

    /// <summary><c>; sent: ####/##/##; write YYYY-MM-DD, YYYY-MM or YYYY</c>.</summary>
    public static string OfLiteral(string type, string sent) =>
        type switch
        {
            "date" => Form(sent) + "; write YYYY-MM-DD, YYYY-MM or YYYY",
            "dateTime" => Form(sent) + "; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm",
            "instant" => Form(sent) + "; write YYYY-MM-DDThh:mm:ss+hh:mm",
            "time" => Form(sent) + "; write hh:mm:ss",
            "boolean" => "; write true or false",
            "integer" => "; write digits, with - before them if need be, from -2147483648 to 2147483647",
            "positiveInt" => "; write digits, from 1 to 2147483647",
            "unsignedInt" => "; write digits, from 0 to 2147483647",
            "decimal" => "; write digits, with a point before decimals and no commas",
            "id" => "; write letters A-Z a-z, digits, - and . only, at most 64",
            "code" => "; write it without white space around it, and with single spaces within",
            "oid" => "; write urn:oid: and the numbers with points between them",
            "uuid" => "; write urn:uuid: and the UUID in small letters",
            "base64Binary" => "; write the bytes as base64",
            "uri" or "url" or "canonical" => "; write an address without white space",
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
        {
            return "";
        }

        var form = new StringBuilder("; sent: ");
        foreach (var letter in text)
            form.Append(char.IsAsciiDigit(letter) ? '#' : letter);
        return form.ToString();
    }
}
