using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Onnx;

/// <summary>A kind of model that lives in another project, and how it becomes an ONNX file.</summary>
/// <param name="Task">The <c>task</c> of its <c>model.json</c>.</param>
/// <param name="Write">Writes the graph of a checkpoint.</param>
/// <param name="Compare">
/// Asks the folder and the exported file the same questions: the largest difference of two answers (NaN when one is no number),
/// and how many were compared.
/// </param>
public sealed record OnnxFamily(
    string Task,
    Action<OnnxGraph, Checkpoint> Write,
    Func<string, OnnxSession, SeededRandom, (double Largest, int Compared)> Compare
);
