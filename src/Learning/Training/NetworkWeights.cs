using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>Carries the weights of a network into a checkpoint and back.</summary>
public static class NetworkWeights
{
    /// <summary>Every parameter and running statistic, under <paramref name="prefix"/> and its path in the network.</summary>
    public static Dictionary<string, NamedTensor> Read(nn.Module network, string prefix = "") =>
        All(network).ToDictionary(entry => prefix + entry.Name, entry => Read(entry.Tensor));

    /// <summary>Fills a network. Every weight must be there in its own shape.</summary>
    /// <exception cref="InvalidInputException">A weight is missing or has another shape.</exception>
    public static void Write(nn.Module network, IReadOnlyDictionary<string, NamedTensor> weights, string prefix = "")
    {
        foreach (var (name, tensor) in All(network))
        {
            if (!weights.TryGetValue(prefix + name, out var stored))
            {
                throw new InvalidInputException(
                    $"weight {prefix + name}",
                    "The checkpoint lacks it: it belongs to another architecture. Train the model again."
                );
            }

            Write(tensor, stored, prefix + name);
        }
    }

    /// <summary>The networks of an ensemble, saved under 0., 1., …; in evaluation mode.</summary>
    /// <param name="create">A network of the architecture, whatever its weights.</param>
    /// <exception cref="InvalidInputException">A weight is missing or has another shape.</exception>
    public static IReadOnlyList<T> Ensemble<T>(
        int count,
        Func<T> create,
        IReadOnlyDictionary<string, NamedTensor> weights
    )
        where T : nn.Module
    {
        var networks = new List<T>();
        for (var i = 0; i < count; i++)
        {
            var network = create();
            Write(network, weights, $"{i}.");
            network.eval();
            networks.Add(network);
        }
        return networks;
    }

    /// <summary>The weights of an ensemble, as <see cref="Ensemble"/> reads them.</summary>
    public static Dictionary<string, NamedTensor> Read(IReadOnlyList<nn.Module> networks) =>
        networks
            .SelectMany((network, i) => Read(network, $"{i}."))
            .ToDictionary(entry => entry.Key, entry => entry.Value);

    public static NamedTensor Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var floats = tensor.detach().to(ScalarType.Float32).contiguous();
        return new NamedTensor.Floats([.. tensor.shape], floats.data<float>().ToArray());
    }

    /// <param name="name">Said in the rejection.</param>
    public static void Write(Tensor tensor, NamedTensor stored, string name)
    {
        if (stored is not NamedTensor.Floats floats || !floats.Shape.SequenceEqual(tensor.shape))
        {
            throw new InvalidInputException(
                $"weight {name}",
                $"It has shape [{string.Join(", ", stored.Shape)}] where [{string.Join(", ", tensor.shape)}] is needed. "
                    + "Train the model again."
            );
        }

        using var noGradient = no_grad();
        using var source = TorchSharp.torch.tensor(floats.Values, floats.Shape);
        tensor.copy_(source);
    }

    private static IEnumerable<(string Name, Tensor Tensor)> All(nn.Module network) =>
        network
            .named_parameters()
            .Select(entry => (entry.name, (Tensor)entry.parameter))
            .Concat(network.named_buffers().Select(entry => (entry.name, entry.buffer)));
}
