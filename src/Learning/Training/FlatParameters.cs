using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>
/// All parameters of a network moved into one vector, and all gradients into another; the network's own tensors become
/// views of them. An optimiser step, a gradient norm or a copy of the best weights is then a handful of operations on one
/// vector, however many layers there are.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    private readonly List<Tensor> _views = [];

    public FlatParameters(nn.Module network)
    {
        using var noGradient = no_grad();
        var parameters = network.parameters().Where(parameter => parameter.requires_grad).ToList();
        if (parameters.Count == 0)
            throw new ArgumentException("The network has no parameters to train.", nameof(network));
        Length = parameters.Sum(parameter => parameter.numel());
        Values = zeros(Length);
        Gradients = zeros(Length);
        Decays = zeros(Length);
        Buffers = [.. network.buffers()];
        var start = 0L;
        foreach (var parameter in parameters)
        {
            var length = parameter.numel();
            using (var home = Values.narrow(0, start, length))
            {
                using var flat = parameter.reshape(length);
                home.copy_(flat);
                var view = home.view(parameter.shape);
                parameter.set_(view);
                _views.Add(view);
            }
            using (var home = Gradients.narrow(0, start, length))
            {
                var view = home.view(parameter.shape);
                parameter.grad = view;
                _views.Add(view);
            }
            if (parameter.dim() > 1)
            {
                using var home = Decays.narrow(0, start, length);
                home.fill_(1);
            }
            start += length;
        }
    }

    /// <summary>The number of trained weights.</summary>
    public long Length { get; }

    public Tensor Values { get; }

    public Tensor Gradients { get; }

    /// <summary>1 where weight decay applies (matrices, kernels), otherwise 0 (biases, scales).</summary>
    public Tensor Decays { get; }

    /// <summary>Running statistics, which are part of the model but not trained.</summary>
    public IReadOnlyList<Tensor> Buffers { get; }

    public void Dispose()
    {
        foreach (var view in _views)
            view.Dispose();
        Values.Dispose();
        Gradients.Dispose();
        Decays.Dispose();
    }
}
