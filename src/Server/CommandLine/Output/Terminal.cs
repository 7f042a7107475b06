using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Xinglin.Server.CommandLine.Output;

/// <summary>The only place where the program speaks to a terminal: results on stdout, progress on stderr.</summary>
public static class Terminal
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A line of the result.</summary>
    public static void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>A line of progress; never part of the result.</summary>
    public static void Progress(string text) => Console.Error.WriteLine(text);

    /// <summary>The one JSON document of a command run with <c>--json</c>.</summary>
    public static void Json(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <inheritdoc cref="Json(object)"/>
    public static void Json(JsonNode value) => Console.Out.WriteLine(value.ToJsonString(JsonOptions));

    /// <summary>A fault: what happened and what to do, on stderr.</summary>
    public static void Fault(string text) => Console.Error.WriteLine($"xinglin: {text}");
}
