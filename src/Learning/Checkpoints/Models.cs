using System.Text.Json.Nodes;
using Xinglin.Formats;

namespace Xinglin.Learning.Checkpoints;

/// <summary>What any model folder is, whichever part of Learning made it.</summary>
public static class Models
{
    /// <summary>
    /// The task of a model folder, by which <c>predict</c> and <c>evaluate</c> are routed: <c>tabular</c>, <c>series</c>,
    /// <c>image</c>, <c>forecast</c> or <c>home-forecast</c> (an assembled folder).
    /// </summary>
    /// <exception cref="InvalidInputException">The folder holds no readable <c>model.json</c>.</exception>
    public static string Task(string folder) => (string)Checkpoint.LoadDocument(folder)["task"]!;

    /// <summary>The content of <c>model.json</c>, checked, without the weights.</summary>
    /// <exception cref="InvalidInputException">The folder holds no readable <c>model.json</c>.</exception>
    public static JsonObject Document(string folder) => Checkpoint.LoadDocument(folder);
}
