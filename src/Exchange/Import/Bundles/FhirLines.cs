using System.Text.Json;
using Xinglin.Formats.Text;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>Tells NDJSON, one resource a line, from a document.</summary>
internal static class FhirLines
{
    /// <summary>By its name, or else by its content.</summary>
    public static bool Are(string place, Stream stream) => NamedLines(place) || IsLines(stream);

    /// <summary>
    /// One resource a line: the first line that is not empty is a complete JSON object, and another line follows it. A
    /// document that is on one line is not lines; one that is spread over lines does not end on its first.
    /// </summary>
    private static bool IsLines(Stream stream)
    {
        stream.Position = 0;
        using var lines = new LineReader(stream, 1 << 20);
        var complete = false;
        for (var examined = 0; examined < 100 && lines.Read(); )
        {
            var line = lines.Line.Span.Trim(" \t"u8);
            if (line.IsEmpty)
            {
                continue;
            }
            examined++;
            if (complete || line[0] != '{')
            {
                return complete && line[0] == '{';
            }
            complete = IsObject(line);
            if (!complete && !LooksWhole(line))
            {
                return false;
            }
            complete = true;
        }
        return false;
    }

    private static bool NamedLines(string place) =>
        place.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
        || place.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    /// <summary>A line such as <c>{"resourceType":"Patient",…</c>: an object that begins and goes on, even if it is damaged.</summary>
    private static bool LooksWhole(ReadOnlySpan<byte> line) =>
        line.Length > 2 && line[^1] == '}' && line.IndexOf("resourceType"u8) >= 0;

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read() && reader.TrySkip() && reader.BytesConsumed == line.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
