using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Xinglin.Records.Fhir.Text;

/// <summary>A number that a decimal does not say digit for digit.</summary>
/// <param name="Line">From 1.</param>
/// <param name="End">One more than the bytes of its line up to its end: how the parser counts.</param>
internal sealed record NumberAt(long Line, long End, string Literal);

/// <summary>
/// The first look at a JSON text from outside, before any parser: what neither FHIR nor the parsers after it can bear is
/// found here with its place. One pass, no copies.
/// </summary>
internal static class JsonGate
{
    /// <summary>Levels of elements, as in XML; the parsers call themselves for each.</summary>
    public const int MostDepth = 64;

    public static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Disallow,
        // A list is a level of its own in JSON, and none in XML.
        MaxDepth = 2 * MostDepth,
    };

    /// <summary>What is said of a text of white space only.</summary>
    public const string BlankText =
        "The text is only white space, which FHIR does not count as a text: write something, or leave the element out.";

    private const int MostIssues = 20;

    /// <summary>Looks at every token.</summary>
    /// <param name="inexact">The numbers that a decimal cannot say; null when there are none, as nearly always.</param>
    /// <exception cref="JsonException">Not JSON, or deeper than the options allow.</exception>
    public static IReadOnlyList<TextIssue> Survey(
        ReadOnlySpan<byte> utf8,
        JsonReaderOptions options,
        out List<Range>? inexact
    )
    {
        inexact = null;
        var issues = new List<TextIssue>();
        var reader = new Utf8JsonReader(utf8, options);
        var narrative = false;
        var members = new MemberNames();
        var nulls = new ListNulls();
        while (reader.Read() && issues.Count < MostIssues)
        {
            string? said = null;
            if (nulls.Next(reader) is { } found)
                issues.Add(new(JsonPlace.Of(utf8, found.At), found.Said));
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    members.Open(reader.CurrentDepth);
                    break;
                case JsonTokenType.PropertyName:
                    said = reader.ValueSpan.IsEmpty
                        ? "A member has an empty name: FHIR has none such. Give it the name of an element, or remove it."
                        : Forbidden(reader);
                    // Only what is known to be text may be compared with text: the reader throws over half a character.
                    narrative = said is null && reader.ValueTextEquals("div"u8);
                    said ??= members.Add(reader.CurrentDepth - 1, reader.ValueSpan);
                    break;
                case JsonTokenType.String:
                    said = Forbidden(reader);
                    said ??=
                        IsBlank(reader) ? BlankText
                        : narrative ? NarrativeRules.Fault(reader.GetString()!)
                        : null;
                    break;
                case JsonTokenType.Number when !NumberLiterals.IsPlain(reader.ValueSpan):
                    if (NumberLiterals.Nearest(Encoding.ASCII.GetString(reader.ValueSpan)) is null)
                    {
                        said =
                            "The number is too large or too small to be kept; it is not rounded to zero. Correct it.";
                    }
                    else
                    {
                        (inexact ??= []).Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
                    }

                    break;
            }
            if (said is not null)
                issues.Add(new(JsonPlace.Of(utf8, reader.TokenStartIndex), said));
        }
        return issues;
    }

    /// <summary>The numbers of a text that was looked at before which a decimal cannot say; null when there are none.</summary>
    public static List<Range>? Inexact(ReadOnlySpan<byte> utf8, JsonReaderOptions options)
    {
        List<Range>? inexact = null;
        var reader = new Utf8JsonReader(utf8, options);
        while (reader.Read())
        {
            if (
                reader.TokenType == JsonTokenType.Number
                && !NumberLiterals.IsPlain(reader.ValueSpan)
                && NumberLiterals.Nearest(Encoding.ASCII.GetString(reader.ValueSpan)) is not null
            )
            {
                (inexact ??= []).Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
            }
        }

        return inexact;
    }

    /// <summary>
    /// The same text with decimals in place of the numbers that none can say, and where each now ends, so that the parsed
    /// elements can be found again.
    /// </summary>
    public static (byte[] Text, IReadOnlyList<NumberAt> Numbers) Plain(ReadOnlySpan<byte> utf8, List<Range> inexact)
    {
        var text = new MemoryStream(utf8.Length + 32 * inexact.Count);
        var numbers = new List<NumberAt>(inexact.Count);
        var (from, line, lineStart) = (0, 1L, 0L);
        foreach (var range in inexact)
        {
            var before = utf8[from..range.Start.Value];
            line += before.Count((byte)'\n');
            if (before.LastIndexOf((byte)'\n') is >= 0 and var last)
                lineStart = text.Length + last + 1;
            text.Write(before);
            var literal = Encoding.ASCII.GetString(utf8[range]);
            text.Write(
                Encoding.ASCII.GetBytes(NumberLiterals.Nearest(literal)!.Value.ToString(CultureInfo.InvariantCulture))
            );
            numbers.Add(new(line, text.Length - lineStart + 1, literal));
            from = range.End.Value;
        }
        text.Write(utf8[from..]);
        return (text.ToArray(), numbers);
    }

    /// <summary>A string of white space only. One without any characters is the parser's to tell.</summary>
    private static bool IsBlank(in Utf8JsonReader reader) =>
        // How white space begins in UTF-8, or an escape; hardly any other text does.
        reader.ValueSpan
            is [<= 0x20 or (byte)'\\' or 0xC2 or 0xE1 or 0xE2 or 0xE3, ..]
        && string.IsNullOrWhiteSpace(reader.GetString());

    /// <summary>What is said of a string with a character that may not stand in it; null for any other.</summary>
    private static string? Forbidden(in Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        // Raw control characters are not JSON at all; these two can stand unescaped.
        if (raw.IndexOf("\uFFFE"u8) >= 0 || raw.IndexOf("\uFFFF"u8) >= 0)
            return Said("U+FFFE or U+FFFF");
        if (!reader.ValueIsEscaped)
            return null;
        var half = false;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                if (half)
                    return Said("half of a surrogate pair");
                continue;
            }
            i++;
            if (half && raw[i] != 'u')
                return Said("half of a surrogate pair");
            if (raw[i] is (byte)'b' or (byte)'f')
                return Said(raw[i] == 'b' ? Characters.Name(8) : Characters.Name(12));
            if (raw[i] != 'u')
                continue;
            var code = Convert.ToInt32(Encoding.ASCII.GetString(raw.Slice(i + 1, 4)), 16);
            i += 4;
            if (half != char.IsLowSurrogate((char)code))
                return Said("half of a surrogate pair");
            half = char.IsHighSurrogate((char)code);
            if (code is < 0x20 and not (9 or 10 or 13) or 0xFFFE or 0xFFFF)
                return Said(Characters.Name(code));
        }
        return half ? Said("half of a surrogate pair") : null;

        static string Said(string which) =>
            $"The text holds {which}, a character that FHIR (and XML 1.0) does not allow. Remove it at the source.";
    }
}
