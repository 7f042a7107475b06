using System.Text.Json;
using System.Text.Json.Serialization;

namespace Xinglin.Analysis.Predictions;

/// <summary>The JSON in which a prediction is kept, and comes back equal in every field.</summary>
public static class PredictionJson
{
    /// <summary>Media type of the Binary that carries a prediction.</summary>
    public const string ContentType = "application/vnd.xinglin.reading+json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>UTF-8 JSON of a prediction; the same prediction always gives the same bytes.</summary>
    public static byte[] Write(Prediction prediction) => JsonSerializer.SerializeToUtf8Bytes(prediction, Options);

    /// <summary>The prediction that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not a prediction.</exception>
    public static Prediction Read(byte[] json) =>
        JsonSerializer.Deserialize<Prediction>(json, Options) is { } prediction && RequiredMembers.Is(prediction)
            ? prediction
            : throw new JsonException("The reading is not whole.");

    /// <summary>The prediction, or null when the bytes are none: broken, cut off, or of another version.</summary>
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
