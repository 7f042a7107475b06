using System.Text;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir.Resources;

/// <summary>A text has the length of its characters, however each is written.</summary>
public sealed class TextLengthTests
{
    private const int Most = 1 << 20;

    [Theory]
    [InlineData("\\u4e2d", 300_000, true)]
    [InlineData("\\u4e2d", Most, true)]
    [InlineData("\\u4e2d", Most + 1, false)]
    [InlineData("\\ud83d\\ude00", Most, true)]
    [InlineData("\\ud83d\\ude00", Most + 1, false)]
    [InlineData("\\n", Most + 1, false)]
    [InlineData("\u4e2d", Most, true)]
    [InlineData("\u4e2d", Most + 1, false)]
    [InlineData("\U0001F600", Most, true)]
    [InlineData("\U0001F600", Most + 1, false)]
    public void An_escape_in_json_counted_as_six_characters(string sign, int times, bool fits)
    {
        var text = Encoding.UTF8.GetBytes(
            $$"""{"resourceType":"Basic","code":{"text":"{{new StringBuilder().Insert(0, sign, times)}}"},"id":"a"}"""
        );

        foreach (var size in (int[])[text.Length, 65_536, 4_099])
            Is(TextScan.For(xml: false, 100), text, size).Should().Be(fits ? null : TextLimit.LongText);
    }

    [Theory]
    [InlineData("&#x4E2D;", 300_000, true)]
    [InlineData("&#20013;", Most, true)]
    [InlineData("&#20013;", Most + 1, false)]
    [InlineData("&amp;", Most, true)]
    [InlineData("&#x1F600;", Most, true)]
    [InlineData("&#x1F600;", Most + 1, false)]
    [InlineData("\U0001F600", Most, true)]
    [InlineData("\U0001F600", Most + 1, false)]
    [InlineData("&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Most / 8, false)]
    public void A_reference_in_xml_counted_as_eight_characters(string sign, int times, bool fits)
    {
        var text = Encoding.UTF8.GetBytes(
            $"""<Basic xmlns="http://hl7.org/fhir"><code><text value="{new StringBuilder().Insert(0, sign, times)}"/></code></Basic>"""
        );

        foreach (var size in (int[])[text.Length, 65_536, 4_099])
            Is(TextScan.For(xml: true, 100), text, size).Should().Be(fits ? null : TextLimit.LongText);
    }

    private static TextLimit? Is(TextScan scan, byte[] text, int size)
    {
        foreach (var part in text.Chunk(size))
        {
            if (scan.Feed(part) is { } excess)
                return excess.Limit;
        }

        return null;
    }
}
