using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Xinglin.Records.Fhir.Text;

/// <summary>Says where in a JSON text something is, as a FHIRPath: <c>Patient.name[0].family</c>.</summary>
internal static class JsonPlace
{
    private const int MostLetters = 64;

    /// <summary>The element that the token at this byte belongs to.</summary>
    /// <param name="offset">Where the token starts.</param>
    public static string Of(ReadOnlySpan<byte> utf8, long offset)
    {
        var open = new List<(string? Name, int Index)>();
        var type = "Resource";
        var reader = new Utf8JsonReader(utf8, JsonGate.Options);
        try
        {
            while (reader.Read() && reader.TokenStartIndex < offset)
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        open.Add((null, -1));
                        break;
                    case JsonTokenType.StartArray:
                        open.Add((null, 0));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.RemoveAt(open.Count - 1);
                        Next(open);
                        break;
                    case JsonTokenType.PropertyName:
                        open[^1] = (Shown(reader.ValueSpan), -1);
                        break;
                    default:
                        if (open is [{ Name: "resourceType" }] && Shown(reader.ValueSpan) is var name)
                            type = ResourceTypes.IsKnown(name) ? name : type;
                        Next(open);
                        break;
                }
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
                open[^1] = (Shown(reader.ValueSpan), -1);
        }
        catch (JsonException)
        {
            // The text goes wrong before the place: what is open says enough.
        }
        var path = new StringBuilder(type);
        foreach (var (name, index) in open)
        {
            if (index >= 0)
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (name is not null)
                path.Append('.').Append(name);
        }

        return path.ToString();
    }

    /// <summary>One more value of an array has been passed.</summary>
    private static void Next(List<(string? Name, int Index)> open)
    {
        if (open is [.., { Index: >= 0 } array])
            open[^1] = (null, array.Index + 1);
    }

    /// <summary>A member's name if it can be one of FHIR (letters, digits and underscores); any other may hold a content.</summary>
    private static string Shown(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return "\"\"";
        foreach (var letter in name)
        {
            if (name.Length > MostLetters || !(char.IsAsciiLetterOrDigit((char)letter) || letter == '_'))
                return "…";
        }

        return Encoding.ASCII.GetString(name);
    }
}
