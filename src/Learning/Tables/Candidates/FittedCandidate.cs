using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Explanation;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables.Candidates;

/// <summary>A trained model of one kind. Reading is thread-safe.</summary>
public abstract record FittedCandidate(Candidate Settings)
{
    public sealed record Logistic(Candidate.Logistic Plan, LogisticRegression Model) : FittedCandidate(Plan);

    public sealed record Trees(Candidate.Trees Plan, int Classes, BoostedTrees Model) : FittedCandidate(Plan);

    public sealed record Network(Candidate.Network Plan, FeedForwardNetwork Model) : FittedCandidate(Plan);

    /// <summary>Scores [rows][classes], see <see cref="Candidates.Scores"/>.</summary>
    public double[][] Score(Encoded x) =>
        this switch
        {
            Logistic l => [.. Enumerable.Range(0, x.Rows).Select(r => l.Model.Score(x.Row(r)))],
            Trees t => t.Model.Score(x),
            Network n => [.. Enumerable.Range(0, x.Rows).Select(r => n.Model.Score(x.Row(r)))],
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Which features moved the scores of a row, see <see cref="Attributions"/>.</summary>
    /// <param name="row">A matrix of one row.</param>
    public Attribution Explain(Encoded row, int features) =>
        this switch
        {
            Logistic l => Attributions.OfLogistic(l.Model, row, features),
            Trees t => Attributions.OfTrees(t.Model, t.Classes, row, features),
            Network n => Attributions.OfNetwork(n.Model, row, features),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Adds the weights to a checkpoint's, under a prefix.</summary>
    public void Save(Dictionary<string, NamedTensor> weights, string prefix)
    {
        void Floats(string name, float[] values, params long[] shape) =>
            weights.Add(prefix + name, new NamedTensor.Floats(shape, values));
        switch (this)
        {
            case Logistic { Model: var m }:
                Floats("weight", m.Weights, m.Intercepts.Length, m.Inputs);
                Floats("bias", m.Intercepts, m.Intercepts.Length);
                break;
            case Trees { Model: var m }:
                weights.Add(prefix + "trees", new NamedTensor.Bytes([m.Text.Length], m.Text));
                break;
            case Network { Model: var m }:
                for (var l = 0; l < m.Layers.Length; l++)
                {
                    Floats($"layer{l}.weight", m.Layers[l].Weights, m.Layers[l].Out, m.Layers[l].In);
                    Floats($"layer{l}.bias", m.Layers[l].Biases, m.Layers[l].Out);
                }
                break;
        }
    }

    /// <exception cref="CheckpointRefusedException">A tensor is missing or has the wrong shape.</exception>
    public static FittedCandidate Load(
        Candidate settings,
        int classes,
        int inputs,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var outputs = LogisticRegression.Outputs(classes);
        float[] Floats(string name, params long[] shape) =>
            weights.TryGetValue(prefix + name, out var t) && t is NamedTensor.Floats f && f.Shape.SequenceEqual(shape)
                ? f.Values
                : throw new CheckpointRefusedException(
                    $"weights.safetensors, tensor '{prefix + name}' is missing or not [{string.Join(", ", shape)}]",
                    "Train the model again from its plan."
                );
        switch (settings)
        {
            case Candidate.Logistic l:
                return new Logistic(
                    l,
                    new LogisticRegression(classes, inputs, Floats("weight", outputs, inputs), Floats("bias", outputs))
                );
            case Candidate.Trees t:
                if (!weights.TryGetValue(prefix + "trees", out var text) || text is not NamedTensor.Bytes bytes)
                    throw new CheckpointRefusedException(
                        $"weights.safetensors, tensor '{prefix}trees' is missing or not bytes",
                        "Train the model again from its plan."
                    );
                return new Trees(t, classes, BoostedTrees.Load(bytes.Values, classes));
            case Candidate.Network n:
                var layers = FeedForwardNetwork
                    .Fresh(inputs, classes, seed: 0)
                    .Layers.Select(
                        (s, l) =>
                            s with
                            {
                                Weights = Floats($"layer{l}.weight", s.Out, s.In),
                                Biases = Floats($"layer{l}.bias", s.Out),
                            }
                    );
                return new Network(n, new FeedForwardNetwork(classes, inputs, [.. layers]));
            default:
                throw new InvalidOperationException();
        }
    }
}
