using System.Text.Json;
using System.Text.Json.Serialization;
using Xinglin.Formats;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// What an ONNX file does not say of itself, written next to it as <c>M.json</c> by whoever brings the model. Every member may
/// be left out.
/// </summary>
public sealed record OnnxSidecar
{
    /// <summary>The names of the answers' columns, in their order. Left out: they are counted from 0.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary><c>softmax</c>, <c>sigmoid</c> or <c>none</c> (the model's answers are probabilities already).</summary>
    public string Activation { get; init; } = "none";

    /// <summary>The answer to read, by name. Left out: the only one.</summary>
    public string? Output { get; init; }

    /// <summary>Of a table: the columns in the order of the model's input. Left out: those of the file, without the id.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Of a table: the column that names the rows.</summary>
    public string? Id { get; init; }

    /// <summary>Taken away from each column, or each colour channel.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>Divides each column, or each colour channel, after that.</summary>
    public IReadOnlyList<double>? Std { get; init; }

    /// <summary>Of a table: what stands in for empty cells of each column. Left out: empty cells are rejected.</summary>
    public IReadOnlyList<double>? Missing { get; init; }

    /// <summary>Of images: rows and columns the model sees. Left out: as its input says.</summary>
    public int? InputSize { get; init; }

    /// <summary>Of images: 1 or 3. Left out: as its input says.</summary>
    public int? Channels { get; init; }

    /// <summary>Of images: what a pixel of full brightness becomes before mean and std; 1 or 255.</summary>
    public double FullScale { get; init; } = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <returns>Null when there is none next to the model.</returns>
    /// <exception cref="InvalidInputException">It is not JSON, or says something unknown.</exception>
    public static OnnxSidecar? Beside(string model)
    {
        var path = Path.ChangeExtension(model, ".json");
        if (!File.Exists(path))
            return null;
        var name = Path.GetFileName(path);
        try
        {
            var sidecar = JsonSerializer.Deserialize<OnnxSidecar>(File.ReadAllText(path), Options);
            return sidecar is null ? throw new JsonException("it is empty") : sidecar.Checked(name);
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException(
                $"{name}, line {fault.LineNumber + 1}: it is no sidecar of a model",
                "Members are classes, activation, output, columns, id, mean, std, missing, input_size, channels, full_scale (docs/formats.md)."
            );
        }
    }

    private OnnxSidecar Checked(string name)
    {
        if (Activation is not ("softmax" or "sigmoid" or "none"))
        {
            throw new InvalidInputException(
                $"{name}, activation '{Activation}' is unknown",
                "Write softmax, sigmoid or none."
            );
        }

        if (Std?.Any(one => one == 0 || !double.IsFinite(one)) == true)
            throw new InvalidInputException($"{name}, std holds 0", "Write the deviations, none of them 0.");
        return this;
    }
}
