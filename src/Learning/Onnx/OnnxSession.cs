using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xinglin.Formats;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// An ONNX model ready to run on the processor. It is read from memory, so that it cannot name other files, and operators from
/// outside the standard are unknown to it.
/// </summary>
public sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _name;

    private OnnxSession(InferenceSession session, string name) => (_session, _name) = (session, name);

    /// <summary>The file's name, for messages.</summary>
    public string Name => _name;

    /// <summary>Shape of each input of 32-bit floats; −1 where any number does.</summary>
    public IReadOnlyDictionary<string, int[]> Inputs =>
        _session.InputMetadata.ToDictionary(input => input.Key, input => input.Value.Dimensions);

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>The answers that are tensors of 32-bit floats, with their shapes.</summary>
    public IReadOnlyDictionary<string, int[]> Outputs =>
        _session
            .OutputMetadata.Where(output => output.Value.IsTensor && output.Value.ElementType == typeof(float))
            .ToDictionary(output => output.Key, output => output.Value.Dimensions);

    /// <exception cref="InvalidInputException">
    /// The file is absent, damaged, asks for operators that are not here, or reads something other than 32-bit floats.
    /// </exception>
    public static OnnxSession Open(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new InvalidInputException($"{name} does not exist", "Name an .onnx file or a model folder.");
        return Open(File.ReadAllBytes(path), name);
    }

    /// <inheritdoc cref="Open(string)"/>
    public static OnnxSession Open(byte[] model, string name)
    {
        using var options = new SessionOptions
        {
            // A fault is said once, by us.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = Environment.ProcessorCount,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        InferenceSession session;
        try
        {
            session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new InvalidInputException(
                $"{name} is no ONNX model that can be run here ({Short(fault)})",
                "Copy the file again, or export it with operators of ONNX's own sets up to 20 and its weights inside."
            );
        }
        foreach (var (input, described) in session.InputMetadata)
        {
            if (!described.IsTensor || described.ElementType != typeof(float))
            {
                session.Dispose();
                throw new InvalidInputException(
                    $"{name}, input '{input}' is not a tensor of 32-bit floats",
                    "Export the model with float inputs."
                );
            }
        }

        return new OnnxSession(session, name);
    }

    /// <param name="inputs">Values and shape of every input.</param>
    /// <returns>The values of one answer and its shape.</returns>
    /// <exception cref="InvalidInputException">A shape does not fit, or an operator failed.</exception>
    public (float[] Values, int[] Shape) Run(
        IReadOnlyDictionary<string, (float[] Values, int[] Shape)> inputs,
        string output
    )
    {
        foreach (var (input, wanted) in Inputs)
        {
            if (!inputs.TryGetValue(input, out var given) || !Fits(given.Shape, wanted))
            {
                throw new InvalidInputException(
                    $"{_name}, input '{input}' wants [{Text(wanted)}]"
                        + (given.Shape is null ? "" : $", the data are [{Text(given.Shape)}]"),
                    "Give data of that shape, or a sidecar that says how they become it."
                );
            }
        }

        try
        {
            using var answers = _session.Run(
                [
                    .. inputs.Select(input =>
                        NamedOnnxValue.CreateFromTensor(
                            input.Key,
                            new DenseTensor<float>(input.Value.Values, input.Value.Shape)
                        )
                    ),
                ],
                [output]
            );
            var tensor = answers[0].AsTensor<float>();
            return (tensor.ToArray(), tensor.Dimensions.ToArray());
        }
        catch (OnnxRuntimeException fault)
        {
            throw new InvalidInputException(
                $"{_name} could not be run on these data ({Short(fault)})",
                "Check the shape that the model wants, and its sidecar."
            );
        }
    }

    public void Dispose() => _session.Dispose();

    private static bool Fits(int[] given, int[] wanted) =>
        given.Length == wanted.Length && given.Zip(wanted).All(side => side.Second <= 0 || side.First == side.Second);

    private static string Text(int[] shape) => string.Join(", ", shape.Select(side => side <= 0 ? "any" : $"{side}"));

    private static string Short(Exception fault)
    {
        var line = fault.Message.Split('\n')[0];
        return line.Length > 160 ? line[..160] + "…" : line;
    }
}
