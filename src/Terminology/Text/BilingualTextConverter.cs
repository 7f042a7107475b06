using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Xinglin.Terminology.Text;

/// <summary>
/// A text in both languages as JSON: <c>{ "zh": …, "en": … }</c>; a plain string is what reads the same in both, as older files have it.
/// </summary>
public sealed class BilingualTextConverter : JsonConverter<BilingualText>
{
    /// <inheritdoc/>
    public override BilingualText? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FromNode(JsonNode.Parse(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BilingualText value, JsonSerializerOptions options) =>
        ToNode(value).WriteTo(writer);

    /// <summary>A plain string where both languages read the same.</summary>
    public static JsonNode ToNode(BilingualText text) =>
        text.Zh == text.En ? JsonValue.Create(text.En) : new JsonObject { ["zh"] = text.Zh, ["en"] = text.En };

    /// <exception cref="JsonException">It is neither a string nor an object of the members <c>zh</c> and <c>en</c>.</exception>
    public static BilingualText? FromNode(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonValue one when one.TryGetValue<string>(out var text) => BilingualText.Same(text),
            JsonObject { Count: 2 } both when Part(both, "zh") is { } zh && Part(both, "en") is { } en => new(zh, en),
            _ => throw new JsonException("Give a text, or one for each of zh and en."),
        };

    private static string? Part(JsonObject both, string language) =>
        both[language] is JsonValue part && part.TryGetValue<string>(out var text) ? text : null;
}
