using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Estimators.FeedForward;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>The tensors of a trained candidate (docs/formats.md, "Table models").</summary>
public static class CandidateWeights
{
    private const string Remedy = "Train the model again from its plan.";

    /// <summary>Adds the weights to a checkpoint's, under a prefix.</summary>
    public static void Save(this FittedEstimator candidate, Dictionary<string, NamedTensor> weights, string prefix)
    {
        void Floats(string name, float[] values, params long[] shape) =>
            weights.Add(prefix + name, new NamedTensor.Floats(shape, values));
        switch (candidate)
        {
            case FittedEstimator.Logistic { Model: var m }:
                Floats("weight", m.Weights, m.Intercepts.Length, m.Width);
                Floats("bias", m.Intercepts, m.Intercepts.Length);
                if (m.Products is { } products)
                    Floats("products", ToFloats(products), products.Count, 4);
                break;
            case FittedEstimator.Neighbours { Model: var m }:
                Floats("rows", m.Rows, m.Labels.Length, m.Inputs);
                Floats("labels", [.. m.Labels.Select(l => (float)l)], m.Labels.Length);
                Floats("shares", [.. m.Shares.Select(s => (float)s)], m.Classes);
                break;
            case FittedEstimator.Forest { Model: var m }:
                ForestWeights.Save(m, Floats);
                break;
            case FittedEstimator.Trees { Model: var m }:
                weights.Add(prefix + "trees", new NamedTensor.Bytes([m.Text.Length], m.Text));
                break;
            case FittedEstimator.Network { Model: var m }:
                foreach (var (name, layer) in m.Named())
                {
                    Floats($"{name}.weight", layer.Weights, layer.Out, layer.In);
                    Floats($"{name}.bias", layer.Biases, layer.Out);
                }
                break;
        }
    }

    /// <exception cref="InvalidInputException">A tensor is missing or has the wrong shape.</exception>
    public static FittedEstimator Load(
        Candidate settings,
        int classes,
        int inputs,
        IReadOnlyDictionary<string, NamedTensor> weights,
        string prefix
    )
    {
        var outputs = Scores.Outputs(classes);
        // A shape of −1 fits any length.
        float[] Floats(string name, params long[] shape) =>
            weights.TryGetValue(prefix + name, out var t)
            && t is NamedTensor.Floats f
            && f.Shape.Length == shape.Length
            && f.Shape.Zip(shape).All(s => s.Second < 0 || s.First == s.Second)
                ? f.Values
                : throw new InvalidInputException(
                    $"weights.safetensors, tensor '{prefix + name}' is missing or not [{string.Join(", ", shape)}]",
                    Remedy
                );
        switch (settings)
        {
            case Candidate.Logistic l:
                var products = weights.ContainsKey(prefix + "products")
                    ? FromFloats(Floats("products", -1, 4), inputs, prefix)
                    : null;
                return new FittedEstimator.Logistic(
                    l,
                    new LogisticRegression(
                        classes,
                        inputs,
                        Floats("weight", outputs, inputs + (products?.Count ?? 0)),
                        Floats("bias", outputs)
                    )
                    {
                        Products = products,
                    }
                );
            case Candidate.Neighbours k:
                var labels = Floats("labels", -1).Select(v => (int)v).ToArray();
                if (labels.Length == 0 || labels.Any(c => c < 0 || c >= classes))
                {
                    throw new InvalidInputException(
                        $"weights.safetensors, tensor '{prefix}labels' is no list of classes",
                        Remedy
                    );
                }

                return new FittedEstimator.Neighbours(
                    k,
                    new NearestNeighbours(
                        classes,
                        inputs,
                        k.K,
                        Floats("rows", labels.Length, inputs),
                        labels,
                        [.. Floats("shares", classes).Select(s => (double)s)]
                    )
                );
            case Candidate.Forest f:
                return new FittedEstimator.Forest(f, ForestWeights.Load(classes, inputs, Floats, prefix));
            case Candidate.Trees t:
                if (!weights.TryGetValue(prefix + "trees", out var text) || text is not NamedTensor.Bytes bytes)
                {
                    throw new InvalidInputException(
                        $"weights.safetensors, tensor '{prefix}trees' is missing or not bytes",
                        Remedy
                    );
                }

                return new FittedEstimator.Trees(t, classes, BoostedTrees.Load(bytes.Values, classes));
            case Candidate.Network n:
                return new FittedEstimator.Network(
                    n,
                    NetworkAverage
                        .Fresh(inputs, classes, n.Settings, seed: 0)
                        .With(
                            (name, s) =>
                                s with
                                {
                                    Weights = Floats($"{name}.weight", s.Out, s.In),
                                    Biases = Floats($"{name}.bias", s.Out),
                                }
                        )
                );
            default:
                throw new InvalidOperationException();
        }
    }

    private static float[] ToFloats(InteractionFeatures products) =>
        [
            .. products.Pairs.SelectMany(
                (p, i) => new[] { p.First, p.Second, products.Means[i], products.Deviations[i] }
            ),
        ];

    private static InteractionFeatures FromFloats(float[] values, int inputs, string prefix)
    {
        var rows = values.Chunk(4).ToList();
        if (rows.Any(r => r[0] < 0 || r[0] >= inputs || r[1] < 0 || r[1] >= inputs))
        {
            throw new InvalidInputException(
                $"weights.safetensors, tensor '{prefix}products' names a column that is not there",
                Remedy
            );
        }

        return new InteractionFeatures(
            [.. rows.Select(r => ((int)r[0], (int)r[1]))],
            [.. rows.Select(r => r[2])],
            [.. rows.Select(r => r[3])]
        );
    }
}
