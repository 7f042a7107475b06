using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Series.Members;

/// <summary>A trained network of one kind. To be used by one thread at a time.</summary>
internal sealed class NetworkMember(string kind, SeriesNetwork network) : SeriesMember
{
    private const long Batch = 256;

    public override string Kind => kind;

    public override double[][] Score(PreparedRows rows)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var scores = new double[rows.Rows.Length][];
        var bySeries = rows.Rows.Index().ToLookup(entry => (entry.Item.Series / Batch), entry => entry.Index);
        for (long start = 0; start < rows.SeriesCount; start += Batch)
        {
            using var part = NewDisposeScope();
            var length = Math.Min(Batch, rows.SeriesCount - start);
            var answer = network.Answer(rows.Steps.narrow(0, start, length), rows.Steady.narrow(0, start, length));
            var flat = answer.contiguous().data<float>().ToArray();
            var outputs = (int)answer.shape[^1];
            foreach (var row in bySeries[start / Batch])
            {
                var (series, until) = rows.Rows[row];
                var at = (int)(series - start);
                if (rows.Preparation.PerStep)
                    at = at * rows.Preparation.Bins + rows.Preparation.StepOf(until);
                scores[row] = Anchored(Array.ConvertAll(flat[(at * outputs)..((at + 1) * outputs)], x => (double)x));
            }
        }
        return scores;
    }

    public override void Save(Dictionary<string, NamedTensor> weights, string prefix)
    {
        foreach (var (name, tensor) in NetworkWeights.Read(network, prefix))
            weights.Add(name, tensor);
    }

    public static NetworkMember Restore(
        string kind,
        SeriesTarget target,
        SeriesPreparation preparation,
        int width,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var network = new SeriesNetwork(kind, preparation, target, width);
        NetworkWeights.Write(network, weights, prefix);
        network.eval();
        return new NetworkMember(kind, network);
    }

    public override void Dispose() => network.Dispose();
}
