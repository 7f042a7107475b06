using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Estimators;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// What a piece of a search answers, as bytes: the number of stops, then for each its candidate as JSON text, its rows and
/// classes, and its scores as 64-bit numbers, so that nothing of them is lost on the way.
/// </summary>
internal static class TrialScores
{
    public static byte[] ToBytes(IReadOnlyList<(Candidate Stop, double[][] Scores)> stops)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(stops.Count);
        foreach (var (stop, scores) in stops)
        {
            writer.Write(stop.ToJson().ToJsonString());
            writer.Write(scores.Length);
            writer.Write(scores.Length == 0 ? 0 : scores[0].Length);
            foreach (var score in scores.SelectMany(row => row))
                writer.Write(score);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    public static IReadOnlyList<(Candidate Stop, double[][] Scores)> FromBytes(byte[] answer)
    {
        using var reader = new BinaryReader(new MemoryStream(answer));
        var stops = new (Candidate, double[][])[reader.ReadInt32()];
        for (var s = 0; s < stops.Length; s++)
        {
            var stop = CandidateJson.FromJson(JsonNode.Parse(reader.ReadString())!);
            var scores = new double[reader.ReadInt32()][];
            var classes = reader.ReadInt32();
            for (var row = 0; row < scores.Length; row++)
            {
                scores[row] = new double[classes];
                for (var c = 0; c < classes; c++)
                    scores[row][c] = reader.ReadDouble();
            }
            stops[s] = (stop, scores);
        }
        return stops;
    }
}
