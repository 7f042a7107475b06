using System.Text.Json;
using System.Text.Json.Serialization;

namespace Xinglin.Analysis.Predictions;

/// <summary>The JSON in which a reading is kept, and comes back equal in every field.</summary>
public static class PredictionJson
{
    /// <summary>Media type of the Binary that carries a reading.</summary>
    public const string ContentType = "application/vnd.xinglin.reading+json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>UTF-8 JSON of a reading; the same reading always gives the same bytes.</summary>
    public static byte[] Write(Prediction reading) => JsonSerializer.SerializeToUtf8Bytes(reading, Options);

    /// <summary>The reading that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not a reading.</exception>
    public static Prediction Read(byte[] json) =>
        JsonSerializer.Deserialize<Prediction>(json, Options) is { } reading && RequiredMembers.Is(reading)
            ? reading
            : throw new JsonException("The reading is not whole.");

    /// <summary>The reading, or null when the bytes are none: broken, cut off, or of another version.</summary>
    public static Prediction? TryRead(byte[] json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }
}
