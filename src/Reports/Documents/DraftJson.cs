using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Xinglin.Analysis.Predictions;

namespace Xinglin.Reports.Documents;

/// <summary>A draft as JSON, media type <c>application/vnd.xinglin.draft+json</c>. Chinese stays readable.</summary>
public static class DraftJson
{
    public const string MediaType = "application/vnd.xinglin.draft+json";

    private static readonly string[] Languages = ["zh-CN", "en"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
    };

    private static readonly JsonSerializerOptions IndentedOptions = new(Options) { WriteIndented = true };

    public static byte[] Write(Draft draft) => JsonSerializer.SerializeToUtf8Bytes(draft, Options);

    public static byte[] WriteIndented(Draft draft) => JsonSerializer.SerializeToUtf8Bytes(draft, IndentedOptions);

    internal static byte[] Indented(JsonObject value) => JsonSerializer.SerializeToUtf8Bytes(value, IndentedOptions);

    /// <summary>Any record of this project in the same form, for digests that must be the same everywhere.</summary>
    internal static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads what <see cref="Bytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no such record.</exception>
    internal static T? Of<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options);

    /// <exception cref="JsonException">The bytes are no draft.</exception>
    public static Draft Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Draft>(json, Options) is { } draft
        && RequiredMembers.Is(draft)
        && Languages.All(draft.Texts.ContainsKey)
            ? draft
            : throw new JsonException("The document holds no whole draft.");

    /// <summary>The draft, or null when the bytes are none: broken, cut off, or of another version.</summary>
    public static Draft? TryRead(ReadOnlySpan<byte> json)
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
