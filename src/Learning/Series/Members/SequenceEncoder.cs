using Xinglin.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>A network that reads a grid step by step and says at each step what it makes of the course so far.</summary>
internal abstract class SequenceEncoder(string name) : Module(name)
{
    /// <param name="steps">[B, T, 3 · variables]: value, measured, time since measured, variable by variable.</param>
    /// <returns>[B, T, width]; in an hourly model step t depends on the steps up to t alone.</returns>
    public abstract Tensor States(Tensor steps);

    public static SequenceEncoder Of(string kind, int variables, int width, bool hourly) =>
        kind switch
        {
            "gru" => RecurrentEncoder.Gru(variables, width),
            "lstm" => RecurrentEncoder.Lstm(variables, width),
            "grud" => new GruDEncoder(variables, width),
            "transformer" => new TransformerEncoder(variables, width, hourly),
            _ => throw new InvalidInputException($"network '{kind}'", "This kind is unknown. Train the model again."),
        };
}
