using System.Text.RegularExpressions;

namespace Xinglin.Records.Fhir.Text;

/// <summary>Places in a text, such as <c>file.json, line 2, byte 29</c>, in Chinese.</summary>
public static partial class PlaceWords
{
    public static string Zh(string place)
    {
        var said =
            place == "the whole text" ? "全文" : place.Replace("the whole text", "全文", StringComparison.Ordinal);
        said = InBrackets().Replace(said, "（第 $1 行，第 $2 列）");
        said = OneInBrackets().Replace(said, match => $"（第 {match.Groups[2].Value} {Unit(match, 1)}）");
        said = Pair()
            .Replace(said, match => $"第 {match.Groups[1].Value} 行，第 {match.Groups[3].Value} {Unit(match)}");
        said = Line().Replace(said, "第 $1 行");
        said = Single().Replace(said, match => $"第 {match.Groups[2].Value} {Unit(match, 1)}");
        said = Entry().Replace(said, "条目[$1]");
        return Comma().Replace(said, "，");
    }

    private static string Unit(Match match, int group = 2) => match.Groups[group].Value == "byte" ? "字节" : "列";

    [GeneratedRegex(@" \(line (\d+), column (\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@" \((byte|column) (\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex OneInBrackets();

    [GeneratedRegex(@"\bline (\d+), (byte|column) (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();

    [GeneratedRegex(@"(?<=^|, )line (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?<=^|, |\()(byte|column) (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Single();

    [GeneratedRegex(@"(?<=^|, )entry\[(\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();

    [GeneratedRegex(@", (?=第 \d|条目\[)", RegexOptions.CultureInvariant)]
    private static partial Regex Comma();
}
